package dev.partitura.editor.partition;

import dev.partitura.editor.network.NetworkFacts;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.project.Project;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// What a plan asks of one device in one iteration over a batch.
///
/// @param flops its share of the arithmetic; replicas share it evenly
/// @param parameterBytes constants its ops read
/// @param activationBytes what its ops make, before memory is reused
/// @param share of all arithmetic, 0 to 1
public record DeviceLoad(
    DeviceId device,
    int ops,
    double flops,
    double parameterBytes,
    double activationBytes,
    double share) {

  /// Of every device of the cluster, in its order.
  public static List<DeviceLoad> of(Project project, NetworkFacts facts) {
    var sums = new LinkedHashMap<DeviceId, double[]>();
    project.cluster().devices().forEach(device -> sums.put(device.id(), new double[4]));
    var plan = project.plan();
    double total = 0;
    for (var op : facts.ops().keySet()) {
      var devices = plan.meshOf(op).devices();
      double flops = facts.flops(op);
      total += flops;
      for (var device : devices) {
        var sum = sums.computeIfAbsent(device, _ -> new double[4]);
        sum[0]++;
        sum[1] += flops / devices.size();
        sum[2] += facts.parameterBytes(op);
        sum[3] += (double) facts.outputBytes(op) / devices.size();
      }
    }
    var loads = new ArrayList<DeviceLoad>();
    for (var entry : sums.entrySet()) {
      var sum = entry.getValue();
      loads.add(
          new DeviceLoad(
              entry.getKey(),
              (int) sum[0],
              sum[1],
              sum[2],
              sum[3],
              total == 0 ? 0 : sum[1] / total));
    }
    return List.copyOf(loads);
  }

  /// Mean load over the largest, of the devices that have any: 1 is even. 1 when none has.
  public static double balance(List<DeviceLoad> loads) {
    var used =
        loads.stream()
            .filter(load -> load.ops() > 0)
            .mapToDouble(DeviceLoad::flops)
            .summaryStatistics();
    return used.getCount() == 0 || used.getMax() == 0 ? 1 : used.getAverage() / used.getMax();
  }
}
