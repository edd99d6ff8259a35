package dev.partitura.engine.plan.schedule;

import dev.partitura.engine.problem.ProblemException;

/// DualPipe folded in two: the chunks of a device are the two ends of one pipeline, so that no
/// stage is kept twice. Each device holds at most 2p+1 chunks. Source: DeepSeek-AI, DualPipeV; Qi
/// et al. 2024, arXiv:2405.15362, for the placement.
record DualPipeV() implements PipelineSchedule {
  @Override
  public String name() {
    return "dualpipe-v";
  }

  @Override
  public Placement placement(int chunks) {
    return Placement.V;
  }

  @Override
  public int chunks() {
    return 2;
  }

  @Override
  public boolean splitsBackward() {
    return true;
  }

  @Override
  public void check(Pipeline pipeline) {
    if (pipeline.microBatches() < 2 * pipeline.devices()) {
      throw ProblemException.of(
          "schedule.microBatches.least",
          "",
          name(),
          2 * pipeline.devices(),
          pipeline.microBatches());
    }
  }

  @Override
  public void write(Pipeline pipeline, int device, DeviceProgram program) {
    int last = pipeline.devices() - 1;
    new Crossing(program, new int[] {device, 2 * last + 1 - device}, new int[] {0, 0})
        .write(last - device, device, pipeline.microBatches());
  }
}
