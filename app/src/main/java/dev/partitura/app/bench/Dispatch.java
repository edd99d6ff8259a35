package dev.partitura.app.bench;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.plan.Passes;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.tensor.Shape;
import java.util.Arrays;
import java.util.Map;

/// How many tasks that do nothing one worker gets through in a second: a chain, in which each task waits for the one before.
final class Dispatch {
  private static final int TASKS = 10_000;
  private static final int ITERATIONS = 300;

  private Dispatch() {}

  static double perSecond() {
    var network = new NetworkBuilder("chain");
    var value = network.input("x", Shape.of(1, 1));
    for (int i = 0; i < TASKS; i++) {
      value = network.op("Relu", value);
    }
    network.output(value);
    var cluster = Clusters.workers(1);
    var plan = Plan.single(cluster.devices().getFirst().id()).withPasses(Passes.NONE);
    var request = new RunRequest(network.build(), cluster, plan, 0, Map.of(), 0, 1, 0);
    try (var run = new LocalExecutor(new EmptyBackend()).prepare(request, Progress.NONE)) {
      var never = new Cancellation();
      run.measure(ITERATIONS, never);
      var times = run.measure(ITERATIONS, never);
      return TASKS * 1e9 / Race.median(Arrays.stream(times).asDoubleStream().toArray());
    }
  }
}
