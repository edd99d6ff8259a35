package dev.partitura.engine.execute.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.trace.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class WatchedRunTest {
  private static final int OPS = 48;
  private static final int SIZE = 640;

  private static Network network() {
    var b = new NetworkBuilder("chain");
    var x = b.input("x", Shape.of(-1, SIZE, SIZE).withSymbol(0, "batch"));
    var w = b.initializer("w", Tensor.ofFloats(new float[SIZE * SIZE], SIZE, SIZE));
    for (int op = 0; op < OPS; op++) {
      x = b.op("MatMul", x, w);
    }
    b.output(x);
    return b.build();
  }

  /// A progress that watches.
  private static final class Watch implements Progress {
    private final List<Trace> seen = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void update(String phase, long done, long total) {}

    @Override
    public boolean isWatching() {
      return true;
    }

    @Override
    public void latest(Supplier<Trace> trace) {
      seen.add(trace.get());
    }
  }

  @Test
  void oneLongRepeatIsSeenGrowing() {
    var network = network();
    var cluster = Clusters.workers(2);
    var plan =
        Presets.plan(
            PlanPreset.parse("pipeline=2,micro-batches=4"), OpenAxes.types(network, 1), cluster);
    var watch = new Watch();
    var result =
        new LoweringRunner(new LocalExecutor())
            .run(
                new RunRequest(network, cluster, plan, 4, Map.of(), 1, 1, 0),
                new Cancellation(),
                watch);
    int all = result.trace().spanCount();
    var counts = watch.seen.stream().map(Trace::spanCount).toList();
    assertEquals(counts.stream().sorted().toList(), counts, "what was seen stays");
    assertTrue(
        counts.stream().filter(count -> count > 0 && count < all).distinct().count() > 1,
        "seen on the way to " + all + ": " + counts);
    assertEquals(all, counts.getLast());
  }
}
