package dev.partitura.engine.task.lower;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.SplittableRandom;

/// Makes inputs from a seed. Samples are drawn one after another, so the first samples are the same for every batch size; each input
/// has a stream of its own. Floats are uniform in [-1, 1); indices that a `Gather` reads stay inside its table; other integers and
/// booleans are 0 or 1.
final class SeededFeeds {
  private SeededFeeds() {}

  static Tensor make(Network network, NetworkTypes types, String input, TensorType type, long seed) {
    var random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + input.hashCode());
    var tensor = Tensor.allocate(type);
    long bound = indexBound(network, types, input);
    for (long i = 0; i < tensor.elementCount(); i++) {
      switch (type.dataType()) {
        case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> tensor.setDouble(i, random.nextDouble() * 2 - 1);
        case STRING -> tensor.setString(i, Long.toString(random.nextLong(bound)));
        default -> tensor.setLong(i, random.nextLong(bound));
      }
    }
    return tensor;
  }

  private static long indexBound(Network network, NetworkTypes types, String input) {
    long bound = Long.MAX_VALUE;
    for (var op : network.ops()) {
      boolean indexed = op.type().equals("Gather") && op.inputs().size() > 1 && op.inputs().get(1).equals(input);
      var table = indexed ? types.type(op.inputs().getFirst()) : null;
      var shape = table == null ? null : table.shape();
      if (shape != null && shape.rank() > 0) {
        long size = shape.size((int) op.attributes().intOr("axis", 0));
        bound = size > 0 ? Math.min(bound, size) : bound;
      }
    }
    return bound == Long.MAX_VALUE ? 2 : bound;
  }
}
