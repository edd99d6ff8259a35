package dev.partitura.engine.plan.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LongestPathTest {
  private static final Schedule SCHEDULE = new LongestPath();

  /// Stage 0 feeds 1 and 2 on the same device, which feed 3.
  private static ScheduleProblem branches(double one, double two) {
    return new ScheduleProblem(
        List.of(new ScheduledDevice(1 << 20, 64)),
        List.of(
            new ScheduledStage(0, Set.of(), Map.of(Phase.F, 1.0)),
            new ScheduledStage(0, Set.of(0), Map.of(Phase.F, one)),
            new ScheduledStage(0, Set.of(0), Map.of(Phase.F, two)),
            new ScheduledStage(0, Set.of(1, 2), Map.of(Phase.F, 1.0))),
        1,
        Set.of(Phase.F));
  }

  @Test
  void theLongerBranchGoesFirst() {
    assertEquals("0F0 1F0 2F0 3F0", text(branches(5, 2)));
    assertEquals("0F0 2F0 1F0 3F0", text(branches(2, 5)));
  }

  private static String text(ScheduleProblem problem) {
    return Problems.text(SCHEDULE.order(problem).getFirst());
  }

  /// Four stages by turns on two devices that have room for so many micro-batches.
  private static ScheduleProblem looped(int room) {
    var wide = Problems.chain(new int[] {0, 1, 0, 1}, 8, Phase.F);
    return new ScheduleProblem(
        Collections.nCopies(2, new ScheduledDevice(room * 64L + 63, 64)),
        wide.stages(),
        wide.microBatches(),
        wide.phases());
  }

  @Test
  void noMoreMicroBatchesAreUnderWayThanTheMemoryHolds() {
    for (int room = 1; room < 3; room++) {
      var order = SCHEDULE.order(looped(room));
      assertNull(Problems.check(looped(room), order));
      assertEquals(room, underWay(order.get(0)), "micro-batches on device 0 with room for " + room);
    }
    assertEquals(
        "0F0 2F0 0F1 2F1 0F2 2F2", Problems.text(SCHEDULE.order(looped(1)).get(0).subList(0, 6)));
    assertEquals(2, underWay(SCHEDULE.order(looped(1_000)).get(0)), "more would only wait");
  }

  /// The most micro-batches that are between their first and last action at once.
  private static int underWay(List<Action> all) {
    var order = all.stream().filter(action -> action.phase() != Phase.U).toList();
    int most = 0;
    var open = new HashSet<Integer>();
    for (int place = 0; place < order.size(); place++) {
      int microBatch = order.get(place).microBatch();
      open.add(microBatch);
      most = Math.max(most, open.size());
      if (order.subList(place + 1, order.size()).stream()
          .noneMatch(later -> later.microBatch() == microBatch)) {
        open.remove(microBatch);
      }
    }
    return most;
  }

  /// Time until all is done when every device takes its actions in order as soon as it can.
  private static double makespan(ScheduleProblem problem, List<List<Action>> order) {
    var precedence = Precedence.of(problem);
    var endsAt = new double[Precedence.kinds(problem)][problem.microBatches()];
    Arrays.stream(endsAt).forEach(ends -> Arrays.fill(ends, -1));
    var at = new int[order.size()];
    var free = new double[order.size()];
    for (boolean moved = true; moved; ) {
      moved = false;
      for (int device = 0; device < at.length; device++) {
        while (at[device] < order.get(device).size()) {
          var action = order.get(device).get(at[device]);
          int kind = Precedence.kind(action.stage(), action.phase());
          double start = free[device];
          boolean ready = true;
          for (int before : precedence.before(kind)) {
            ready &= endsAt[before][action.microBatch()] >= 0;
            start = Math.max(start, endsAt[before][action.microBatch()]);
          }
          if (!ready) {
            break;
          }
          free[device] =
              start
                  + problem.stages().get(action.stage()).nanos().getOrDefault(action.phase(), 0.0);
          endsAt[kind][action.microBatch()] = free[device];
          at[device]++;
          moved = true;
        }
      }
    }
    return Arrays.stream(free).max().orElse(0);
  }

  private static ScheduleProblem random(SplittableRandom random, Phase... phases) {
    int devices = 1 + random.nextInt(4);
    int count = devices + random.nextInt(2 * devices + 1);
    var stages = new ArrayList<ScheduledStage>();
    for (int stage = 0; stage < count; stage++) {
      var needs = new TreeSet<Integer>();
      for (int i = 0; i < Math.min(stage, 1 + random.nextInt(2)); i++) {
        needs.add(Math.max(0, stage - 1 - random.nextInt(3)));
      }
      stages.add(
          new ScheduledStage(
              stage % devices,
              needs,
              Map.of(Phase.F, 1.0 + random.nextInt(9), Phase.B, 2.0 + random.nextInt(9))));
    }
    var places = new ArrayList<ScheduledDevice>();
    for (int device = 0; device < devices; device++) {
      places.add(new ScheduledDevice(1 + random.nextInt(6), 1));
    }
    return new ScheduleProblem(places, stages, 1 + random.nextInt(12), Set.of(phases));
  }

  @Test
  void everyOrderIsPossibleAndKeepsTheMemory() {
    var random = new SplittableRandom(6);
    for (int round = 0; round < 400; round++) {
      var problem =
          switch (round % 3) {
            case 0 -> random(random, Phase.F);
            case 1 -> random(random, Phase.F, Phase.B);
            default -> random(random, Phase.F, Phase.B, Phase.W, Phase.U);
          };
      var order = SCHEDULE.order(problem);
      assertNull(Problems.check(problem, order), "round " + round);
      for (int device = 0; device < order.size(); device++) {
        assertTrue(
            underWay(order.get(device)) <= problem.places().get(device).mostUnderWay(),
            "round " + round);
      }
    }
  }

  @Test
  void unevenStagesAreDoneSoonerOnAverageThanByTurns() {
    var random = new SplittableRandom(7);
    double sooner = 0;
    int rounds = 300;
    for (int round = 0; round < rounds; round++) {
      var tight = random(random, Phase.F);
      var problem =
          new ScheduleProblem(
              Collections.nCopies(tight.devices(), new ScheduledDevice(1 << 20, 1)),
              tight.stages(),
              tight.microBatches(),
              tight.phases());
      double turns = makespan(problem, new Forward().order(problem));
      sooner += turns / makespan(problem, SCHEDULE.order(problem));
    }
    assertTrue(sooner / rounds > 1.01, "on average " + sooner / rounds + " times as fast");
  }
}
