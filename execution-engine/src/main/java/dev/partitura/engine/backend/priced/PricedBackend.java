package dev.partitura.engine.backend.priced;

import dev.partitura.engine.backend.Backend;
import dev.partitura.engine.backend.LoadedProgram;
import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.backend.Program;
import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.problem.ProblemException;

/// Makes steps without kernels, so that any network can be laid out for any device and priced. The
/// steps are those of a usual library: one kernel an op, views for free, chains of elementwise ops
/// as one, values in the precision of the plan. Stateless; any thread.
///
/// @param kind of the devices
public record PricedBackend(DeviceKind kind) implements Backend {
  @Override
  public boolean computes() {
    return false;
  }

  @Override
  public Program choose(LoweredNetwork network) {
    return PricedChoice.of(network);
  }

  @Override
  public LoadedProgram load(Program program) {
    throw ProblemException.of("backend.missing", "");
  }
}
