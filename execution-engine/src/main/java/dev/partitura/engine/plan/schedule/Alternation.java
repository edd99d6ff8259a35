package dev.partitura.engine.plan.schedule;

/// Forwards ahead, then a backward and a forward by turns, then the backwards that are left. One
/// stage a device.
final class Alternation {
  private Alternation() {}

  /// @param ahead forwards before the first backward
  static void write(Pipeline pipeline, int stage, int ahead, DeviceProgram program) {
    int microBatches = pipeline.microBatches();
    int first = Math.min(microBatches, ahead);
    for (int microBatch = 0; microBatch < first; microBatch++) {
      program.forward(stage, microBatch);
    }
    for (int microBatch = 0; microBatch < microBatches; microBatch++) {
      program.backward(stage, microBatch);
      if (first + microBatch < microBatches) {
        program.forward(stage, first + microBatch);
      }
    }
  }

  /// The same with the gradients of the weights apart.
  ///
  /// @param pending that wait, before the oldest is taken; all are behind the last backward
  static void writeApart(
      Pipeline pipeline, int stage, int ahead, int pending, DeviceProgram program) {
    int microBatches = pipeline.microBatches();
    int first = Math.min(microBatches, ahead);
    for (int microBatch = 0; microBatch < first; microBatch++) {
      program.forward(stage, microBatch);
    }
    for (int microBatch = 0; microBatch < microBatches; microBatch++) {
      program.input(stage, microBatch);
      program.weights(pending);
      if (first + microBatch < microBatches) {
        program.forward(stage, first + microBatch);
      }
    }
    program.weights(0);
  }
}
