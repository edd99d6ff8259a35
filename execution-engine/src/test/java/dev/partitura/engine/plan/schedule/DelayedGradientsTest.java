package dev.partitura.engine.plan.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.partitura.engine.problem.ProblemException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Two stages on one device, the second needing the first.
class DelayedGradientsTest {
  private static final List<String> NAMES = List.of("cpu0");

  /// @param first and `second` what each stage takes of the other's gradients of weights
  private static ScheduleProblem problem(Set<Integer> first, Set<Integer> second) {
    var stages =
        List.of(
            new ScheduledStage(0, Set.of(), Map.of(Phase.W, first), Set.of(), Map.of()),
            new ScheduledStage(0, Set.of(0), Map.of(Phase.W, second), Set.of(), Map.of()));
    var places = List.of(new ScheduledDevice(Long.MAX_VALUE, 1));
    return new ScheduleProblem(places, stages, 1, EnumSet.of(Phase.F, Phase.B, Phase.W));
  }

  private static List<List<Action>> order(String text) {
    return List.of(List.of(text.split(" ")).stream().map(Action::parse).toList());
  }

  @Test
  void whatAddsUpComesBehindWhatItAdds() {
    var problem = problem(Set.of(Precedence.kind(1, Phase.W)), Set.of());
    var early = order("0F0 1F0 1B0 0B0 0W0 1W0");
    assertNotNull(ScheduleCheck.check(problem, early, NAMES));
    var delayed = DelayedGradients.of(problem, early);
    assertEquals(order("0F0 1F0 1B0 0B0 1W0 0W0"), delayed);
    assertNull(ScheduleCheck.check(problem, delayed, NAMES));
    assertSame(delayed, DelayedGradients.of(problem, delayed));
  }

  @Test
  void anOrderOfStagesThatShareNothingStays() {
    var problem = problem(Set.of(), Set.of());
    var order = order("0F0 1F0 1B0 0B0 0W0 1W0");
    assertSame(order, DelayedGradients.of(problem, order));
  }

  @Test
  void stagesThatAddUpBothWaysAreNamed() {
    var both = problem(Set.of(Precedence.kind(1, Phase.W)), Set.of(Precedence.kind(0, Phase.W)));
    assertEquals(
        List.of(0, 1), IntStream.of(Precedence.of(both).firstAddedBothWays()).boxed().toList());
  }

  @Test
  void chunksThatDevicesCannotShareEvenlyAreCounted() {
    var stage = new ScheduledStage(0, Set.of(), Map.of());
    var stages =
        List.of(
            stage,
            new ScheduledStage(1, Set.of(0), Map.of()),
            new ScheduledStage(0, Set.of(1), Map.of()));
    var place = new ScheduledDevice(Long.MAX_VALUE, 1);
    var uneven =
        new ScheduleProblem(
            List.of(place, place), stages, 2, EnumSet.of(Phase.F, Phase.B, Phase.W));
    var refused = assertThrows(ProblemException.class, () -> new ZeroBubbleV().order(uneven));
    assertEquals("schedule.chunks.uneven", refused.problems().getFirst().code());
  }
}
