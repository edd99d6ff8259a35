package dev.partitura.engine.network;

import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;

/// Says what keeps a network from being run: values nobody produces, values produced twice, circles. Finds all at once.
public final class NetworkCheck {
  private NetworkCheck() {}

  public static List<Problem> check(Network network) {
    var problems = new ArrayList<Problem>();
    var producers = new HashMap<String, String>();
    network.inputs().forEach(input -> producers.put(input.name(), "the network's inputs"));
    for (var op : network.ops()) {
      for (var output : op.outputs()) {
        var earlier = output.isEmpty() ? null : producers.putIfAbsent(output, op.name());
        if (earlier != null) {
          problems.add(new Problem("network.value.twice", op.name(),
              "Value " + output + " is produced by " + op.name() + " and by " + earlier + ".", "Give one of them another name."));
        }
      }
    }
    var known = new HashSet<>(producers.keySet());
    known.addAll(network.initializers().keySet());
    for (var op : network.ops()) {
      for (var value : op.dependencies()) {
        if (!known.contains(value)) {
          problems.add(new Problem("network.value.missing", op.name(),
              "Op " + op.name() + " reads value " + value + ", which nothing produces.", "Connect its input."));
        }
      }
    }
    for (var output : network.outputs()) {
      if (!known.contains(output.name())) {
        problems.add(new Problem("network.output.missing", output.name(),
            "Output " + output.name() + " is produced by no op.", "Connect it or remove it."));
      }
    }
    try {
      Topology.of(network);
    } catch (ProblemException circle) {
      problems.addAll(circle.problems());
    }
    return List.copyOf(problems);
  }
}
