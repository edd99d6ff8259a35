package dev.partitura.engine.task.lower;

import dev.partitura.engine.training.TrainingStep;

/// A training step laid on a cluster by a plan.
///
/// @param step what is computed
/// @param lowered where and in which order
public record LoweredStep(TrainingStep step, Lowered lowered) {}
