package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Op;
import java.util.List;
import java.util.Map;

/// How an operator is drawn, and what a freshly drawn op of it starts with. The defaults make an op
/// that shows its type and starts with nothing but what its signature asks for.
public interface Drawing {
  Signature signature();

  /// The word under an op's name; empty where its window tells enough.
  default String word() {
    return signature().type().replace("Normalization", "Norm").replace("Average", "Avg");
  }

  /// Attributes where ONNX has no default or one that nobody means when drawing.
  default Map<String, Attribute> startingAttributes() {
    return Map.of();
  }

  /// Small int64 constants without which the op makes no sense, by input.
  default Map<Integer, long[]> startingConstants() {
    return Map.of();
  }

  /// Inputs shown at first, all of them waiting for an edge.
  default int startingInputs() {
    return signature().variadic()
        ? Math.max(signature().minInputs(), signature().inputs().size())
        : signature().minInputs();
  }

  /// Whether all outputs are wanted from the start, not the first alone.
  default boolean startsWithAllOutputs() {
    return false;
  }

  /// Whether an edge may arrive at an input that weights made for the op would fill.
  default boolean takesWeightOrValue(int input) {
    return false;
  }

  /// The constants the op wants, given what arrives at it; empty where that does not tell. Only an
  /// operator that is [Trait#WEIGHTED] is asked.
  default List<Weight> weights(DrawnOp op) {
    return List.of();
  }

  /// Axis of the weights, input 1, along which the output channels or units lie; -1 where the op
  /// has no such number.
  default int channelAxis(Op op, int rank) {
    return -1;
  }

  /// Output channels for each place along [#channelAxis].
  default long channelsEach(Op op) {
    return 1;
  }

  /// A constant that an op wants at one of its inputs.
  ///
  /// @param sizes of its axes
  /// @param fanIn for a random tensor the number of products summed for one output, else 0
  /// @param fill value of every element when not random
  record Weight(int input, Role role, long[] sizes, long fanIn, float fill) {}

  /// What a wanted constant is to its op.
  enum Role {
    WEIGHT,
    BIAS,
    SCALE,
    MEAN,
    VARIANCE,
    SLOPE
  }
}
