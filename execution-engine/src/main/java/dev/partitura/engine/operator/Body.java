package dev.partitura.engine.operator;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A network inside an op: its captured values and what its types are within.
final class Body {
  private Body() {}

  /// The body held by an attribute.
  static Network of(OpContext op, String attribute) {
    var body = op.attributes().network(attribute);
    if (body == null) {
      throw op.refuse("op.body.missing", attribute);
    }
    return body;
  }

  /// Types within a body, its captures typed as around the op and its own inputs as `given`.
  static NetworkTypes types(OpContext op, Network body, Map<String, TensorType> given) {
    var types = new HashMap<>(given);
    var known = new HashMap<String, Constant>();
    var captures = op.op().captures();
    int first = op.op().inputs().size();
    for (int i = 0; i < captures.size(); i++) {
      var type = op.inputTypes().get(first + i);
      if (type != null) {
        types.putIfAbsent(captures.get(i), type);
      }
      var value = op.constants().get(first + i);
      if (value != null && !given.containsKey(captures.get(i))) {
        known.put(captures.get(i), value);
      }
    }
    var inferred = TypeInference.infer(body, types, known);
    if (!inferred.problems().isEmpty()) {
      throw new ProblemException(inferred.problems());
    }
    return inferred;
  }

  /// Types of a body's outputs; null where one cannot be told.
  static List<@Nullable TensorType> outputTypes(
      OpContext op, Network body, Map<String, TensorType> given) {
    return outputTypes(types(op, body, given));
  }

  /// Types of the outputs of a body from what is known within; null where one cannot be told.
  static List<@Nullable TensorType> outputTypes(NetworkTypes inferred) {
    var outputs = new ArrayList<@Nullable TensorType>();
    for (var output : inferred.network().outputs()) {
      var type = inferred.type(output.name());
      outputs.add(type == null ? output.type() : type);
    }
    return outputs;
  }

  /// The captured values at hand during a run.
  static Map<String, Tensor> captured(OpContext run) {
    var values = new HashMap<String, Tensor>();
    var captures = run.op().captures();
    for (int i = 0; i < captures.size(); i++) {
      values.put(captures.get(i), run.tensor(run.op().inputs().size() + i));
    }
    return values;
  }

  /// What two types have in common: axes that differ become unknown.
  static TensorType common(OpContext op, TensorType a, TensorType b) {
    if (a.dataType() != b.dataType()) {
      throw op.refuse("op.body.type", a.dataType().label(), b.dataType().label());
    }
    var shapeA = a.shape();
    var shapeB = b.shape();
    if (shapeA == null || shapeB == null || shapeA.rank() != shapeB.rank()) {
      return a.withShape(null);
    }
    var shape = shapeA;
    for (int axis = 0; axis < shapeA.rank(); axis++) {
      if (shapeA.size(axis) != shapeB.size(axis)
          || !Objects.equals(shapeA.symbol(axis), shapeB.symbol(axis))) {
        shape = shape.withSize(axis, Shape.UNKNOWN);
      }
    }
    return a.withShape(shape);
  }
}
