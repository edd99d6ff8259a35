package dev.partitura.engine.plan;

/// A set of ops that a plan keeps together, and where they run: a stage of a pipeline, one of
/// several chunks where parts share a device, or a branch. Which ops it has stands in
/// [Plan#partition].
///
/// @param recompute what training does again on the way back
public record Part(Mesh mesh, Recompute recompute) {
  /// With everything kept.
  public Part(Mesh mesh) {
    this(mesh, Recompute.NONE);
  }

  public Part with(Mesh newMesh) {
    return new Part(newMesh, recompute);
  }

  public Part with(Recompute newRecompute) {
    return new Part(mesh, newRecompute);
  }
}
