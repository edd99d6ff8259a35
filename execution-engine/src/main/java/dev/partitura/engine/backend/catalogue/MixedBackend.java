package dev.partitura.engine.backend.catalogue;

import dev.partitura.engine.backend.Backend;
import dev.partitura.engine.backend.LoadedProgram;
import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.backend.Program;
import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.problem.ProblemException;
import java.util.EnumMap;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;

/// Devices of several kinds, each stage on one of them: every kind chooses for the ops of its
/// stages, and what crosses between them is dense and row-major.
///
/// @param kinds of the stages, by number
public record MixedBackend(List<DeviceKind> kinds) implements Backend {
  public MixedBackend {
    kinds = List.copyOf(kinds);
  }

  /// The kind of the first stage; see [#of] for the others.
  @Override
  public DeviceKind kind() {
    return kinds.getFirst();
  }

  private static Backend backend(DeviceKind kind) {
    var backend = Backends.find(kind);
    if (backend == null) {
      throw ProblemException.of("backend.missing", "");
    }
    return backend;
  }

  @Override
  public void enterWorker() {
    kinds.stream().distinct().forEach(kind -> backend(kind).enterWorker());
  }

  @Override
  public Program choose(LoweredNetwork network) {
    var parts = new EnumMap<DeviceKind, MixedParts.Part>(DeviceKind.class);
    var programs = new EnumMap<DeviceKind, Program>(DeviceKind.class);
    for (var kind : kinds.stream().distinct().sorted().toList()) {
      var part = MixedParts.of(network, stage -> kinds.get(stage) == kind);
      parts.put(kind, part);
      programs.put(kind, backend(kind).choose(part.network(), part.received()));
    }
    return JoinedPrograms.join(
        network.network(),
        programs.entrySet().stream()
            .map(each ->
                new JoinedPrograms.Part(
                    Objects.requireNonNull(parts.get(each.getKey())), each.getValue()))
            .toList());
  }

  @Override
  public LoadedProgram load(Program program) {
    throw new IllegalStateException("Each kind of device loads its own steps");
  }

  @Override
  public Backend of(DeviceKind kind) {
    return new OfKind(backend(kind), kind, kinds);
  }

  /// One of the backends, for the steps of its stages.
  private record OfKind(Backend backend, DeviceKind kind, List<DeviceKind> kinds)
      implements Backend {
    @Override
    public Program choose(LoweredNetwork network) {
      return backend.choose(network);
    }

    @Override
    public LoadedProgram load(Program program) {
      return load(program, _ -> true);
    }

    @Override
    public LoadedProgram load(Program program, IntPredicate steps) {
      return backend.load(
          program,
          step -> kinds.get(program.steps().get(step).stage()) == kind && steps.test(step));
    }
  }
}
