package dev.partitura.engine.operator;

import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;

/// Element types that attributes name by ONNX's codes.
final class ElementTypes {
  private ElementTypes() {}

  /// @throws ProblemException where there is none of that code
  static DataType of(OpContext op, long code) {
    for (var type : DataType.values()) {
      if (type.onnxCode() == code) {
        return type;
      }
    }
    throw refusal(op, code);
  }

  /// @throws ProblemException where it is no type of numbers
  static DataType ofNumbers(OpContext op, long code) {
    var type = of(op, code);
    if (!type.isFloating() && !type.isInteger()) {
      throw refusal(op, code);
    }
    return type;
  }

  private static ProblemException refusal(OpContext op, long code) {
    return op.refuse("op.cast.target", Phrase.of("words.elementType", code));
  }
}
