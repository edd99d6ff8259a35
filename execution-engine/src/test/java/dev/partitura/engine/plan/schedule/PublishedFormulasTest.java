package dev.partitura.engine.plan.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What papers promise of schedules by formula, over sizes: the pieces that each device holds, and
/// how long a step takes.
class PublishedFormulasTest {
  private static final int TOTAL = 3;

  private static Schedule find(String name) {
    var schedule = Schedules.find(name);
    assertNotNull(schedule);
    return schedule;
  }

  private static OrderTimes times(String name, int devices, int microBatches, int chunks, int q) {
    var schedule = find(name);
    var problem = problem(schedule, devices, microBatches, chunks, q);
    return OrderTimes.of(problem, schedule.order(problem), Double.NaN);
  }

  private static ScheduleProblem problem(
      Schedule schedule, int devices, int microBatches, int chunks, int q) {
    var nanos =
        schedule.splitsBackward()
            ? Map.of(Phase.F, 1.0, Phase.B, 1.0, Phase.W, 1.0)
            : Map.of(Phase.F, 1.0, Phase.B, 2.0);
    return Pipelines.of(schedule, devices, microBatches, chunks, q, nanos, 0);
  }

  private static List<Integer> byStage(int devices, IntUnaryOperator held) {
    return IntStream.range(0, devices).map(held).boxed().toList();
  }

