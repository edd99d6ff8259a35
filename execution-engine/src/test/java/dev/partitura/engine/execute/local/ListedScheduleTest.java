package dev.partitura.engine.execute.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.plan.Mesh;
import dev.partitura.engine.plan.Passes;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Orders that somebody wrote, for parts of any shape on devices they share: each gives the values
/// of the unsplit run or is refused in words, and saving memory refuses none.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ListedScheduleTest {
  private static final int LOWERED = 1500;
  private static final int RUN = 60;

  private final Cluster cluster = Clusters.workers(3);
  private final LoweringRunner runner = new LoweringRunner(new LocalExecutor());

  private record Draw(Network network, Plan plan) {
    RunRequest under(Cluster cluster, Passes passes) {
      int batch = plan.microBatches() * 2;
      return new RunRequest(network, cluster, plan.withPasses(passes), batch, Map.of(), 3, 1, 0);
    }
  }

  private Draw draw(long seed) {
    var random = new SplittableRandom(seed);
    var network = RandomNetworks.network(random, 3 + random.nextInt(8));
    int parts = 2 + random.nextInt(4);
    int microBatches = 1 + random.nextInt(4);
    int devices = 1 + random.nextInt(3);
    var meshes = new ArrayList<Mesh>();
    var order = new TreeMap<Integer, List<String>>();
    var deviceOf = new int[parts];
    var placeOf = new LinkedHashMap<Integer, Integer>();
    for (int part = 0; part < parts; part++) {
      int device = random.nextInt(devices);
      meshes.add(Mesh.of(cluster.devices().get(device).id()));
      deviceOf[part] = placeOf.computeIfAbsent(device, _ -> placeOf.size());
      order.putIfAbsent(deviceOf[part], new ArrayList<>());
    }
    var partition = new LinkedHashMap<OpId, Integer>();
    network.ops().forEach(op -> partition.put(op.id(), random.nextInt(parts)));
    listed(random, parts, microBatches)
        .forEach(action -> order.get(deviceOf[action[0]]).add(action[0] + "F" + action[1]));
    var schedule =
        order.values().stream()
            .map(actions -> String.join(" ", actions))
            .collect(Collectors.joining("; "));
    return new Draw(network, Plan.of(meshes, partition, microBatches).withSchedule(schedule));
  }

  /// Every stage of every micro-batch in an order of three kinds: any, the stages one after
  /// another, or merged with the micro-batches in one order.
  private static List<int[]> listed(SplittableRandom random, int parts, int microBatches) {
    var batches =
        IntStream.range(0, microBatches).boxed().collect(Collectors.toCollection(ArrayList::new));
    Collections.shuffle(batches, new Random(random.nextLong()));
    var all = new ArrayList<int[]>();
    for (int part = 0; part < parts; part++) {
      for (int batch : batches) {
        all.add(new int[] {part, batch});
      }
    }
    switch (random.nextInt(3)) {
      case 0 -> Collections.shuffle(all, new Random(random.nextLong()));
      case 1 -> {
        all.clear();
        var next = new int[parts];
        while (all.size() < parts * microBatches) {
          int part = random.nextInt(parts);
          if (next[part] < microBatches) {
            all.add(new int[] {part, batches.get(next[part]++)});
          }
        }
      }
      default -> {}
    }
    return all;
  }

  private String verdict(RunRequest request) {
    try {
      LoweringRunner.lower(request);
      return "lowered";
    } catch (ProblemException refused) {
      return refused.problems().getFirst().toString();
    }
  }

  @Test
  void savingMemoryForbidsNoOrder() {
    int lowered = 0;
    int keptApart = 0;
    for (long seed = 0; seed < LOWERED; seed++) {
      var draw = draw(seed);
      var saving = verdict(draw.under(cluster, Passes.ALL));
      var wasting = verdict(draw.under(cluster, new Passes(true, true, true, false)));
      assertEquals(wasting, saving, "seed " + seed + " " + draw.plan());
      lowered += saving.equals("lowered") ? 1 : 0;
      keptApart += saving.contains("schedule.mutual.circle") ? 1 : 0;
    }
    assertTrue(lowered > LOWERED / 4, lowered + " were lowered");
    assertTrue(keptApart > 0, "no order kept stages apart that feed each other");
  }

  @Test
  void everyPossibleOrderGivesTheValuesOfTheUnsplitRun() {
    int ran = 0;
    for (long seed = 0; seed < RUN; seed++) {
      var draw = draw(seed);
      var request = draw.under(cluster, Passes.ALL);
      if (verdict(request).equals("lowered")) {
        var compared = runner.runBesideUnsplit(request, new Cancellation(), Progress.NONE);
        assertEquals(Agreement.IDENTICAL, compared.agreement(), "seed " + seed + draw.plan());
        ran++;
      }
    }
    assertTrue(ran > RUN / 4, ran + " ran");
  }
}
