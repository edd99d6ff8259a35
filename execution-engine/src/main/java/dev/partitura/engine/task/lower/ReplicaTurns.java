package dev.partitura.engine.task.lower;

import dev.partitura.engine.plan.schedule.Action;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.plan.schedule.ScheduleProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// What a replica does on each of its devices, and when among all that is done there. Immutable.
///
/// @param problem of the replica
/// @param actions by device of the problem
/// @param turns of the actions
record ReplicaTurns(ScheduleProblem problem, List<List<Action>> actions, List<int[]> turns) {
  /// Of a replica that orders its devices alone.
  static ReplicaTurns alone(ScheduleProblem problem, List<List<Action>> order) {
    return new ReplicaTurns(
        problem,
        order,
        order.stream().map(actions -> IntStream.range(0, actions.size()).toArray()).toList());
  }

  /// Of one of two replicas that take the same devices in opposite directions. The second has the
  /// second half of the micro-batches, and its first device is the last.
  ///
  /// @param problem of the replica
  /// @param order of both
  /// @param way 0 or 1
  static ReplicaTurns oneWay(ScheduleProblem problem, List<List<Action>> order, int way) {
    int each = problem.microBatches();
    var actions = new ArrayList<List<Action>>();
    var turns = new ArrayList<int[]>();
    for (int device = 0; device < order.size(); device++) {
      var all = order.get(way == 0 ? device : order.size() - 1 - device);
      int[] own =
          IntStream.range(0, all.size())
              .filter(turn -> all.get(turn).microBatch() / each == way)
              .toArray();
      var taken = new ArrayList<Action>();
      for (int turn : own) {
        var action = all.get(turn);
        taken.add(new Action(action.stage(), action.phase(), action.microBatch() - way * each));
      }
      int updates = 0;
      for (int stage : problem.stagesOn(device).reversed()) {
        if (problem.phases().contains(Phase.U)) {
          taken.add(new Action(stage, Phase.U, 0));
          updates++;
        }
      }
      actions.add(taken);
      turns.add(withUpdates(own, all.size() + way * updates, updates));
    }
    return new ReplicaTurns(problem, actions, turns);
  }

  private static int[] withUpdates(int[] turns, int first, int updates) {
    int[] all = Arrays.copyOf(turns, turns.length + updates);
    Arrays.setAll(all, place -> place < turns.length ? all[place] : first + place - turns.length);
    return all;
  }
}
