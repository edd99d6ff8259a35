package dev.partitura.engine.plan.schedule;

/// One entry of a schedule; written `2F0`: stage 2, forward, micro-batch 0.
public record Action(int stage, Phase phase, int microBatch) {
  @Override
  public String toString() {
    return stage + phase.name() + microBatch;
  }
}
