package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.Program;
import dev.partitura.engine.backend.Step;
import dev.partitura.engine.operator.AllGather;
import dev.partitura.engine.operator.AllGatherInto;
import dev.partitura.engine.operator.ReduceScatter;
import dev.partitura.engine.task.lower.ReplicaTemplate.Joint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Which values of a program lie in a replica's piece of another: all replicas take the same steps,
/// each on its own piece. Immutable.
///
/// @param replicas that share the whole
/// @param kept by input that is kept the one of which it is a piece
record ReplicaPieces(int replicas, Map<String, String> kept) {
  static ReplicaPieces none(int replicas) {
    return new ReplicaPieces(replicas, Map.of());
  }

  /// Whether it is done by the replicas together.
  static boolean isJoint(Step step) {
    return List.of(ReduceScatter.TYPE, AllGather.TYPE, AllGatherInto.TYPE).contains(step.type());
  }

  static Joint joint(Step step, int nodesBefore) {
    var in = step.inputs();
    var out = step.outputs();
    return switch (step.type()) {
      case ReduceScatter.TYPE -> new Joint(true, out, in, step.phase(), nodesBefore);
      case AllGather.TYPE -> new Joint(false, in, out, step.phase(), nodesBefore);
      default ->
          new Joint(
              false,
              IntStream.range(0, out.size()).mapToObj(i -> in.get(2 * i)).toList(),
              out,
              step.phase(),
              nodesBefore);
    };
  }

  /// By slot of a piece that of the whole.
  Map<Integer, Integer> of(Program program) {
    var wholes = new HashMap<Integer, Integer>();
    for (var step : program.steps()) {
      if (isJoint(step) && !step.type().equals(AllGatherInto.TYPE)) {
        var joint = joint(step, 0);
        for (int i = 0; i < joint.piece().size(); i++) {
          wholes.put(joint.piece().get(i), joint.whole().get(i));
        }
      }
    }
    var inputs = new HashMap<String, Integer>();
    for (int slot : program.inputSlots()) {
      if (slot >= 0) {
        inputs.put(program.slots().get(slot).value(), slot);
      }
    }
    kept.forEach((piece, whole) -> {
      if (inputs.containsKey(piece)) {
        wholes.put(inputs.get(piece), inputs.get(whole));
      }
    });
    return wholes;
  }
}
