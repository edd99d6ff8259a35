package dev.partitura.app.cli;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.LinkedHashMap;
import java.util.Map;

/// Tensor files of writers that have no bfloat16 keep its bits as uint16. Where an input that is
/// declared bfloat16 comes so, its bits are taken as they stand, and whoever gave it reads results
/// in the same form.
final class Bfloat16Bits {
  private Bfloat16Bits() {}

  /// Whether an input that is declared bfloat16 is fed as uint16.
  static boolean areUsed(Network network, Map<String, Tensor> feeds) {
    return network.inputs().stream().anyMatch(input -> isBits(input, feeds));
  }

  /// The feeds with such bits as bfloat16; no copy.
  static Map<String, Tensor> read(Network network, Map<String, Tensor> feeds) {
    var read = new LinkedHashMap<>(feeds);
    for (var input : network.inputs()) {
      var tensor = feeds.get(input.name());
      if (tensor != null && isBits(input, feeds)) {
        read.put(input.name(), as(DataType.BFLOAT16, tensor));
      }
    }
    return read;
  }

  /// A result as it is written for whoever feeds bits; no copy.
  static Tensor written(Tensor result) {
    return result.dataType() == DataType.BFLOAT16 ? as(DataType.UINT16, result) : result;
  }

  private static boolean isBits(Value input, Map<String, Tensor> feeds) {
    var type = input.type();
    var tensor = feeds.get(input.name());
    return type != null
        && tensor != null
        && type.dataType() == DataType.BFLOAT16
        && tensor.dataType() == DataType.UINT16;
  }

  private static Tensor as(DataType type, Tensor tensor) {
    return Tensor.over(new TensorType(type, tensor.shape()), tensor.data());
  }
}
