package dev.partitura.engine.plan.schedule;

import java.util.OptionalDouble;

/// One forward and one backward by turns over several chunks a device, a round of micro-batches in
/// each: bubble (p-1)(F+B)/v; device d of p holds at most min(2(p-d-1)+(v-1)p, m v)+1 chunks.
/// Source: Narayanan et al. 2021, arXiv:2104.04473 (Megatron-LM), with rounds longer than p as
/// PyTorch allows them, where m is no multiple of p.
record Interleaved() implements PipelineSchedule {
  @Override
  public String name() {
    return "interleaved-1f1b";
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
  public void check(Pipeline pipeline) {
    Rounds.check(pipeline, this);
  }

  @Override
  public void write(Pipeline pipeline, int device, DeviceProgram program) {
    var rounds = Rounds.of(pipeline, device);
    int ahead = rounds.ahead(2);
    for (int turn = 0; turn < rounds.count() + ahead; turn++) {
      if (turn < rounds.count()) {
        program.forward(rounds.forwardStage(turn), rounds.microBatch(turn));
      }
      if (turn >= ahead) {
        program.backward(rounds.backwardStage(turn - ahead), rounds.microBatch(turn - ahead));
      }
    }
  }

  @Override
  public OptionalDouble publishedBubble(ScheduleProblem problem) {
    int chunks = BubbleFormula.chunks(problem);
    return chunks > 0 && problem.microBatches() % problem.devices() == 0
        ? BubbleFormula.filling(problem, problem.microBatches() * chunks)
        : OptionalDouble.empty();
  }
}
