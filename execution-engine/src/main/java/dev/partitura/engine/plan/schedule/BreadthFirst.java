package dev.partitura.engine.plan.schedule;

import java.util.OptionalDouble;

/// All micro-batches through one chunk after the other, and back the same way: a device holds all
/// of them in each of its v chunks; takes (m v + p - 1)(F+B) of one chunk. Source: Lamy-Poirier
/// 2022, arXiv:2211.05953 (looped breadth first).
record BreadthFirst() implements PipelineSchedule {
  @Override
  public String name() {
    return "breadth-first";
  }

  @Override
  public int chunks() {
    return 0;
  }

  @Override
  public int usualChunks(int devices) {
    return 2;
  }

  @Override
  public void write(Pipeline pipeline, int device, DeviceProgram program) {
    for (int chunk = 0; chunk < pipeline.chunks(); chunk++) {
      for (int microBatch = 0; microBatch < pipeline.microBatches(); microBatch++) {
        program.forward(pipeline.place(device, chunk), microBatch);
      }
    }
    for (int chunk = pipeline.chunks() - 1; chunk >= 0; chunk--) {
      for (int microBatch = 0; microBatch < pipeline.microBatches(); microBatch++) {
        program.backward(pipeline.place(device, chunk), microBatch);
      }
    }
  }

  @Override
  public OptionalDouble publishedBubble(ScheduleProblem problem) {
    int chunks = BubbleFormula.chunks(problem);
    return chunks > 0 && problem.microBatches() >= problem.devices()
        ? BubbleFormula.filling(problem, problem.microBatches() * chunks)
        : OptionalDouble.empty();
  }
}
