package dev.partitura.engine.plan.schedule;

/// A forward and a backward of another micro-batch done as one, so that the messages of each hide
/// behind the other: stage s of p begins with 2(p-s)-1 forwards and holds 2(p-s) micro-batches,
/// twice [OneForwardOneBackward]. Source: the generator PP-Schedule-Visualization (1F1B-overlap).
record OverlappedOneForwardOneBackward() implements PipelineSchedule {
  @Override
  public String name() {
    return "1f1b-overlap";
  }

  @Override
  public void write(Pipeline pipeline, int device, DeviceProgram program) {
    int microBatches = pipeline.microBatches();
    int ahead = Math.min(microBatches, 2 * (pipeline.devices() - device) - 1);
    for (int microBatch = 0; microBatch < ahead; microBatch++) {
      program.forward(device, microBatch);
    }
    for (int microBatch = 0; microBatch < microBatches; microBatch++) {
      if (ahead + microBatch < microBatches) {
        program.pair(device, ahead + microBatch, device, microBatch);
      } else {
        program.backward(device, microBatch);
      }
    }
  }
}
