package dev.partitura.engine.plan;

/// A set of ops that a plan keeps together, and where they run: a stage of a pipeline, one of
/// several chunks where parts share a device, or a branch. Which ops it has stands in
/// [Plan#partition].
public record Part(Mesh mesh) {}
