package dev.partitura.engine.cluster;

public enum DeviceKind {
  CPU,
  GPU
}
