package dev.partitura.engine.execute.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.plan.Mesh;
import dev.partitura.engine.plan.Passes;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Ranks that exchange messages within this process, in whatever order they come, make what one
/// device makes; no MPI is needed.
@Timeout(300)
class MessageRunTest {
  private static final Cluster RANKS = Clusters.ranks("mpi:3");
  private static final Cluster PAIRS = Clusters.ranks("mpi:2xcpu:2");
  private static final int ITERATIONS = 2;

  @Test
  void anyPlanOfAnyNetworkGivesTheOutputsOfOneDevice() throws Exception {
    var random = new SplittableRandom(5);
    int messages = 0;
    for (int round = 0; round < 12; round++) {
      var network = RandomNetworks.network(random, 5 + random.nextInt(40));
      var cluster = round % 3 == 0 ? PAIRS : RANKS;
      int replicas = 1 + round % 2;
      var plan =
          RandomNetworks.plan(
              random, network, cluster, replicas, 1 + random.nextInt(3), Passes.ALL);
      if (12 % (plan.replicas() * plan.microBatches()) != 0) {
        plan = plan.withMicroBatches(2);
      }
      var request = new RunRequest(network, cluster, plan, 12, Map.of(), 1, ITERATIONS, 0);
      var expected = onThreads(request);
      var lowered = LoweringRunner.lower(request);
      for (var rank : Crossings.ranks(lowered)) {
        messages += new Crossings(lowered, Share.ofRank(cluster, rank)).incoming.length;
      }
      var given = onRanks(request, round);
      for (var name : expected.keySet()) {
        assertArrayEquals(
            Objects.requireNonNull(expected.get(name)).toFloats(),
            Objects.requireNonNull(given.get(name)).toFloats(),
            "round " + round + ", output " + name);
      }
    }
    assertTrue(messages > 100, messages + " messages");
  }

  @Test
  void aValueWhoseSizeOnlyTheRunTellsIsSent() throws Exception {
    var b = new NetworkBuilder("count");
    var x = b.input("x", Shape.of(2, 2));
    var found = b.op("NonZero", x);
    var shape = b.op("Shape", found);
    b.output(b.op("Cast", Attributes.NONE.with("to", new Attribute.IntValue(1)), shape));
    var network = b.build();
    var given =
        onRanks(split(network, Map.of("x", Tensor.ofFloats(new float[] {5, 0, 0, 7}, 2, 2))), 1);
    assertArrayEquals(new float[] {2, 2}, given.values().iterator().next().toFloats());
  }

  @Test
  void aThousandSmallMessagesFindTheirPlaces() throws Exception {
    var b = new NetworkBuilder("zigzag");
    var x = b.input("x", Shape.of(-1, 4).withSymbol(0, "batch"));
    var y = x;
    for (int op = 0; op < 84; op++) {
      y = b.op(op % 2 == 0 ? "Tanh" : "Sin", y);
    }
    b.output(y);
    var network = b.build();
    var partition = new LinkedHashMap<OpId, Integer>();
    for (int op = 0; op < network.ops().size(); op++) {
      partition.put(network.ops().get(op).id(), op);
    }
    var meshes = new ArrayList<Mesh>();
    for (int op = 0; op < network.ops().size(); op++) {
      meshes.add(Mesh.of(List.of(RANKS.devices().get(op % 3).id())));
    }
    var plan = Plan.of(meshes, partition, 12).withPasses(Passes.NONE);
    var request = new RunRequest(network, RANKS, plan, 12, Map.of(), 1, ITERATIONS, 0);
    var lowered = LoweringRunner.lower(request);
    int messages = 0;
    for (int rank = 0; rank < 3; rank++) {
      messages += new Crossings(lowered, Share.ofRank(RANKS, rank)).incoming.length;
    }
    assertEquals(83 * 12, messages);
    var name = network.outputs().getFirst().name();
    assertArrayEquals(
        Objects.requireNonNull(onThreads(request).get(name)).toFloats(),
        Objects.requireNonNull(onRanks(request, 9).get(name)).toFloats());
  }

  /// The first op on the first rank, all others on the second.
  private static RunRequest split(Network network, Map<String, Tensor> feeds) {
    var partition = new LinkedHashMap<OpId, Integer>();
    network.ops().forEach(op -> partition.put(op.id(), partition.isEmpty() ? 0 : 1));
    var meshes =
        List.of(
            Mesh.of(List.of(RANKS.devices().get(0).id())),
            Mesh.of(List.of(RANKS.devices().get(1).id())));
    return new RunRequest(
        network, RANKS, Plan.of(meshes, partition, 1), 0, feeds, 1, ITERATIONS, 0);
  }

  private static Map<String, Tensor> onThreads(RunRequest request) {
    return new LoweringRunner(new LocalExecutor())
        .run(request.measured(1, 0), new Cancellation(), Progress.NONE)
        .outputs();
  }

  private static Map<String, Tensor> onRanks(RunRequest request, long seed) throws Exception {
    var hub = new ScrambledTransport.Hub(seed);
    var lowered = LoweringRunner.lower(request);
    var ranks = Crossings.ranks(lowered);
    var threads = new ArrayList<MessageThread>();
    var prepared = new ArrayList<PreparedRun>();
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int rank : ranks) {
        var messages = new MessageThread(() -> new ScrambledTransport(hub, rank));
        threads.add(messages);
        var share = Share.ofRank(request.cluster(), rank);
        prepared.add(new LocalExecutor().prepare(lowered, request.workload(), share, messages));
      }
      var work = new ArrayList<Callable<Boolean>>();
      for (var run : prepared) {
        work.add(() ->
            run.execute(ITERATIONS, run.recording(ITERATIONS), new Cancellation(), Progress.NONE));
      }
      for (var ended : pool.invokeAll(work, 60, TimeUnit.SECONDS)) {
        assertTrue(ended.get(), "a rank came to its end");
      }
      var parts = new HashMap<OutputPart, Tensor>();
      for (int i = 0; i < prepared.size(); i++) {
        parts.putAll(prepared.get(i).ownOutputs(i == 0));
      }
      return GatheredValues.outputs(lowered, parts);
    } finally {
      prepared.forEach(PreparedRun::close);
      threads.forEach(MessageThread::close);
    }
  }
}
