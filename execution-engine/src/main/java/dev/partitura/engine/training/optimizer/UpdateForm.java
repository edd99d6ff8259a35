package dev.partitura.engine.training.optimizer;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Collections;
import java.util.List;

/// An update op without its values.
///
/// @param operator type of the operator, of our own domain
/// @param states what each state of a parameter starts from, in the operator's order
public record UpdateForm(String operator, List<Double> states, Attributes attributes) {
  public UpdateForm {
    states = List.copyOf(states);
  }

  /// A form without attributes.
  static UpdateForm of(String operator, List<Double> states) {
    return new UpdateForm(operator, states, Attributes.NONE);
  }

  /// `count` states that start from zero.
  static List<Double> zeros(int count) {
    return Collections.nCopies(count, 0.0);
  }

  /// With an attribute that is a float64 number.
  UpdateForm with(String name, double value) {
    var tensor = Tensor.allocate(new TensorType(DataType.DOUBLE, Shape.SCALAR));
    tensor.setDouble(0, value);
    return with(name, new Attribute.TensorValue(tensor));
  }

  UpdateForm with(String name, boolean value) {
    return with(name, new Attribute.IntValue(value ? 1 : 0));
  }

  private UpdateForm with(String name, Attribute value) {
    return new UpdateForm(operator, states, attributes.with(name, value));
  }
}
