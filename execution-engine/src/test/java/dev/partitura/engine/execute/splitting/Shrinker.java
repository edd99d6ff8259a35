package dev.partitura.engine.execute.splitting;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;

/// Makes a network that fails small: drops an output or an op, whose readers then read its first
/// input, as long as it still fails. Cost: some runs for each op and output.
final class Shrinker {
  private Shrinker() {}

  static Trial shrink(Trial trial, Predicate<Trial> fails) {
    var smallest = trial;
    for (boolean smaller = true; smaller; ) {
      smaller = false;
      for (var candidate : candidates(smallest.network())) {
        var next = tidied(smallest.with(candidate));
        if (fails.test(next)) {
          smallest = next;
          smaller = true;
          break;
        }
      }
    }
    return smallest;
  }

  private static List<Network> candidates(Network network) {
    var smaller = new ArrayList<Network>();
    for (var output : network.outputs()) {
      if (network.outputs().size() > 1) {
        smaller.add(network.withOutputs(without(network.outputs(), output)));
      }
    }
    for (var op : network.ops().reversed()) {
      for (var input : op.inputs()) {
        if (!input.isEmpty() && (input.startsWith("in") || input.startsWith("v"))) {
          smaller.add(bypassed(network, op, input));
        }
      }
    }
    return smaller;
  }

  private static <T> List<T> without(List<T> list, T item) {
    return list.stream().filter(other -> !other.equals(item)).toList();
  }

  private static Network bypassed(Network network, Op dropped, String instead) {
    var ops =
        without(network.ops(), dropped).stream()
            .map(op -> op.withInputs(renamed(op.inputs(), dropped, instead)))
            .toList();
    var outputs =
        network.outputs().stream()
            .map(Value::name)
            .map(name -> dropped.outputs().contains(name) ? instead : name)
            .distinct()
            .map(name -> new Value(name, null))
            .toList();
    return network.withOps(ops).withOutputs(outputs);
  }

  private static List<String> renamed(List<String> names, Op dropped, String instead) {
    return names.stream().map(name -> dropped.outputs().contains(name) ? instead : name).toList();
  }

  /// Without what no output needs.
  private static Trial tidied(Trial trial) {
    var network = trial.network();
    var needed = new HashSet<String>();
    network.outputs().forEach(output -> needed.add(output.name()));
    var ops = new ArrayList<Op>();
    for (var op : network.ops().reversed()) {
      if (op.outputs().stream().anyMatch(needed::contains)) {
        ops.addFirst(op);
        needed.addAll(op.dependencies());
      }
    }
    var initializers = new LinkedHashMap<>(network.initializers());
    initializers.keySet().retainAll(needed);
    var feeds = new LinkedHashMap<String, Tensor>(trial.feeds());
    feeds.keySet().retainAll(needed);
    var inputs = network.inputs().stream().filter(v -> needed.contains(v.name())).toList();
    return new Trial(
        trial.seed(),
        network.withOps(ops).withInputs(inputs).withInitializers(initializers),
        feeds);
  }

  /// The operators of a network and of its bodies, to tell kinds of failures apart.
  static String kind(Network network) {
    var types = new ArrayList<String>();
    for (var op : network.ops()) {
      types.add(op.type());
      for (var attribute : op.attributes().byName().values()) {
        if (attribute instanceof Attribute.NetworkValue(var body)) {
          types.add(kind(body));
        }
      }
    }
    return types.toString();
  }
}
