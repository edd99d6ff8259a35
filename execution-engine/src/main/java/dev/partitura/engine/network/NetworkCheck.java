package dev.partitura.engine.network;

import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Says what keeps a network from being run: values nobody produces, values produced twice,
/// circles; in its bodies too. Finds all at once.
public final class NetworkCheck {
  private final List<Problem> problems = new ArrayList<>();

  private NetworkCheck() {}

  public static List<Problem> check(Network network) {
    var check = new NetworkCheck();
    check.visit(network, Set.of(), "");
    return List.copyOf(check.problems);
  }

  /// @param outer values of the surrounding networks
  /// @param place ends the sentence's subject, such as ` in the body of Loop_1`; empty for the
  ///   network itself
  private void visit(Network network, Set<String> outer, String place) {
    var known = new HashSet<>(outer);
    known.addAll(producers(network, place).keySet());
    for (var op : network.ops()) {
      for (var value : op.inputs()) {
        if (!value.isEmpty() && !known.contains(value)) {
          problems.add(
              new Problem(
                  "network.value.missing",
                  op.name(),
                  "Op " + op.name() + place + " reads value " + value + ", which nothing produces.",
                  "Connect its input."));
        }
      }
    }
    for (var output : network.outputs()) {
      if (!known.contains(output.name())) {
        problems.add(
            new Problem(
                "network.output.missing",
                output.name(),
                "Output " + output.name() + place + " is produced by no op.",
                "Connect it or remove it."));
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
          visit(body, known, " in a body of " + op.name());
        }
      }
    }
  }

  private Map<String, String> producers(Network network, String place) {
    var producers = new HashMap<String, String>();
    network.initializers().keySet().forEach(name -> producers.put(name, "an initializer"));
    for (var input : network.inputs()) {
      claim(producers, input.name(), "an input of the network", place);
    }
    for (var op : network.ops()) {
      for (var output : op.outputs()) {
        if (!output.isEmpty()) {
          claim(producers, output, op.name(), place);
        }
      }
    }
    return producers;
  }

  private void claim(Map<String, String> producers, String value, String producer, String place) {
    var earlier = producers.putIfAbsent(value, producer);
    if (earlier != null) {
      problems.add(
          new Problem(
              "network.value.twice",
              producer,
              "Value " + value + place + " is produced by " + producer + " and by " + earlier + ".",
              "Give one of them another name."));
    }
  }
}
