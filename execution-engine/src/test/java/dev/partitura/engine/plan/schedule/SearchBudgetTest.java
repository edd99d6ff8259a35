package dev.partitura.engine.plan.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchBudgetTest {
  @ParameterizedTest
  @ValueSource(strings = {"v-1f1b", "zb-v", "v-half", "v-min", "zb-auto"})
  void moreIsNeverWorseAndTheSameGivesTheSame(String name) {
    var schedule = Schedules.find(name);
    assertNotNull(schedule);
    var nanos =
        schedule.splitsBackward()
            ? Map.of(Phase.F, 10.0, Phase.B, 13.0, Phase.W, 8.0)
            : Map.of(Phase.F, 10.0, Phase.B, 21.0);
    var problem = Pipelines.of(schedule, 4, 9, schedule.usualChunks(4), 1, nanos, 1);
    double before = Double.POSITIVE_INFINITY;
    for (long actions : new long[] {0, 50_000, 200_000, 800_000, 3_200_000}) {
      var budget = new SearchBudget(actions);
      var order = schedule.order(problem, budget);
      assertEquals(order, schedule.order(problem, budget));
      double span = OrderTimes.of(problem, order, Double.NaN).longestSpanNanos();
      assertTrue(span <= before * 1.0005, span + " after " + before);
      before = span;
    }
  }
}
