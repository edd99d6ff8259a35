package dev.partitura.engine.plan.schedule;

/// [Interleaved] with the gradients of the weights apart and half the forwards ahead: device d
/// leaves d of them for later, as in [ZeroBubbleH1]. Source: Qi et al. 2023, arXiv:2401.10241; the
/// order of PyTorch (ScheduleInterleavedZeroBubble), idle places left out.
record InterleavedZeroBubble() implements PipelineSchedule {
  @Override
  public String name() {
    return "interleaved-zero-bubble";
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
  public boolean splitsBackward() {
    return true;
  }

  @Override
  public void check(Pipeline pipeline) {
    Rounds.check(pipeline, this);
  }

  @Override
  public void write(Pipeline pipeline, int device, DeviceProgram program) {
    var rounds = Rounds.of(pipeline, device);
    int ahead = rounds.ahead(1);
    for (int turn = 0; turn < rounds.count() + ahead; turn++) {
      if (turn < rounds.count()) {
        program.forward(rounds.forwardStage(turn), rounds.microBatch(turn));
      }
      if (turn >= ahead) {
        program.input(rounds.backwardStage(turn - ahead), rounds.microBatch(turn - ahead));
        program.weights(device);
      }
    }
    program.weights(0);
  }
}
