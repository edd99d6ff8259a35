package dev.partitura.engine.backend.catalogue;

import dev.partitura.engine.backend.Backend;
import dev.partitura.engine.backend.cpu.CpuBackend;
import dev.partitura.engine.backend.gpu.GpuBackend;
import dev.partitura.engine.backend.reference.ReferenceBackend;
import dev.partitura.engine.cluster.DeviceKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The catalogue of backends: one line each, the preferred one of a device kind first.
public final class Backends {
  private static final List<Backend> ALL =
      List.of(new CpuBackend(), new ReferenceBackend(), new GpuBackend());

  private Backends() {}

  /// The backend that computes on this kind of device, or null when there is none on this machine.
  public static @Nullable Backend find(DeviceKind kind) {
    return ALL.stream()
        .filter(backend -> backend.kind() == kind && backend.isAvailable())
        .findFirst()
        .orElse(null);
  }
}