  private static int most(List<Integer> held) {
    return held.stream().reduce(0, Math::max);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 6, 8})
  void everyDeviceHoldsWhatIsPromised(int p) {
    for (int m : new int[] {1, p - 1, p, 2 * p, 3 * p + 1}) {
      assertEquals(byStage(p, _ -> m), times("gpipe", p, m, 1, 1).peakActivations());
      var plain = byStage(p, s -> Math.min(m, p - s));
      assertEquals(plain, times("1f1b", p, m, 1, 1).peakActivations());
      assertEquals(plain, times("zb-h1", p, m, 1, 1).peakActivationsUntilInput());
      assertEquals(byStage(p, _ -> m), times("zb-1f1b", p, m, 1, 1).peakActivations());
      var twice = byStage(p, s -> Math.min(m, 2 * (p - s) - 1));
      assertEquals(twice, times("eager-1f1b", p, m, 1, 1).peakActivations());
      assertEquals(twice, times("zb-h2", p, m, 1, 1).peakActivationsUntilInput());
      assertTrue(most(times("zb-h1", p, m, 1, 1).peakActivations()) <= Math.min(m, p));
      if (m >= 2 * p) {
        assertEquals(byStage(p, _ -> p), times("zb-h1", p, m, 1, 1).peakActivations());
        assertEquals(
            byStage(p, s -> 2 * (p - s)), times("1f1b-overlap", p, m, 1, 1).peakActivations());
      }
      for (int q : new int[] {2, 4}) {
        assertEquals(
            byStage(p, s -> Math.min(m * q, p - s - 1 + q)),
            times("seq1f1b", p, m, 1, q).peakActivations());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 6})
  void chunksHoldWhatIsPromised(int p) {
    int m = 3 * p;
    for (int v : new int[] {2, 3}) {
      assertEquals(byStage(p, _ -> m * v), times("breadth-first", p, m, v, 1).peakActivations());
      assertEquals(
          byStage(p, s -> Math.min(2 * (p - s - 1) + (v - 1) * p, m * v - 1) + 1),
          times("interleaved-1f1b", p, m, v, 1).peakActivations());
    }
    assertTrue(most(times("v-1f1b", p, m, 2, 1).peakActivations()) <= 2 * p);
    assertTrue(most(times("zb-v", p, m, 2, 1).peakActivations()) <= 2 * p);
    assertTrue(most(times("v-half", p, m, 2, 1).peakActivations()) <= 2 * ((p + 2) / 2));
    assertTrue(most(times("v-min", p, m, 2, 1).peakActivations()) <= 2 * ((p + 4) / 3));
    assertTrue(most(times("dualpipe-v", p, m, 2, 1).peakActivations()) <= 2 * p + 1);
    if (p % 2 == 0) {
      assertTrue(most(times("dualpipe", p, m, 1, 1).peakActivations()) <= p + 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 6})
  void aStepTakesWhatIsPromised(int p) {
    int m = 2 * p;
    for (var name : List.of("gpipe", "1f1b", "eager-1f1b")) {
      assertEquals((m + p - 1) * TOTAL, times(name, p, m, 1, 1).makespanNanos(), 1e-9, name);
    }
    // (p-1)(F+B-2W) beside the work, B both gradients.
    assertEquals(m * TOTAL + p - 1, times("zb-h1", p, m, 1, 1).longestSpanNanos(), 1e-9);
    assertEquals(m * TOTAL, times("zb-h2", p, 2 * p + 1, 1, 1).longestSpanNanos() - TOTAL, 1e-9);
    for (int longer : new int[] {m, 2 * p - 1, 3 * p}) {
      assertEquals(0, times("zb-v", p, longer, 2, 1).bubbleRate(), 1e-9, "zb-v " + longer);
    }
    for (int v : new int[] {2, 3}) {
      assertEquals(
          (m * v + p - 1) * TOTAL, times("breadth-first", p, m, v, 1).makespanNanos(), 1e-9);
      assertEquals(
          (m * v + p - 1) * TOTAL, times("interleaved-1f1b", p, m, v, 1).makespanNanos(), 1e-9);
    }
    for (int q : new int[] {2, 4}) {
      assertEquals(
          (m * q + p - 1.0) * TOTAL / q, times("seq1f1b", p, m, 1, q).makespanNanos(), 1e-9);
    }
  }

  /// Wherever a schedule tells a formula, its order keeps it, for equal stages and equal phases.
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 6})
  void theBubbleIsThatOfTheFormula(int p) {
    var held = new TreeSet<String>();
    for (var schedule : Schedules.all()) {
      for (int m : new int[] {1, p - 1, p, p + 1, 2 * p, 3 * p + 1}) {
        for (int v : schedule.chunks() == 0 ? new int[] {1, 2, 3} : new int[] {schedule.chunks()}) {
          for (int q : schedule.splitsSequence() ? new int[] {1, 2, 4} : new int[] {1}) {
            var problem = problem(schedule, p, m, v, q);
            var formula = schedule.publishedBubble(problem);
            if (formula.isPresent()) {
              held.add(schedule.name());
              var times = OrderTimes.of(problem, schedule.order(problem), Double.NaN);
              assertEquals(
                  formula.getAsDouble(),
                  times.bubbleRate(),
                  1e-9,
                  schedule.name() + " " + List.of(p, m, v, q));
            }
          }
        }
      }
    }
    assertEquals(
        "[1f1b, breadth-first, eager-1f1b, forward, gpipe, interleaved-1f1b, seq1f1b, zb-h1, zb-h2]",
        held.toString());
  }

  /// A row of the published tables is one of those above, or has a reason here.
  @Test
  @Tag("cases")
  void everyPublishedFormulaIsAccountedFor() throws IOException {
    var file = PublishedSchedules.FOLDER.resolve("formulas.csv");
    assumeTrue(Files.exists(file), "Skipped: there is no " + file);
    var elsewhere =
        Map.of(
            "claims", "a measured claim of a paper about its own machines",
            "trap", "held by zb-1f1b above: m until the gradients of weights",
            "condition for zero bubble at half memory", "a condition on times, not on an order",
            "order: counts per rank", "reproduced action for action by PublishedSchedulesTest",
            "warm-up ops rank r", "reproduced action for action by PytorchSchedulesTest",
            "warm-up units stage s", "reproduced action for action by PublishedSchedulesTest",
            "bubble rate", "searched: PublishedSchedulesTest holds them to published orders",
            "parameters; activations", "held by dualpipe above; parameters are copies of a plan");
    for (var line : Files.readAllLines(file).stream().skip(1).toList()) {
      var cells = line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1);
      boolean checked = cells[2].matches(".*(peak|makespan|bubble|activation).*");
      assertTrue(checked || elsewhere.containsKey(cells[2]), line);
    }
  }
}
