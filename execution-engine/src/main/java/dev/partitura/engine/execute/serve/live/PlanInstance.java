package dev.partitura.engine.execute.serve.live;

import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.execute.local.PreparedRun;
import dev.partitura.engine.execute.local.Recording;
import dev.partitura.engine.limit.CancelledException;
import dev.partitura.engine.task.lower.BatchRows;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/// One replica of a plan, loaded and warm at several batch sizes.
final class PlanInstance implements ServingInstance {
  private final NavigableMap<Integer, Warm> bySize = new TreeMap<>();
  private final Cancellation cancellation = new Cancellation();
  private final List<Device> devices;

  /// A plan laid out for one size, ready to run.
  private record Warm(int size, PreparedRun run, Recording recording, ComputeTime computing) {
    static Warm of(int size, PreparedRun run, List<Device> devices) {
      var lowered = run.lowered();
      var places = lowered.cluster().devices().stream().mapToInt(devices::indexOf).toArray();
      return new Warm(
          size, run, run.recording(1), new ComputeTime(lowered.graph(), places, devices.size()));
    }

    Map<String, Tensor> rowsOf(Map<String, Tensor> outputs, int row) {
      if (size == 1) {
        return outputs;
      }
      var own = new LinkedHashMap<String, Tensor>();
      outputs.forEach((name, tensor) -> {
        long each = tensor.shape().size(0) / size;
        own.put(name, BatchRows.slice(tensor, row * each, each));
      });
      return own;
    }
  }

  private PlanInstance(List<Device> devices) {
    this.devices = devices;
  }

  private static List<Device> devices(Lowered lowered) {
    var used = lowered.plan().devices();
    return lowered.cluster().devices().stream()
        .filter(device -> used.contains(device.id()))
        .toList();
  }

  /// Loads a replica at these sizes; nothing runs yet.
  static PlanInstance load(LocalExecutor executor, SizedPlans plans, List<Integer> sizes) {
    var instance = new PlanInstance(devices(plans.single()));
    try {
      for (int size : sizes) {
        Lowered lowered = plans.of(size);
        instance.bySize.put(
            size, Warm.of(size, executor.prepareToServe(lowered), instance.devices));
      }
    } catch (RuntimeException | Error failed) {
      instance.close();
      throw failed;
    }
    return instance;
  }

  @Override
  public List<Device> devices() {
    return devices;
  }

  @Override
  public Answer serve(List<Query> batch) {
    var warm = Objects.requireNonNull(bySize.ceilingEntry(batch.size())).getValue();
    // Rows beyond the batch hold the last request again: what an earlier one left there might be
    // such that nothing can be computed of it.
    for (int row = 0; row < warm.size(); row++) {
      fill(warm, batch.get(Math.min(row, batch.size() - 1)).inputs(), row);
    }
    if (!warm.run().execute(1, warm.recording(), cancellation, Progress.NONE)) {
      throw new CancelledException();
    }
    var times = warm.recording().of(0);
    long compute = warm.computing().of(times);
    boolean wanted = batch.stream().anyMatch(Query::wantsOutputs);
    Map<String, Tensor> outputs = wanted ? warm.run().outputs() : Map.of();
    var answers = new ArrayList<Map<String, Tensor>>(batch.size());
    for (int row = 0; row < batch.size(); row++) {
      answers.add(batch.get(row).wantsOutputs() ? warm.rowsOf(outputs, row) : Map.of());
    }
    return new Answer(answers, compute, warm.computing().ofDevices(times));
  }

  private static void fill(Warm warm, Map<String, Tensor> inputs, int row) {
    for (var name : warm.run().lowered().binding().whole().keySet()) {
      var given = Objects.requireNonNull(inputs.get(name));
      var all = warm.run().input(name);
      if (warm.size() == 1) {
        all.copyFrom(given);
      } else {
        long each = all.shape().size(0) / warm.size();
        BatchRows.slice(all, row * each, each).copyFrom(given);
      }
    }
  }

  @Override
  public void close() {
    bySize.values().forEach(warm -> warm.run().close());
    bySize.clear();
  }
}
