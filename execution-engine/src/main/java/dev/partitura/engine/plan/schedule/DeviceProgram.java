package dev.partitura.engine.plan.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/// Writes down what one device of a pipeline does. Gradients of weights that are left for later
/// wait in line, first in, first out. Stages are places in the row.
final class DeviceProgram {
  private final Pipeline pipeline;
  private final boolean splits;
  private final List<Action> actions = new ArrayList<>();
  private final Queue<Action> waiting = new ArrayDeque<>();

  DeviceProgram(Pipeline pipeline) {
    this.pipeline = pipeline;
    splits = pipeline.problem().phases().contains(Phase.W);
  }

  private Action action(int stage, Phase phase, int microBatch, int sequenceChunk) {
    return new Action(pipeline.row().get(stage), phase, microBatch, sequenceChunk, false);
  }

  void forward(int stage, int microBatch) {
    forward(stage, microBatch, 0);
  }

  void forward(int stage, int microBatch, int sequenceChunk) {
    actions.add(action(stage, Phase.F, microBatch, sequenceChunk));
  }

  /// Both gradients as one.
  void backward(int stage, int microBatch) {
    backward(stage, microBatch, 0);
  }

  void backward(int stage, int microBatch, int sequenceChunk) {
    var backward = action(stage, Phase.B, microBatch, sequenceChunk);
    actions.add(backward.joined(splits));
    if (splits) {
      actions.add(backward.in(Phase.W));
    }
  }

  /// A forward and both gradients of another micro-batch as one.
  void pair(int stage, int microBatch, int backwardStage, int backwardMicroBatch) {
    actions.add(action(stage, Phase.F, microBatch, 0).joined(true));
    backward(backwardStage, backwardMicroBatch);
  }

  /// The gradient of the inputs; that of the weights waits.
  void input(int stage, int microBatch) {
    var input = action(stage, Phase.B, microBatch, 0);
    actions.add(input);
    waiting.add(input.in(Phase.W));
  }

  /// The gradients of weights that wait, the oldest first, until no more than `left` do.
  void weights(int left) {
    while (waiting.size() > left) {
      actions.add(waiting.remove());
    }
  }

  /// The oldest one that waits, if one does.
  void weight() {
    weights(Math.max(0, waiting.size() - 1));
  }

  List<Action> actions() {
    return actions;
  }
}
