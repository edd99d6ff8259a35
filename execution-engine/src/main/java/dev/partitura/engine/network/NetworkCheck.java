package dev.partitura.engine.network;

import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Says what keeps a network from being run: values nobody produces, values produced twice,
/// circles; in its bodies too. Finds all at once.
public final class NetworkCheck {
  private final List<Problem> problems = new ArrayList<>();

  private NetworkCheck() {}

  public static List<Problem> check(Network network) {
    var check = new NetworkCheck();
    check.visit(network, Set.of(), null);
    return List.copyOf(check.problems);
  }

  /// @param outer values of the surrounding networks
  /// @param owner the op whose body it is; null for the network itself
  private void visit(Network network, Set<String> outer, @Nullable Op owner) {
    var made = producers(network, owner);
    var known = outer.isEmpty() ? made.keySet() : union(outer, made.keySet());
    for (var op : network.ops()) {
      for (var value : op.inputs()) {
        if (!value.isEmpty() && !known.contains(value)) {
          problems.add(Problem.of("network.value.missing", op.name(), in(owner, op.name()), value));
        }
      }
    }
    for (var output : network.outputs()) {
      if (!known.contains(output.name())) {
        problems.add(Problem.of("network.output.missing", output.name(), in(owner, output.name())));
      }
    }
    try {
      Topology.of(network);
    } catch (ProblemException circle) {
      problems.addAll(circle.problems());
    }
    for (var op : network.ops()) {
      for (var attribute : op.attributes().byName().values()) {
        if (attribute instanceof Attribute.NetworkValue(var body)) {
          visit(body, known, op);
        }
      }
    }
  }

  private static Set<String> union(Set<String> outer, Set<String> made) {
    var both = new HashSet<>(outer);
    both.addAll(made);
    return both;
  }

  /// What makes each value: the name of an op, or a phrase.
  private Map<String, Object> producers(Network network, @Nullable Op owner) {
    var producers =
        HashMap.<String, Object>newHashMap(network.ops().size() + network.initializers().size());
    var constant = Phrase.of("words.anInitializer");
    network.initializers().keySet().forEach(name -> producers.put(name, constant));
    for (var input : network.inputs()) {
      claim(producers, input.name(), Phrase.of("words.networkInput"), owner);
    }
    for (var op : network.ops()) {
      for (var output : op.outputs()) {
        if (!output.isEmpty()) {
          claim(producers, output, op.name(), owner);
        }
      }
    }
    return producers;
  }

  private void claim(
      Map<String, Object> producers, String value, Object producer, @Nullable Op owner) {
    var earlier = producers.putIfAbsent(value, producer);
    if (earlier != null) {
      problems.add(
          Problem.of(
              "network.value.twice", producer.toString(), in(owner, value), producer, earlier));
    }
  }

  private static Object in(@Nullable Op owner, String name) {
    return owner == null ? name : Phrase.of("words.inBody", name, owner.name());
  }
}
