package dev.partitura.engine.plan;

import java.util.List;
import java.util.Map;

/// The whole network on each of several devices, which share the batch.
record DataPreset() implements Preset {
  @Override
  public String name() {
    return "data";
  }

  @Override
  public List<String> examples() {
    return List.of("data=2");
  }

  @Override
  public boolean fits(Parallelism plan) {
    return plan.places() <= 1 && plan.replicas() > 1;
  }

  @Override
  public int leastDevices() {
    return 2;
  }

  @Override
  public List<Integer> degreesOf(Parallelism plan) {
    return List.of(plan.replicas());
  }

  @Override
  public List<Integer> firstDegrees(int devices) {
    return List.of(devices);
  }

  @Override
  public Plan lay(PlanPreset wanted, Ground ground) {
    int replicas = ground.devices(wanted.degree("data"));
    ground.require(wanted, replicas);
    return Plan.of(List.of(ground.mesh(0, 1, replicas)), Map.of(), wanted.microBatchesOr(1));
  }
}
