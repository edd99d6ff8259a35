package dev.partitura.engine.plan.schedule;

import dev.partitura.engine.problem.ProblemException;

/// Half of the micro-batches enter the pipeline at each end: every stage lies on two devices, whose
/// gradients are summed. Bubble (p/2-1)(FB+B-3W), FB a forward and a backward done as one; p+1
/// micro-batches a device. Needs even p, and even m of at least 2p. Source: DeepSeek-AI 2024,
/// arXiv:2412.19437.
record DualPipe() implements PipelineSchedule {
  @Override
  public String name() {
    return "dualpipe";
  }

  @Override
  public Placement placement(int chunks) {
    return Placement.BOTH_WAYS;
  }

  @Override
  public boolean splitsBackward() {
    return true;
  }

  @Override
  public void check(Pipeline pipeline) {
    if (pipeline.devices() % 2 != 0 || pipeline.microBatches() % 2 != 0) {
      throw ProblemException.of(
          "schedule.even", "", name(), pipeline.devices(), pipeline.microBatches());
    }
    int each = pipeline.microBatches() / 2;
    if (each < pipeline.devices()) {
      throw ProblemException.of("schedule.ways.least", "", name(), pipeline.devices(), each);
    }
  }

  @Override
  public void write(Pipeline pipeline, int device, DeviceProgram program) {
    int last = pipeline.devices() - 1;
    int half = pipeline.microBatches() / 2;
    int before = Math.min(device, last - device);
    var first = device == before ? new int[] {0, half} : new int[] {half, 0};
    new Crossing(program, new int[] {before, last - before}, first)
        .write(pipeline.devices() / 2 - 1 - before, before, half);
  }
}
