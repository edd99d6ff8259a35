package dev.partitura.engine.plan.schedule;

import java.util.OptionalDouble;

/// Twice the micro-batches of [ZeroBubbleH1] under way: stage s of p begins with 2(p-s)-1 forwards
/// and leaves 2s gradients of weights for later, so that equal times leave no bubble. Source: Qi et
/// al. 2023, arXiv:2401.10241; the order of its published rates.
record ZeroBubbleH2() implements PipelineSchedule {
  @Override
  public String name() {
    return "zb-h2";
  }

  @Override
  public boolean splitsBackward() {
    return true;
  }

  @Override
  public void write(Pipeline pipeline, int device, DeviceProgram program) {
    Alternation.writeApart(
        pipeline, device, 2 * (pipeline.devices() - device) - 1, 2 * device, program);
  }

  @Override
  public OptionalDouble publishedBubble(ScheduleProblem problem) {
    return problem.microBatches() >= 2 * problem.devices() - 1
        ? BubbleFormula.filledByWeights(problem, 2)
        : OptionalDouble.empty();
  }
}
