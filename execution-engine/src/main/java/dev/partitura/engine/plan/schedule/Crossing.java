package dev.partitura.engine.plan.schedule;

/// The program of DualPipe for one device: two flows cross on it, each with a stage of its own, and
/// a forward of one and a backward of the other are done as one. Counts per device as in
/// DeepSeek-AI 2024, arXiv:2412.19437, and the order that was published with it.
final class Crossing {
  private final DeviceProgram program;
  private final int[] stages;
  private final int[] firstMicroBatches;
  private final int[] forwards = new int[2];
  private final int[] backwards = new int[2];

  /// @param stages of the flow that begins here, and of the one that comes back
  /// @param firstMicroBatches of each flow
  Crossing(DeviceProgram program, int[] stages, int[] firstMicroBatches) {
    this.program = program;
    this.stages = stages;
    this.firstMicroBatches = firstMicroBatches;
  }

  /// @param behind devices behind this one until the flow turns
  /// @param before devices before it
  /// @param each micro-batches of each flow
  void write(int behind, int before, int each) {
    for (int turn = 0; turn < 2 * behind; turn++) {
      forward(0);
    }
    for (int turn = 0; turn <= before; turn++) {
      forward(0);
      forward(1);
    }
    for (int turn = 0; turn < behind; turn++) {
      input(1);
      program.weights(0);
      forward(1);
    }
    for (int turn = 0; turn < each - 2 * behind - before - 1; turn++) {
      // Where the flow turns both flows are one, and the first backward needs the forward beside
      // it.
      if (turn == 0 && behind == 0) {
        forward(0);
        backward(1);
      } else {
        pair(0);
      }
      pair(1);
    }
    for (int turn = 0; turn < behind; turn++) {
      backward(1);
      pair(1);
    }
    // The second half leaves the gradients of weights to fill the end.
    for (int turn = 0; turn <= 2 * before + 1; turn++) {
      int flow = 1 - turn % 2;
      if (turn > before) {
        input(flow);
      } else {
        backward(flow);
      }
    }
    for (int turn = 0; turn < behind; turn++) {
      program.weight();
      input(0);
    }
    program.weights(0);
  }

  private void forward(int flow) {
    program.forward(stages[flow], nextForward(flow));
  }

  private void backward(int flow) {
    program.backward(stages[flow], nextBackward(flow));
  }

  private void input(int flow) {
    program.input(stages[flow], nextBackward(flow));
  }

  private void pair(int flow) {
    program.pair(stages[flow], nextForward(flow), stages[1 - flow], nextBackward(1 - flow));
  }

  private int nextForward(int flow) {
    return firstMicroBatches[flow] + forwards[flow]++;
  }

  private int nextBackward(int flow) {
    return firstMicroBatches[flow] + backwards[flow]++;
  }
}
