package dev.partitura.engine.operator;

import java.util.List;

/// [ClassLoss] of scores, whose softmax are the probabilities; their logarithms are a further
/// output. Source: ONNX SoftmaxCrossEntropyLoss-12, 13.
final class SoftmaxCrossEntropyLoss extends ClassLoss {
  SoftmaxCrossEntropyLoss() {
    super(
        "SoftmaxCrossEntropyLoss",
        List.of("scores", "labels", "weights"),
        true,
        "output",
        "log_prob");
  }
}
