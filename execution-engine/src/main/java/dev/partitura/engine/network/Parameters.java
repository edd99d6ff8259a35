package dev.partitura.engine.network;

import java.util.HashSet;

/// Counts what training sets, as publications count it: the elements of floating-point
/// initializers, without single numbers and without the running statistics of batch normalization.
public final class Parameters {
  private Parameters() {}

  public static long count(Network network) {
    var statistics = new HashSet<String>();
    for (var op : network.ops()) {
      if (op.type().equals("BatchNormalization") && op.inputs().size() >= 5) {
        statistics.addAll(op.inputs().subList(3, 5));
      }
    }
    long count = 0;
    for (var entry : network.initializers().entrySet()) {
      var type = entry.getValue().type();
      if (type.dataType().isFloating()
          && type.knownShape().rank() > 0
          && !statistics.contains(entry.getKey())) {
        count += type.knownShape().elementCount();
      }
    }
    return count;
  }
}
