package dev.partitura.engine.operator;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/// Counts the trained parameters, as publications and frameworks count them: the elements of
/// floating-point initializers, each initializer once however many ops read it, without single
/// numbers and without what an operator keeps beside its parameters, such as the running statistics
/// of batch normalization.
public final class Parameters {
  private Parameters() {}

  /// Parameters of a network.
  public static long count(Network network) {
    return count(network, network.initializers().keySet());
  }

  /// Parameters that some ops of a network read.
  public static long count(Network network, Collection<Op> ops) {
    var read = new HashSet<String>();
    ops.forEach(op -> read.addAll(op.dependencies()));
    return count(network, read);
  }

  private static long count(Network network, Set<String> values) {
    var kept = new HashSet<String>();
    for (var op : network.ops()) {
      var operator = Operators.find(op);
      for (int input = 0; operator != null && input < op.inputs().size(); input++) {
        if (operator.isStatistic(input)) {
          kept.add(op.inputs().get(input));
        }
      }
    }
    long count = 0;
    for (var value : values) {
      var constant = network.initializers().get(value);
      if (constant != null
          && constant.type().dataType().isFloating()
          && constant.type().knownShape().rank() > 0
          && !kept.contains(value)) {
        count += constant.type().knownShape().elementCount();
      }
    }
    return count;
  }
}
