package dev.partitura.engine.plan.schedule;

import java.util.OptionalDouble;

/// [OneForwardOneBackward] with the gradients of the weights apart: stage s leaves s of them for
/// later, so that the bubble is (p-1)(F+B-W) and every stage holds p micro-batches until theirs are
/// done (p-s until those of the inputs). Source: Qi et al. 2023, arXiv:2401.10241. This is the
/// order of its published rates, and that which others call ZB-1P.
record ZeroBubbleH1() implements PipelineSchedule {
  @Override
  public String name() {
    return "zb-h1";
  }

  @Override
  public boolean splitsBackward() {
    return true;
  }

  @Override
  public void write(Pipeline pipeline, int device, DeviceProgram program) {
    Alternation.writeApart(pipeline, device, pipeline.devices() - device, device, program);
  }

  @Override
  public OptionalDouble publishedBubble(ScheduleProblem problem) {
    return problem.microBatches() >= problem.devices()
        ? BubbleFormula.filledByWeights(problem, 1)
        : OptionalDouble.empty();
  }
}
