package dev.partitura.engine.plan.schedule;

/// [OneForwardOneBackward] whose gradients of weights all wait until the last forward is done. It
/// takes as long as [ZeroBubbleH1] and holds every micro-batch until then, m where that holds p.
/// Source: the generator minPP (ZB-1F1B); after Qi et al. 2023, arXiv:2401.10241.
record ZeroBubbleLate() implements PipelineSchedule {
  @Override
  public String name() {
    return "zb-1f1b";
  }

  @Override
  public boolean splitsBackward() {
    return true;
  }

  @Override
  public void write(Pipeline pipeline, int device, DeviceProgram program) {
    int microBatches = pipeline.microBatches();
    int ahead = Math.min(microBatches, pipeline.devices() - device);
    for (int microBatch = 0; microBatch < ahead; microBatch++) {
      program.forward(device, microBatch);
    }
    for (int microBatch = 0; microBatch < microBatches; microBatch++) {
      program.input(device, microBatch);
      if (ahead + microBatch < microBatches) {
        program.forward(device, ahead + microBatch);
      } else {
        program.weight();
      }
    }
    program.weights(0);
  }
}
