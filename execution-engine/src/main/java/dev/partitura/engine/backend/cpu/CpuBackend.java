package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.backend.Backend;
import dev.partitura.engine.backend.LoadedProgram;
import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.backend.Program;
import dev.partitura.engine.cluster.DeviceKind;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/// CPU cores, one thread each: oneDNN's primitives for float32, reference kernels for the rest.
public final class CpuBackend implements Backend {
  private final Predicate<String> offered;

  public CpuBackend() {
    this(_ -> true);
  }

  /// @param offered which functions that make primitives the library has
  CpuBackend(Predicate<String> offered) {
    this.offered = offered;
  }

  @Override
  public DeviceKind kind() {
    return DeviceKind.CPU;
  }

  /// A library that ships and does not load is refused in words: the reference kernels would run in
  /// its place, a hundred times slower and without a sign.
  @Override
  public boolean isAvailable() {
    NativeLibrary.require();
    return OneDnn.ENGINE != 0;
  }

  @Override
  public Program choose(LoweredNetwork network) {
    return Compilation.of(network);
  }

  @Override
  public LoadedProgram load(Program program) {
    return load(program, _ -> true);
  }

  @Override
  public LoadedProgram load(Program program, IntPredicate steps) {
    return CpuProgram.of(program, steps, offered);
  }
}
