package dev.partitura.engine.execute.device;

import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.DeviceKind;
import java.util.EnumMap;
import java.util.Map;

/// The runtime of each kind of device. Immutable; any thread.
public final class Runtimes {
  private final Map<DeviceKind, DeviceRuntime> byKind;

  private Runtimes(Map<DeviceKind, DeviceRuntime> byKind) {
    this.byKind = byKind;
  }

  /// The catalogue of what computes on this machine: one line each.
  ///
  /// @param programs where what is loaded is kept for further runs
  public static Runtimes ofThisMachine(LoadedPrograms programs) {
    return new Runtimes(
        Map.of(DeviceKind.CPU, new CpuRuntime(programs), DeviceKind.GPU, new CardRuntimes()));
  }

  /// One runtime for devices of every kind.
  public static Runtimes all(DeviceRuntime runtime) {
    var byKind = new EnumMap<DeviceKind, DeviceRuntime>(DeviceKind.class);
    for (var kind : DeviceKind.values()) {
      byKind.put(kind, runtime);
    }
    return new Runtimes(byKind);
  }

  /// These, with another for one kind.
  public Runtimes with(DeviceKind kind, DeviceRuntime runtime) {
    var changed = new EnumMap<>(byKind);
    changed.put(kind, runtime);
    return new Runtimes(changed);
  }

  /// @throws IllegalStateException when there is none for such devices
  public DeviceRuntime of(Device device) {
    var runtime = byKind.get(device.kind());
    if (runtime == null) {
      throw new IllegalStateException("No runtime is known for " + device.kind() + " devices");
    }
    return runtime.of(device);
  }

  /// Has every runtime give back what it keeps for later runs alone.
  public void makeRoom() {
    byKind.values().forEach(DeviceRuntime::makeRoom);
  }
}
