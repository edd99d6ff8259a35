package dev.partitura.engine.backend;

import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.problem.ProblemException;

/// Code that computes on one kind of device. Stateless; any thread.
public interface Backend {
  DeviceKind kind();

  /// Whether this machine has such devices. Asked before anything else.
  ///
  /// @throws ProblemException when it has, and a library of the backend's cannot be loaded
  default boolean isAvailable() {
    return true;
  }

  /// Called once on each worker thread before it runs its first task, such as to tell a native
  /// library how many threads it may use.
  default void enterWorker() {}

  /// Picks a kernel and layouts for every op, packs constants, and inserts reorders where layouts
  /// differ. Cost: seconds for a large network; never called while its tasks run.
  ///
  /// @throws ProblemException when an op cannot be computed on this kind of device
  Program compile(LoweredNetwork network);
}
