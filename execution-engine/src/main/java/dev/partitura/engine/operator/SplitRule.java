package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.TensorType;
import java.util.List;

/// One way in which an op is split among equal parts. Immutable.
///
/// @param inputs how each input must lie; an absent one is replicated
/// @param outputs how each output then lies
/// @param part the op as each part computes it: with the types of its inputs, and with other
///   attributes and constants than the whole where those hold sizes
/// @param outputTypes of each part
public record SplitRule(
    List<Sharding> inputs, List<Sharding> outputs, OpContext part, List<TensorType> outputTypes) {
  public SplitRule {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    outputTypes = List.copyOf(outputTypes);
  }

  /// Floating-point operations and bytes of one part.
  public Work work() {
    var operator = Operators.find(part.op());
    return operator == null ? Work.NONE : operator.work(part, outputTypes);
  }
}
