package dev.partitura.engine.plan;

import dev.partitura.engine.operator.Precision;

/// Which rewrites of the network are done before it runs. All off shows the network as drawn.
///
/// @param foldConstants compute beforehand what depends on constants alone
/// @param foldNormalization batch normalization into the weights of the op before it
/// @param fuseActivations activations, bias and residual sums into the op before them
/// @param planMemory reuse activation memory by liveness, in place where possible
/// @param precision what values are rounded to, which changes the numbers
public record Passes(
    boolean foldConstants,
    boolean foldNormalization,
    boolean fuseActivations,
    boolean planMemory,
    Precision precision) {
  public static final Passes ALL = new Passes(true, true, true, true);
  public static final Passes NONE = new Passes(false, false, false, false);

  /// With the network's own precision.
  public Passes(
      boolean foldConstants,
      boolean foldNormalization,
      boolean fuseActivations,
      boolean planMemory) {
    this(foldConstants, foldNormalization, fuseActivations, planMemory, Precision.FP32);
  }

  public Passes with(Precision newPrecision) {
    return new Passes(foldConstants, foldNormalization, fuseActivations, planMemory, newPrecision);
  }
}
