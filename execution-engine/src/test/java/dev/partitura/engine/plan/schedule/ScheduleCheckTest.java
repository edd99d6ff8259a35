package dev.partitura.engine.plan.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleCheckTest {
  private static final ScheduleProblem TRAINING =
      Problems.chain(new int[] {0, 1}, 2, Phase.F, Phase.B, Phase.W, Phase.U);

  private static final ScheduleProblem INFERENCE = Problems.chain(new int[] {0, 1}, 2, Phase.F);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0F0 0F1; 1F0                 | schedule.missing    | 1F1 is missing from the order of cpu1.
          0F0 0F1; 1F0 1F0 1F1         | schedule.twice      | 1F0 is impossible: it comes a second time.
          0F0 0F1 0F2; 1F0 1F1         | schedule.microBatch | 0F2 is impossible: phase F has the micro-batches 0 to 1.
          0F0 0F1 0B0; 1F0 1F1         | schedule.phase      | 0B0 is impossible: the program has no phase B.
          0F0 1F0 0F1; 1F1             | schedule.device     | 1F0 is impossible on cpu0: stage 1 lies on cpu1.
          0F0 0F1; 1F0 1F1 2F0         | schedule.stage      | 2F0 is impossible: there is no stage 2.
          0F0 0F1                      | schedule.devices    | The schedule orders 1 device, but the plan's stages lie on 2.
          """)
  void namesTheFirstImpossibleAction(String order, String code, String message) {
    refused(INFERENCE, order, code, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0F0 0B1 0F1 0B0 0W0 0W1 0U0; 1F0 1F1 1B0 1B1 1W0 1W1 1U0 | 0B1 is impossible where it stands: it needs 0F1, which comes later.
          0F0 0F1 0B0 0B1 0W0 0W1 0U0; 1F0 1F1 1B0 1W1 1B1 1W0 1U0 | 1W1 is impossible where it stands: it needs 1B1, which comes later.
          0F0 0F1 0B0 0B1 0W0 0U0 0W1; 1F0 1F1 1B0 1B1 1W0 1W1 1U0 | 0U0 is impossible where it stands: it needs 0W1, which comes later.
          """)
  void nothingComesBeforeWhatItNeeds(String order, String message) {
    refused(TRAINING, order, "schedule.early", message);
  }

  @Test
  void devicesThatWaitForEachOtherAreNamedByTheirFirstAction() {
    var problem = Problems.chain(new int[] {0, 1, 0}, 2, Phase.F);
    refused(
        problem,
        "0F0 2F1 0F1 2F0; 1F0 1F1",
        "schedule.circle",
        "2F1 can never begin: it needs 1F1, which needs 0F1, which cpu0 takes behind 2F1.");
    assertNull(Problems.check(problem, Problems.order("0F0 0F1 2F0 2F1; 1F0 1F1")));
  }

  @Test
  void stagesThatFeedEachOtherKeepInStep() {
    var problem =
        new ScheduleProblem(
            Collections.nCopies(2, new ScheduledDevice(1, 0)),
            List.of(
                new ScheduledStage(0, Set.of(1), Map.of()),
                new ScheduledStage(1, Set.of(0), Map.of())),
            2,
            Set.of(Phase.F));
    assertNull(Problems.check(problem, Problems.order("0F1 0F0; 1F1 1F0")));
    refused(
        problem,
        "0F0 0F1; 1F1 1F0",
        "schedule.mutual",
        "1F1 is impossible where it stands: stages 0 and 1 feed each other, so they must take the"
            + " micro-batches in the same order.");
  }

  /// Stage 2 takes a weight over from 1, and 3 from 0.
  @Test
  void updatesThatTakeWeightsOverComeBehindThoseThatMakeThem() {
    var stages = new ArrayList<ScheduledStage>();
    for (int stage = 0; stage < 4; stage++) {
      Set<Integer> home = stage < 2 ? Set.of() : Set.of(3 - stage);
      Set<Integer> needs = stage == 0 ? Set.of() : Set.of(stage - 1);
      stages.add(new ScheduledStage(stage % 2, needs, Map.of(), home, Map.of()));
    }
    var problem =
        new ScheduleProblem(
            Collections.nCopies(2, new ScheduledDevice(1, 0)),
            stages,
            1,
            Set.of(Phase.F, Phase.B, Phase.U));
    assertEquals(List.of(1, 2, 0, 3), problem.updates());
    refused(
        problem,
        "0F0 2F0 2B0 0B0 2U0 0U0; 1F0 3F0 3B0 1B0 3U0 1U0",
        "schedule.circle",
        "2U0 can never begin: it needs 1U0, which cpu1 takes behind 3U0, which needs 0U0, which cpu0"
            + " takes behind 2U0.");
    assertNull(
        Problems.check(
            problem, Problems.order("0F0 2F0 2B0 0B0 2U0 0U0; 1F0 3F0 3B0 1B0 1U0 3U0")));
  }

  @Test
  void trainingOrdersOfEveryKindAreAccepted() {
    assertNull(
        Problems.check(
            TRAINING, Problems.order("0F0 0F1 0B0 0W0 0B1 0W1 0U0; 1F0 1B0 1F1 1B1 1W0 1W1 1U0")));
  }

  private static void refused(ScheduleProblem problem, String order, String code, String message) {
    var wrong = Problems.check(problem, Problems.order(order));
    assertNotNull(wrong, order);
    assertEquals(message, wrong.message());
    assertEquals(code, wrong.code());
  }
}
