package dev.partitura.engine.plan.schedule;

import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;

/// A problem that is a pipeline: its stages in a row on its devices as a [Placement] says. Stages
/// and devices are counted in the order of the row, whatever their numbers in the problem.
///
/// @param row number in the problem of each stage
/// @param lanes number in the problem of each device
record Pipeline(
    ScheduleProblem problem, Placement placement, List<Integer> row, List<Integer> lanes) {
  /// @throws ProblemException where the stages do not lie as the schedule needs them
  static Pipeline of(ScheduleProblem problem, Schedule schedule) {
    var row = Precedence.of(problem).inOrder();
    int devices = problem.devices();
    var placement = schedule.placement(row.size() / devices);
    int wanted = schedule.chunks();
    if (row.size() % devices != 0 || wanted > 0 && row.size() != wanted * devices) {
      if (wanted == 0) {
        throw ProblemException.of(
            "schedule.chunks.divide", "", schedule.name(), row.size(), devices);
      }
      throw row.size() % devices == 0
          ? ProblemException.of(
              "schedule.chunks.fixed", "", schedule.name(), wanted, row.size() / devices)
          : ProblemException.of(
              "schedule.chunks.uneven", "", schedule.name(), wanted, row.size(), devices);
    }
    var lanes = new ArrayList<Integer>();
    for (int stage = 0; stage < row.size(); stage++) {
      int lane = problem.stages().get(row.get(stage)).device();
      int place = placement.device(stage, devices);
      if (place == lanes.size() && !lanes.contains(lane)) {
        lanes.add(lane);
      } else if (place >= lanes.size() || lanes.get(place) != lane) {
        throw ProblemException.of(
            placement == Placement.V ? "schedule.placement.v" : "schedule.placement.looped",
            "",
            schedule.name(),
            row.get(stage));
      }
    }
    if (problem.bothWays() != (placement == Placement.BOTH_WAYS)) {
      throw ProblemException.of("schedule.placement.both", "", schedule.name());
    }
    return new Pipeline(problem, placement, row, lanes);
  }

  int devices() {
    return lanes.size();
  }

  int chunks() {
    return row.size() / devices();
  }

  int microBatches() {
    return problem.microBatches();
  }

  int sequenceChunks() {
    return problem.sequenceChunks();
  }

  /// Place in the row of a device's chunk.
  int place(int device, int chunk) {
    int within = placement == Placement.V && chunk % 2 == 1 ? devices() - 1 - device : device;
    return chunk * devices() + within;
  }
}
