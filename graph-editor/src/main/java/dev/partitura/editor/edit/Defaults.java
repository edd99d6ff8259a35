package dev.partitura.editor.edit;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.operator.Signature;
import dev.partitura.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The attributes a newly drawn op starts with, where ONNX has no default or one that nobody means
/// when drawing.
final class Defaults {
  private Defaults() {}

  static Attributes of(String type) {
    var attributes = new LinkedHashMap<String, Attribute>();
    switch (type) {
      case "Conv" -> {
        attributes.put("kernel_shape", ints(3, 3));
        attributes.put("pads", ints(1, 1, 1, 1));
        attributes.put("strides", ints(1, 1));
      }
      case "ConvTranspose" -> {
        attributes.put("kernel_shape", ints(2, 2));
        attributes.put("strides", ints(2, 2));
      }
      case "MaxPool", "AveragePool", "LpPool" -> {
        attributes.put("kernel_shape", ints(2, 2));
        attributes.put("strides", ints(2, 2));
      }
      case "Gemm" -> attributes.put("transB", new Attribute.IntValue(1));
      case "Concat" -> attributes.put("axis", new Attribute.IntValue(1));
      case "Cast" -> attributes.put("to", new Attribute.IntValue(1));
      case "Constant" ->
          attributes.put("value", new Attribute.TensorValue(Tensor.ofFloats(new float[] {0})));
      default -> {}
    }
    return new Attributes(attributes);
  }

  private static Attribute ints(long... values) {
    var list = new ArrayList<Long>();
    for (long value : values) {
      list.add(value);
    }
    return new Attribute.Ints(list);
  }

  /// How many inputs a new op shows, all of them waiting for an edge.
  static List<String> emptyInputs(Signature signature) {
    int count = signature.minInputs();
    if (signature.variadic()) {
      count =
          Math.max(
              count,
              signature.inputs().size()
                  + (signature.type().equals("Concat") || signature.type().equals("Sum") ? 1 : 0));
    }
    return new ArrayList<>(java.util.Collections.nCopies(count, ""));
  }

  static Map<Integer, long[]> constants(String type) {
    return Weights.neededConstants(type);
  }
}
