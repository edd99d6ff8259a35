package dev.partitura.engine.execute.local;

import dev.partitura.engine.backend.LoadedProgram;
import dev.partitura.engine.execute.device.DeviceQueue;
import dev.partitura.engine.execute.device.DeviceRuntime;
import dev.partitura.engine.execute.device.Runtimes;
import dev.partitura.engine.task.lower.Lowered;
import java.util.BitSet;
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
    return load(lowered, runtimes, Share.all(lowered.cluster()));
  }

  /// Of the devices that this process has.
  static LoadedDevices load(Lowered lowered, Runtimes runtimes, Share share) {
    var steps = share.isWhole() ? null : steps(lowered, share);
    var cluster = lowered.cluster();
    var queues = lowered.graph().queues();
    var loaded = new LoadedDevices(cluster.devices().size(), queues.size());
    try {
      for (var id : lowered.plan().devices()) {
        int device = cluster.indexOf(id);
        if (!share.owns(device)) {
          continue;
        }
        var runtime = runtimes.of(cluster.devices().get(device));
        loaded.runtimes[device] = runtime;
        loaded.programs.computeIfAbsent(
            runtime,
            r ->
                steps == null
                    ? r.load(lowered.backend(), lowered.program())
                    : r.load(lowered.backend(), lowered.program(), steps::get));
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

  /// The steps that devices of this process compute.
  private static BitSet steps(Lowered lowered, Share share) {
    var steps = new BitSet();
    for (int replica = 0; replica < lowered.replicas(); replica++) {
      var template = lowered.template(replica);
      for (int node = 0; node < template.nodeCount(); node++) {
        if (template.step(node) != null && share.owns(template.device(node))) {
          steps.set(template.node(node).subject());
        }
      }
    }
    return steps;
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
