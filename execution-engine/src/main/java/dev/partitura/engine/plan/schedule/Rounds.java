package dev.partitura.engine.plan.schedule;

import dev.partitura.engine.problem.ProblemException;

/// The turns of interleaved schedules: a device takes a round of micro-batches, as many as there
/// are devices or a few more, through each of its chunks before the next round. Forwards and
/// backwards of a device are counted over all its chunks.
///
/// @param length micro-batches of a round
record Rounds(Pipeline pipeline, int device, int length) {
  static Rounds of(Pipeline pipeline, int device) {
    int microBatches = pipeline.microBatches();
    return new Rounds(
        pipeline, device, microBatches / Math.max(1, microBatches / pipeline.devices()));
  }

  /// @throws ProblemException where micro-batches do not fill their rounds
  static void check(Pipeline pipeline, Schedule schedule) {
    int microBatches = pipeline.microBatches();
    int rounds = Math.max(1, microBatches / pipeline.devices());
    if (microBatches % rounds != 0) {
      throw ProblemException.of(
          "schedule.rounds",
          "",
          schedule.name(),
          microBatches,
          pipeline.devices(),
          microBatches / pipeline.devices() * pipeline.devices());
    }
  }

  int count() {
    return pipeline.microBatches() * pipeline.chunks();
  }

  /// Forwards before the first backward.
  ///
  /// @param perDevice for each device behind
  int ahead(int perDevice) {
    return Math.min(
        count(), (pipeline.chunks() - 1) * length + perDevice * (pipeline.devices() - 1 - device));
  }

  int microBatch(int turn) {
    return turn / (length * pipeline.chunks()) * length + turn % length;
  }

  int forwardStage(int turn) {
    return pipeline.place(device, turn / length % pipeline.chunks());
  }

  int backwardStage(int turn) {
    return pipeline.place(device, pipeline.chunks() - 1 - turn / length % pipeline.chunks());
  }
}
