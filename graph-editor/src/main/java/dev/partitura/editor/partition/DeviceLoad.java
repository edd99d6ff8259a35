package dev.partitura.editor.partition;

import dev.partitura.editor.network.NetworkFacts;
import dev.partitura.engine.analysis.DeviceUse;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cost.Balance;
import dev.partitura.engine.plan.ExpectedTimes;
import dev.partitura.engine.project.Project;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;

/// What a plan asks of one device in one iteration over a batch.
///
/// @param nanos that it is expected or predicted to compute; replicas share the batch evenly
/// @param flops its share of the arithmetic
/// @param parameterBytes constants its ops read
/// @param activationBytes what its ops make, before memory is reused
/// @param share of the time that all compute, 0 to 1
public record DeviceLoad(
    DeviceId device,
    int ops,
    double nanos,
    double flops,
    double parameterBytes,
    double activationBytes,
    double share) {

  /// Of every device of the cluster, in its order.
  ///
  /// @param times of the ops of the project's network on its cluster
  public static List<DeviceLoad> of(Project project, NetworkFacts facts, ExpectedTimes times) {
    var sums = new LinkedHashMap<DeviceId, double[]>();
    var cluster = project.cluster();
    cluster.devices().forEach(device -> sums.put(device.id(), new double[5]));
    var plan = project.plan();
    for (var op : facts.ops().keySet()) {
      var devices = plan.meshOf(op).devices();
      for (var id : devices) {
        var device = cluster.device(id);
        double nanos = device == null ? 0 : times.nanos(op, device) / devices.size();
        var sum = sums.computeIfAbsent(id, _ -> new double[5]);
        sum[0]++;
        sum[1] += nanos;
        sum[2] += (double) facts.flops(op) / devices.size();
        sum[3] += facts.parameterBytes(op);
        sum[4] += (double) facts.outputBytes(op) / devices.size();
      }
    }
    var loads = new ArrayList<DeviceLoad>();
    double total = sums.values().stream().mapToDouble(sum -> sum[1]).sum();
    for (var entry : sums.entrySet()) {
      var sum = entry.getValue();
      loads.add(
          new DeviceLoad(
              entry.getKey(), (int) sum[0], sum[1], sum[2], sum[3], sum[4], share(sum[1], total)));
    }
    return List.copyOf(loads);
  }

  /// The same with the computing times of a prediction in place of those that were expected. A
  /// device that the prediction does not name computes nothing.
  public static List<DeviceLoad> predicted(List<DeviceLoad> loads, List<DeviceUse> uses) {
    var nanos = new HashMap<DeviceId, Long>();
    for (var use : uses) {
      var device = use.device();
      if (device != null) {
        nanos.merge(device, use.workNanos(), Long::sum);
      }
    }
    double total = nanos.values().stream().mapToLong(Long::longValue).sum();
    return loads.stream()
        .map(load -> load.taking(nanos.getOrDefault(load.device, 0L), total))
        .toList();
  }

  private DeviceLoad taking(double time, double total) {
    return new DeviceLoad(
        device, ops, time, flops, parameterBytes, activationBytes, share(time, total));
  }

  private static double share(double nanos, double total) {
    return total == 0 ? 0 : nanos / total;
  }

  /// How evenly the devices that have ops are expected to compute.
  public static double balance(List<DeviceLoad> loads) {
    return Balance.of(
        loads.stream().filter(load -> load.ops() > 0).mapToDouble(DeviceLoad::nanos).toArray());
  }
}
