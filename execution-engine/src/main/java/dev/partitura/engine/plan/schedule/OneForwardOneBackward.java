package dev.partitura.engine.plan.schedule;

import java.util.OptionalDouble;

/// Training: a stage takes one micro-batch backward for each that it takes forward, as soon as the
/// stages behind it let it, so that stage s of p holds the activations of at most p-s micro-batches
/// and the bubble is that of [GPipe]. One stage a device. Source: Narayanan et al. 2021,
/// arXiv:2006.09503 (PipeDream-Flush).
record OneForwardOneBackward() implements PipelineSchedule {
  @Override
  public String name() {
    return "1f1b";
  }

  @Override
  public void write(Pipeline pipeline, int device, DeviceProgram program) {
    Alternation.write(pipeline, device, pipeline.devices() - device, program);
  }

  @Override
  public OptionalDouble publishedBubble(ScheduleProblem problem) {
    return BubbleFormula.filling(problem, problem.microBatches());
  }
}
