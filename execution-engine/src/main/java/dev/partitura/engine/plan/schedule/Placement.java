package dev.partitura.engine.plan.schedule;

/// How the stages of a pipeline lie on its devices, in the order of both.
public enum Placement {
  /// First to last and again from the first.
  LOOPED,
  /// First to last and back, so that the ends of the pipeline meet on the first device.
  V,
  /// One stage a device, and another copy of it on the device as far from the other end: half of
  /// the micro-batches go each way.
  BOTH_WAYS;

  /// Device of a stage; of the first copy where there are two.
  public int device(int stage, int devices) {
    int within = stage % devices;
    return this == V && stage / devices % 2 == 1 ? devices - 1 - within : within;
  }
}
