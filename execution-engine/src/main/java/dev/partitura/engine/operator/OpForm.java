package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;

/// Checks of an op's form that hold for every operator: how many inputs and outputs it may have, of
/// what kind its attributes are, and whether its outputs can be counted at all.
final class OpForm {
  private OpForm() {}

  static void require(Operator operator, OpContext context) {
    var signature = operator.signature();
    var op = context.op();
    int most = signature.inputs().size();
    if (op.inputs().size() > most && !signature.variadic()) {
      throw context.refuse("op.inputs.count", op.inputs().size(), most);
    }
    if (op.outputs().size() > signature.outputs().size()
        && !signature.variadicOutput()
        && context.opset() >= 9) {
      throw context.refuse("op.outputs.count", op.outputs().size(), signature.outputs().size());
    }
    for (int i = 0; i < op.inputs().size() && !operator.takesCompactTypes(); i++) {
      var type = context.inputTypes().get(i);
      if (type != null && type.dataType().isCompact()) {
        throw context.refuse("op.input.compact", type.dataType().label(), i);
      }
    }
    for (var parameter : signature.parameters()) {
      var value = op.attributes().get(parameter.name());
      if (value != null && !isOf(parameter.kind(), value) && !operator.takes(parameter, value)) {
        throw context.refuse(
            "op.attribute.kind", words(parameter.kind()), parameter.name(), value.kind());
      }
    }
  }

  private static boolean isOf(Signature.Kind kind, Attribute value) {
    return switch (kind) {
      case INT -> value instanceof Attribute.IntValue;
      case FLOAT -> value instanceof Attribute.FloatValue;
      case STRING -> value instanceof Attribute.StringValue;
      case TENSOR -> value instanceof Attribute.TensorValue;
      case NETWORK -> value instanceof Attribute.NetworkValue;
      case INTS -> value instanceof Attribute.Ints;
      case FLOATS -> value instanceof Attribute.Floats;
      case STRINGS -> value instanceof Attribute.Strings;
    };
  }

  private static Phrase words(Signature.Kind kind) {
    return Phrase.of(
        switch (kind) {
          case INT -> "words.kind.int";
          case FLOAT -> "words.kind.float";
          case STRING -> "words.kind.string";
          case TENSOR -> "words.kind.tensor";
          case NETWORK -> "words.kind.network";
          case INTS -> "words.kind.ints";
          case FLOATS -> "words.kind.floats";
          case STRINGS -> "words.kind.strings";
        });
  }

  /// Refuses outputs whose bytes exceed what a 64-bit number counts.
  static void requireSizes(OpContext context, List<TensorType> outputs) {
    for (var output : outputs) {
      try {
        if (output.isStatic()) {
          output.sizeBytes();
        }
      } catch (ArithmeticException tooLarge) {
        throw context.refuse("op.size.output", output);
      }
    }
  }
}
