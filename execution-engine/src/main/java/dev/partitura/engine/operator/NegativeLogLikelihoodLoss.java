package dev.partitura.engine.operator;

import java.util.List;

/// [ClassLoss] of the logarithms of probabilities. Source: ONNX NegativeLogLikelihoodLoss-12, 13,
/// 22.
final class NegativeLogLikelihoodLoss extends ClassLoss {
  NegativeLogLikelihoodLoss() {
    super("NegativeLogLikelihoodLoss", List.of("input", "target", "weight"), false, "loss");
  }
}
