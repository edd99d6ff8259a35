package dev.partitura.engine.plan.schedule;

/// [Interleaved] with one forward more ahead, each further one done as one with a backward, so that
/// the messages of each hide behind the other. Source: the generator PP-Schedule-Visualization
/// (1F1B-interleave-overlap).
record OverlappedInterleaved() implements PipelineSchedule {
  @Override
  public String name() {
    return "interleaved-1f1b-overlap";
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
    int count = rounds.count();
    int ahead = Math.min(count, rounds.ahead(2) + 1);
    for (int turn = 0; turn < ahead; turn++) {
      program.forward(rounds.forwardStage(turn), rounds.microBatch(turn));
    }
    for (int turn = 0; turn < count; turn++) {
      int forward = ahead + turn;
      if (forward < count) {
        program.pair(
            rounds.forwardStage(forward),
            rounds.microBatch(forward),
            rounds.backwardStage(turn),
            rounds.microBatch(turn));
      } else {
        program.backward(rounds.backwardStage(turn), rounds.microBatch(turn));
      }
    }
  }
}
