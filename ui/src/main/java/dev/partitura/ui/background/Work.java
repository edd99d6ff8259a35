package dev.partitura.ui.background;

import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Progress;

/// What a background job does, on a thread of its own.
@FunctionalInterface
public interface Work<T> {
  /// Does it. A cancelled job may return what it has.
  T run(Cancellation cancellation, Progress progress) throws Exception;
}
