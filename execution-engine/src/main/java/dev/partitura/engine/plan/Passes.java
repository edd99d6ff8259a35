package dev.partitura.engine.plan;

/// Which rewrites of the network are done before it runs. All off shows the network as drawn.
///
/// @param foldConstants compute beforehand what depends on constants alone
/// @param foldNormalization batch normalization into the weights of the op before it
/// @param fuseActivations activations, bias and residual sums into the op before them
/// @param planMemory reuse activation memory by liveness, in place where possible
public record Passes(
    boolean foldConstants, boolean foldNormalization, boolean fuseActivations, boolean planMemory) {
  public static final Passes ALL = new Passes(true, true, true, true);
  public static final Passes NONE = new Passes(false, false, false, false);
}
