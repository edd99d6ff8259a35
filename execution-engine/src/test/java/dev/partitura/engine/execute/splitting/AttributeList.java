package dev.partitura.engine.execute.splitting;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.tensor.Tensor;
import java.util.Arrays;

/// Attributes as a short list of names and values in turn.
final class AttributeList {
  private AttributeList() {}

  static Attributes of(Object... namesAndValues) {
    var attributes = Attributes.NONE;
    for (int i = 0; i < namesAndValues.length; i += 2) {
      attributes = attributes.with((String) namesAndValues[i], attribute(namesAndValues[i + 1]));
    }
    return attributes;
  }

  private static Attribute attribute(Object value) {
    return switch (value) {
      case Integer number -> new Attribute.IntValue(number);
      case Long number -> new Attribute.IntValue(number);
      case Float number -> new Attribute.FloatValue(number);
      case String text -> new Attribute.StringValue(text);
      case long[] numbers -> new Attribute.Ints(Arrays.stream(numbers).boxed().toList());
      case Tensor tensor -> new Attribute.TensorValue(tensor);
      case Network body -> new Attribute.NetworkValue(body);
      default -> throw new IllegalArgumentException("No attribute holds " + value);
    };
  }
}
