package dev.partitura.engine.plan;

import java.util.List;

/// Several pipelines side by side, which share the batch.
record PipelineDataPreset() implements Preset {
  @Override
  public String name() {
    return "pipeline+data";
  }

  @Override
  public List<String> words() {
    return List.of("pipeline", "data");
  }

  @Override
  public List<String> examples() {
    return List.of("pipeline=2,data=2");
  }

  @Override
  public boolean fits(Parallelism plan) {
    return plan.isPipeline() && plan.replicas() > 1;
  }

  @Override
  public int leastDevices() {
    return 4;
  }

  @Override
  public List<Integer> degreesOf(Parallelism plan) {
    return List.of(plan.places(), plan.replicas());
  }

  @Override
  public List<Integer> firstDegrees(int devices) {
    return List.of(2, devices / 2);
  }

  @Override
  public boolean passesMicroBatches() {
    return true;
  }

  @Override
  public Plan lay(PlanPreset wanted, Ground ground) {
    int devices = ground.devices(0);
    int stages = wanted.degree("pipeline");
    int replicas = wanted.degree("data");
    if (replicas == 0) {
      replicas = Math.max(1, devices / Math.max(1, stages));
    }
    if (stages == 0) {
      stages = Math.max(1, devices / replicas);
    }
    return PipelinePreset.lay(wanted, ground, stages, replicas);
  }
}
