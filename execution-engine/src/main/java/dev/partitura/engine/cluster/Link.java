package dev.partitura.engine.cluster;

/// A wire between two devices, usable in both directions.
public record Link(DeviceId from, DeviceId to, double bytesPerSecond, long latencyNanos) {}
