package dev.partitura.engine.task;

/// A view of one row of a [TaskGraph], made on demand.
public sealed interface Task {
  int index();

  int microBatch();

  int replica();

  /// One step of the program on one device.
  record Compute(int index, int step, int device, int replica, int microBatch) implements Task {}

  /// A copy of one value from device `from` into the memory of device `to`, done by `to`.
  record Transfer(int index, int slot, int from, int to, long bytes, int replica, int microBatch)
      implements Task {}
}
