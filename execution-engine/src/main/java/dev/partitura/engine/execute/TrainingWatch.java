package dev.partitura.engine.execute;

import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.training.TrainingState;

/// Hears how a training goes. Called by the thread that trains, between steps: do little.
public interface TrainingWatch {
  /// The first step was compared with the one that is not split.
  default void checked(Agreement agreement) {}

  /// A step ended.
  void step(int number, double loss, long nanos);

  /// Learning rate or batch are others from a step on; told at the first step too.
  default void changed(TrainingHistory.Change change) {}

  /// Steps move other bytes from one on; told before the first step too.
  default void moves(TrainingHistory.Traffic traffic) {}

  /// The network was tried on the test samples.
  default void scored(TrainingHistory.Score score) {}

  /// A state that training can go back to, every second or so and at the end.
  ///
  /// @param trace the step that led there
  default void reached(TrainingState state, Trace trace) {}
}
