package dev.partitura.visualizers.training;

import dev.partitura.engine.execute.TrainingHistory;

/// A training that a chart shows.
///
/// @param name such as `#3 · Pipeline 2 × 4`
record Course(String name, TrainingHistory history) {}
