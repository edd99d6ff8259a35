package dev.partitura.engine.task.lower;

import dev.partitura.engine.plan.schedule.Action;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.plan.schedule.ScheduleProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// What a replica does on each of its devices, and when among all that is done there. Immutable.
///
/// @param problem of the replica
/// @param actions by device of the problem
/// @param turns of the actions
record ReplicaTurns(ScheduleProblem problem, List<List<Action>> actions, List<int[]> turns) {
  private static final List<Boolean> OWN_FIRST = List.of(true, false);
  private static final List<Boolean> OWN_SECOND = List.of(false, true);

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
      var updates = updates(problem, device, way);
      var turnsOfUpdates = new ArrayList<Integer>();
      for (int place = 0; place < updates.size(); place++) {
        if (updates.get(place).isOwn()) {
          taken.add(new Action(updates.get(place).stage(), Phase.U, 0));
          turnsOfUpdates.add(all.size() + place);
        }
      }
      actions.add(taken);
      turns.add(
          IntStream.concat(IntStream.of(own), turnsOfUpdates.stream().mapToInt(turn -> turn))
              .toArray());
    }
    return new ReplicaTurns(problem, actions, turns);
  }

  private record Update(int stage, boolean isOwn) {}

  /// What both ways update on a device: by stages, so that neither waits there for what the other
  /// does later.
  private static List<Update> updates(ScheduleProblem problem, int device, int way) {
    if (!problem.phases().contains(Phase.U)) {
      return List.of();
    }
    var updates = new ArrayList<Update>();
    for (int stage : problem.updates()) {
      int home = problem.stages().get(stage).device();
      for (boolean own : way == 0 ? OWN_FIRST : OWN_SECOND) {
        if (home == (own ? device : problem.devices() - 1 - device)) {
          updates.add(new Update(stage, own));
        }
      }
    }
    return updates;
  }
}
