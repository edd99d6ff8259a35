package dev.partitura.engine.plan.schedule;

import java.util.OptionalDouble;

/// [OneForwardOneBackward] with as many forwards ahead again, so that transfers are hidden: stage s
/// of p holds min(m, 2(p-s)-1) micro-batches, and where transfers are free it takes as long.
/// Source: Zhuang et al. 2022, arXiv:2211.05322.
record EagerOneForwardOneBackward() implements PipelineSchedule {
  @Override
  public String name() {
    return "eager-1f1b";
  }

  @Override
  public void write(Pipeline pipeline, int device, DeviceProgram program) {
    Alternation.write(pipeline, device, 2 * (pipeline.devices() - device) - 1, program);
  }

  @Override
  public OptionalDouble publishedBubble(ScheduleProblem problem) {
    return BubbleFormula.filling(problem, problem.microBatches());
  }
}
