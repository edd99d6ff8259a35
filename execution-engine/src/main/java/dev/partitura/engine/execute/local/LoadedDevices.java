package dev.partitura.engine.execute.local;

import dev.partitura.engine.backend.LoadedProgram;
import dev.partitura.engine.execute.device.DeviceQueue;
import dev.partitura.engine.execute.device.DeviceRuntime;
import dev.partitura.engine.execute.device.Runtimes;
import dev.partitura.engine.task.lower.Lowered;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The devices of a plan made ready: each with its runtime, the program as that has loaded it, and
/// a queue for each of its lanes. Closes programs and queues.
final class LoadedDevices implements AutoCloseable {
  private final @Nullable DeviceRuntime[] runtimes;
  private final Map<DeviceRuntime, LoadedProgram> programs = new LinkedHashMap<>();
  private final @Nullable DeviceQueue[] queues;

  private LoadedDevices(int devices, int queues) {
    runtimes = new DeviceRuntime[devices];
    this.queues = new DeviceQueue[queues];
  }

  static LoadedDevices load(Lowered lowered, Runtimes runtimes) {
    var cluster = lowered.cluster();
    var queues = lowered.graph().queues();
    var loaded = new LoadedDevices(cluster.devices().size(), queues.size());
    try {
      for (var id : lowered.plan().devices()) {
        int device = cluster.indexOf(id);
        var runtime = runtimes.of(cluster.devices().get(device));
        loaded.runtimes[device] = runtime;
        loaded.programs.computeIfAbsent(runtime, r -> r.load(lowered.backend(), lowered.program()));
      }
      for (int queue = 0; queue < queues.size(); queue++) {
        var of = queues.get(queue);
        var runtime = loaded.runtimes[of.device()];
        if (runtime != null) {
          loaded.queues[queue] = runtime.queue(cluster.devices().get(of.device()), of.lane());
        }
      }
      return loaded;
    } catch (RuntimeException | Error failed) {
      loaded.close();
      throw failed;
    }
  }

  /// Of a device that the plan uses.
  DeviceRuntime runtime(int device) {
    return Objects.requireNonNull(runtimes[device]);
  }

  /// Of a device that the plan uses.
  LoadedProgram program(int device) {
    return Objects.requireNonNull(programs.get(runtime(device)));
  }

  /// By number of the queue; null for devices that the plan does not use.
  @Nullable DeviceQueue[] queues() {
    return queues;
  }

  /// Whether all of them compute.
  boolean compute() {
    return programs.keySet().stream().allMatch(DeviceRuntime::computes);
  }

  @Override
  public void close() {
    for (var queue : queues) {
      if (queue != null) {
        queue.close();
      }
    }
    programs.values().forEach(LoadedProgram::close);
  }
}
