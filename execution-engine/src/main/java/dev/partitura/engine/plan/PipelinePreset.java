package dev.partitura.engine.plan;

import dev.partitura.engine.plan.schedule.Placement;
import java.util.List;
import java.util.stream.IntStream;

/// The network cut into stages of equal time, as many on each device; micro-batches pass through
/// them.
record PipelinePreset() implements Preset {
  /// Enough to keep the bubble small.
  private static final int MICRO_BATCHES_PER_STAGE = 4;

  @Override
  public String name() {
    return "pipeline";
  }

  @Override
  public List<String> examples() {
    return List.of("pipeline=2,micro-batches=8");
  }

  @Override
  public boolean fits(Parallelism plan) {
    return plan.isPipeline() && plan.replicas() == 1;
  }

  @Override
  public int leastDevices() {
    return 2;
  }

  @Override
  public List<Integer> degreesOf(Parallelism plan) {
    return List.of(plan.places());
  }

  @Override
  public List<Integer> firstDegrees(int devices) {
    return List.of(devices);
  }

  @Override
  public boolean passesMicroBatches() {
    return true;
  }

  @Override
  public Plan lay(PlanPreset wanted, Ground ground) {
    return lay(wanted, ground, ground.devices(wanted.degree("pipeline")), 1);
  }

  /// Replica by replica on devices that follow each other, chunks as the schedule wants them.
  static Plan lay(PlanPreset wanted, Ground ground, int devices, int replicas) {
    ground.require(wanted, (long) devices * replicas);
    int stages = Math.multiplyExact(devices, wanted.chunks(devices));
    var placement = wanted.placement(devices);
    var meshes =
        IntStream.range(0, stages)
            .mapToObj(stage -> {
              int first = placement.device(stage, devices);
              return placement == Placement.BOTH_WAYS
                  ? ground.bothWays(first, devices, replicas)
                  : ground.mesh(first, devices, replicas);
            })
            .toList();
    return Plan.of(
        meshes,
        PipelineCut.cut(ground.costs(), meshes.stream().map(ground::devices).toList()),
        wanted.microBatchesOr(devices == 1 ? 1 : MICRO_BATCHES_PER_STAGE * devices));
  }
}
