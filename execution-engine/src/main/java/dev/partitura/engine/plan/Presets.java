package dev.partitura.engine.plan;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.problem.ProblemException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The catalogue of presets: one line each. Each is laid by what devices and links of the cluster
/// are said to do. Pure: the same arguments give the same plan.
public final class Presets {
  /// What a plan is called that is none of them.
  public static final String CUSTOM = "custom";

  /// What a plan is called that does nothing but split tensors among shards.
  public static final String TENSOR = "tensor";

  /// What a plan is called whose stages or replicas do that too.
  public static final String HYBRID = "hybrid";

  private static final List<Preset> ALL =
      List.of(
          new SinglePreset(),
          new TaskPreset(),
          new DataPreset(),
          new PipelinePreset(),
          new PipelineDataPreset());

  private Presets() {}

  public static List<Preset> all() {
    return ALL;
  }

  /// The preset of this name.
  ///
  /// @throws IllegalArgumentException when there is none
  public static Preset named(String name) {
    return ALL.stream()
        .filter(preset -> preset.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No preset is named " + name));
  }

  /// The preset that exactly these words ask for, or null.
  public static @Nullable Preset asked(Collection<String> words) {
    var wanted = new HashSet<>(words);
    return ALL.stream()
        .filter(preset -> wanted.equals(new HashSet<>(preset.words())))
        .findFirst()
        .orElse(null);
  }

  /// The preset that a plan could have come from, whether or not it splits tensors too, or null.
  public static @Nullable Preset of(Parallelism plan) {
    return ALL.stream().filter(preset -> preset.fits(plan)).findFirst().orElse(null);
  }

  /// What a plan is called: the name of its preset, [#TENSOR], [#HYBRID] or [#CUSTOM].
  public static String strategy(Parallelism plan) {
    if (plan.shards() > 1) {
      return plan.places() <= 1 && plan.replicas() == 1 ? TENSOR : HYBRID;
    }
    var preset = of(plan);
    return preset == null ? CUSTOM : preset.name();
  }

  /// What a plan is called when it is laid under a network.
  public static String strategy(Network network, Plan plan) {
    return strategy(Parallelism.of(network, plan));
  }

  /// @param types of the network; axes that are unknown are taken as
  ///   [dev.partitura.engine.operator.OpenAxes] says for one sample, to weigh the ops
  /// @throws ProblemException when the cluster or the network is too small for the preset, or its
  ///   numbers of samples do not go together
  public static Plan plan(PlanPreset preset, NetworkTypes types, Cluster cluster) {
    return plan(preset, types, cluster, false);
  }

  /// As [#plan(PlanPreset, NetworkTypes, Cluster)].
  ///
  /// @param trains whether the ops are weighed by what a training step does for each of them,
  ///   forward and back
  public static Plan plan(PlanPreset preset, NetworkTypes types, Cluster cluster, boolean trains) {
    var groups = Shards.of(preset, cluster);
    var ground =
        new Ground(types, groups.leaders(), cluster.devices().size(), preset.precision(), trains);
    var laid = groups.spread(preset.kind().lay(preset, ground));
    return preset
        .batch()
        .on(laid, preset.microBatches() > 0)
        .withPasses(Passes.ALL.with(preset.precision()))
        .withSequenceChunks(Math.max(1, preset.sequenceChunks()))
        .withSchedule(preset.schedule())
        .withCollective(preset.collective())
        .withSequenceParallel(preset.sequenceParallel())
        .withRecompute(preset.recompute())
        .with(preset.replication());
  }
}
