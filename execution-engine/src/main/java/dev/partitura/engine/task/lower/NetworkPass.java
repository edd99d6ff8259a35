package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.LoweredNetwork;
import java.lang.foreign.Arena;

/// A rewrite of the network before it is compiled, such as folding batch normalization into a
/// convolution. Stateless; any thread. A pass that [LoweredNetwork#passes] switches off returns its
/// argument. It never joins ops of different stages, keeps every network output under its name, and
/// hands on types inferred for the rewritten network.
@FunctionalInterface
public interface NetworkPass {
  /// @param memory owns the tensors that the pass makes
  LoweredNetwork apply(LoweredNetwork before, Arena memory);
}
