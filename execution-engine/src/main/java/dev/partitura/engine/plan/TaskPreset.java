package dev.partitura.engine.plan;

import dev.partitura.engine.network.OpId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;

/// Independent branches of the network on different devices. A network without branches worth a
/// device of their own stays on one.
record TaskPreset() implements Preset {
  @Override
  public String name() {
    return "task";
  }

  @Override
  public List<String> examples() {
    return List.of("task", "task=2");
  }

  @Override
  public boolean fits(Parallelism plan) {
    return plan.isBranched() && plan.replicas() == 1;
  }

  @Override
  public int leastDevices() {
    return 2;
  }

  @Override
  public Plan lay(PlanPreset wanted, Ground ground) {
    int devices = ground.devices(wanted.degree("task"));
    ground.require(wanted, devices);
    var deviceOf =
        BranchScheduling.assign(ground.costs(), ground.cluster().devices().subList(0, devices));
    var used = new TreeMap<Integer, Integer>();
    deviceOf.values().forEach(device -> used.put(device, 0));
    if (used.isEmpty()) {
      used.put(0, 0);
    }
    int part = 0;
    for (var entry : used.entrySet()) {
      entry.setValue(part++);
    }
    var partition = new LinkedHashMap<OpId, Integer>();
    deviceOf.forEach((op, device) -> partition.put(op, used.getOrDefault(device, 0)));
    return Plan.of(
        used.keySet().stream().map(device -> Mesh.of(ground.device(device))).toList(),
        partition,
        wanted.microBatchesOr(1));
  }
}
