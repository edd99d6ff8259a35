package dev.partitura.engine.backend;

import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.problem.ProblemException;
import java.util.Set;
import java.util.function.IntPredicate;

/// Code that computes on one kind of device. Stateless; any thread.
public interface Backend {
  DeviceKind kind();

  /// Whether this machine has such devices. Asked before anything else.
  ///
  /// @throws ProblemException when it has, and a library of the backend's cannot be loaded
  default boolean isAvailable() {
    return true;
  }

  /// Whether its programs can be loaded; or else they are there to be priced.
  default boolean computes() {
    return true;
  }

  /// What of it computes on devices of one kind, where it has programs for several.
  default Backend of(DeviceKind kind) {
    return this;
  }

  /// Called once on each worker thread before it runs its first task, such as to tell a native
  /// library how many threads it may use.
  default void enterWorker() {}

  /// Picks a way to compute every op and a layout for every value, and inserts reorders where
  /// layouts differ. Pure: reads no weights, touches no native memory; of the machine it asks at
  /// most which instructions it has. Cost O(ops).
  ///
  /// @throws ProblemException when an op cannot be computed on this kind of device
  Program choose(LoweredNetwork network);

  /// The same of a part of a network, the rest of which is done on devices of other kinds.
  ///
  /// @param received inputs that those make and that transfers bring; the others are on the host
  default Program choose(LoweredNetwork network, Set<String> received) {
    return choose(network);
  }

  /// Makes the kernels of a program chosen by this backend, with their weights packed. Cost: up to
  /// seconds for a large network.
  ///
  /// @throws ProblemException when a weight cannot be had
  LoadedProgram load(Program program);

  /// The same where no other steps than these will be bound: a backend need make no kernels for the
  /// others, nor read their weights.
  default LoadedProgram load(Program program, IntPredicate steps) {
    return load(program);
  }
}
