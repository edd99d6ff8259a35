package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.LoweredNetwork;

/// A rewrite of the network before it is compiled, such as folding batch normalization into a
/// convolution. Pure: it reads no weights, and constants that it makes are calculated when they are
/// loaded. Any thread. A pass that [LoweredNetwork#passes] switches off returns its argument. It
/// never joins ops of different stages, keeps every network output under its name, and hands on
/// types inferred for the rewritten network.
@FunctionalInterface
public interface NetworkPass {
  LoweredNetwork apply(LoweredNetwork before);
}
