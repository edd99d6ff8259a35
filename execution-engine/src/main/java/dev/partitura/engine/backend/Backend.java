package dev.partitura.engine.backend;

import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.problem.ProblemException;

/// Code that computes on one kind of device. Stateless; any thread.
public interface Backend {
  DeviceKind kind();

  /// Picks a kernel and layouts for every op, packs constants, and inserts reorders where layouts differ. Cost: seconds for a large
  /// network; never called while its tasks run.
  ///
  /// @throws ProblemException when an op cannot be computed on this kind of device
  Program compile(LoweredNetwork network);
}
