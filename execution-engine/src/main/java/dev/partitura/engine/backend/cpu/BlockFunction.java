package dev.partitura.engine.backend.cpu;

/// A function of single numbers, applied to the first numbers of a block in place. Stateless; each
/// result depends on its own number alone, wherever in a block that stands.
@FunctionalInterface
interface BlockFunction {
  /// @param scratch as long as the block, its contents are lost
  void apply(float[] block, double[] scratch, int count);
}
