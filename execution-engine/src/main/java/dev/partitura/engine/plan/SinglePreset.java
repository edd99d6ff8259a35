package dev.partitura.engine.plan;

import java.util.List;

/// Every op on the first device.
record SinglePreset() implements Preset {
  @Override
  public String name() {
    return "single";
  }

  @Override
  public boolean hasDegrees() {
    return false;
  }

  @Override
  public List<String> examples() {
    return List.of("single");
  }

  @Override
  public boolean fits(Parallelism plan) {
    return plan.places() <= 1 && plan.replicas() == 1;
  }

  @Override
  public int leastDevices() {
    return 1;
  }

  @Override
  public Plan lay(PlanPreset wanted, Ground ground) {
    return Plan.single(ground.device(0)).withMicroBatches(wanted.microBatchesOr(1));
  }
}
