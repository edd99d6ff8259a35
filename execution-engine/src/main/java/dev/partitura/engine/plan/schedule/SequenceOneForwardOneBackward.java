package dev.partitura.engine.plan.schedule;

import java.util.OptionalDouble;

/// [OneForwardOneBackward] with each micro-batch in q pieces of its sequence, forward first to last
/// and backward last to first: stage s of p holds p-s-1+q pieces and the bubble is 1/q of the one
/// of whole sequences. Source: Sun et al. 2024, arXiv:2406.03488.
record SequenceOneForwardOneBackward() implements PipelineSchedule {
  @Override
  public String name() {
    return "seq1f1b";
  }

  @Override
  public boolean splitsSequence() {
    return true;
  }

  @Override
  public void write(Pipeline pipeline, int device, DeviceProgram program) {
    int pieces = pipeline.sequenceChunks();
    int count = pipeline.microBatches() * pieces;
    int ahead = Math.min(count, pipeline.devices() - device - 2 + pieces);
    for (int turn = 0; turn < count + ahead; turn++) {
      if (turn < count) {
        program.forward(device, turn / pieces, turn % pieces);
      }
      if (turn >= ahead) {
        int backward = turn - ahead;
        program.backward(device, backward / pieces, pieces - 1 - backward % pieces);
      }
    }
  }

  @Override
  public OptionalDouble publishedBubble(ScheduleProblem problem) {
    return problem.microBatches() >= problem.devices()
        ? BubbleFormula.filling(problem, problem.pieces())
        : OptionalDouble.empty();
  }
}
