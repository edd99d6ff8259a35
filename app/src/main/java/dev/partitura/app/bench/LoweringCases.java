package dev.partitura.app.bench;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.training.optimizer.Optimizers;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What lowering is measured by. Each case lowers anew whenever it is asked, and is asked by one
/// thread.
public final class LoweringCases {
  private static final int SHORT_CHAIN_OPS = 100;
  private static final int FEWEST_MICRO_BATCHES = 4;

  /// More than lowering remembers, so that none comes back before it is forgotten.
  private static final int MICRO_BATCH_COUNTS = 20;

  private LoweringCases() {}

  /// An edit of a plan that keeps the cut: the network in two stages, under 4 to 23 micro-batches
  /// of one sample in turn.
  public static Supplier<Lowered> edit(Network network) {
    return new Supplier<>() {
      private final Lowering lowering = new Lowering();
      private final Cluster cluster = Clusters.workers(2);
      private final Plan cut = plan(network, "pipeline=2", cluster);
      private int turn;

      @Override
      public Lowered get() {
        var plan = cut.withMicroBatches(FEWEST_MICRO_BATCHES + turn++ % MICRO_BATCH_COUNTS);
        return lowering.lower(network, cluster, plan, plan.microBatches(), Map.of(), null);
      }
    };
  }

  /// The same edit of a plan to train by, as it is predicted: no number in the step is read, so
  /// that none follows from how many micro-batches there are.
  public static Supplier<Lowered> trainingEdit(Network network) {
    return new Supplier<>() {
      private final Lowering lowering = Lowering.toPredict();
      private final Cluster cluster = Clusters.workers(2);
      private final Plan cut = plan(network, "pipeline=2", cluster);
      private int turn;

      @Override
      public Lowered get() {
        int count = FEWEST_MICRO_BATCHES + turn++ % MICRO_BATCH_COUNTS;
        return lowering
            .lowerStep(
                network,
                cluster,
                cut.withMicroBatches(count),
                Optimizers.of("sgd", null),
                count,
                Map.of(),
                null)
            .lowered();
      }
    };
  }

  /// An edit that keeps the cut, of a plan of at least so many tasks: 100 ops in two stages, under
  /// micro-batches whose number changes.
  public static Supplier<Lowered> editOf(int tasks) {
    return new Supplier<>() {
      private final Lowering lowering = new Lowering();
      private final Cluster cluster = Clusters.workers(2);
      private final Network network = softmaxes(SHORT_CHAIN_OPS);
      private final Plan cut = plan(network, "pipeline=2,micro-batches=2", cluster);
      private final int fewest = Math.ceilDiv(tasks, SHORT_CHAIN_OPS);
      private int turn;

      @Override
      public Lowered get() {
        var plan = cut.withMicroBatches(fewest + turn++ % MICRO_BATCH_COUNTS);
        return lowering.lower(network, cluster, plan, plan.microBatches(), Map.of(), null);
      }
    };
  }

  /// A network that was never seen: a chain of ops that nothing fuses, on one worker.
  public static Supplier<Lowered> chain(int ops) {
    var cluster = Clusters.workers(1);
    var network = softmaxes(ops);
    var plan = plan(network, "single", cluster);
    return () ->
        new Lowering()
            .lower(network.withOps(List.copyOf(network.ops())), cluster, plan, 1, Map.of(), null);
  }

  /// A known program under so many micro-batches that they make at least `tasks` tasks: 100 ops and
  /// a transfer each.
  public static Supplier<Lowered> expansion(int tasks) {
    var cluster = Clusters.workers(2);
    var network = softmaxes(SHORT_CHAIN_OPS);
    var two = plan(network, "pipeline=2,micro-batches=2", cluster);
    var lowering = new Lowering();
    int each = lowering.lower(network, cluster, two, 2, Map.of(), null).graph().taskCount() / 2;
    var plan = two.withMicroBatches(Math.ceilDiv(tasks, each));
    return () -> lowering.lower(network, cluster, plan, plan.microBatches(), Map.of(), null);
  }

  private static Network softmaxes(int ops) {
    var b = new NetworkBuilder("chain");
    var value = b.input("x", Shape.of(Shape.UNKNOWN, 4));
    for (int op = 0; op < ops; op++) {
      value = b.op("Softmax", value);
    }
    b.output(value);
    return b.build();
  }

  private static Plan plan(Network network, String preset, Cluster cluster) {
    return Presets.plan(PlanPreset.parse(preset), TypeInference.infer(network), cluster);
  }
}
