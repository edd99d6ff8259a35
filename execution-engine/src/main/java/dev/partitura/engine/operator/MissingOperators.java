package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;

/// The ops of a network whose operator is not there.
public final class MissingOperators {
  private MissingOperators() {}

  /// @throws ProblemException naming each op of the network, and of the bodies in it, that cannot
  ///   be run
  public static void refuse(Network network) {
    var problems = new ArrayList<Problem>();
    for (var op : network.ops()) {
      if (Operators.find(op) == null) {
        problems.add(of(op));
      }
    }
    problems.addAll(inBodies(network));
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  static Problem of(Op op) {
    return Problem.of("op.operator.unknown", op.name(), op.name(), op.qualifiedType());
  }

  /// Those in bodies of ops, each named with the op of the network that holds it.
  public static List<Problem> inBodies(Network network) {
    var problems = new ArrayList<Problem>();
    network.ops().forEach(op -> addBodies(op, op.name(), problems));
    return problems;
  }

  private static void addBodies(Op holder, String where, List<Problem> problems) {
    for (var attribute : holder.attributes().byName().values()) {
      if (attribute instanceof Attribute.NetworkValue(var body)) {
        for (var op : body.ops()) {
          if (Operators.find(op) == null) {
            problems.add(
                Problem.of("op.operator.unknown.body", where, where, op.type(), op.name()));
          }
          addBodies(op, where, problems);
        }
      }
    }
  }
}
