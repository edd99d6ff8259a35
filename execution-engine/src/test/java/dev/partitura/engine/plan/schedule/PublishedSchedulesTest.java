package dev.partitura.engine.plan.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Schedules whose order is unique give what other generators give, action for action, and every
/// published order takes and holds here what was published.
@Tag("cases")
class PublishedSchedulesTest {
  @TestFactory
  Stream<DynamicTest> uniqueOrdersAreReproduced() throws IOException {
    return PublishedSchedules.all().stream()
        .filter(published -> !published.ours().isEmpty())
        .map(published ->
            DynamicTest.dynamicTest(
                published.toString(),
                () -> {
                  var schedule = Schedules.find(published.ours());
                  assertNotNull(schedule, published.ours());
                  var problem = published.problem(schedule);
                  var order = schedule.order(problem);
                  assertEquals(
                      published.words(),
                      order.stream().map(device -> ScheduleText.words(device, problem)).toList());
                  assertNull(Problems.check(problem, order));
                  assertFigures(published, OrderTimes.of(problem, order, published.pair()));
                }));
  }

  @Test
  void everyOrderTakesAndHoldsWhatWasPublished() throws IOException {
    int checked = 0;
    for (var published : PublishedSchedules.all()) {
      var text =
          String.join("; ", published.words().stream().map(w -> String.join(" ", w)).toList());
      var listed = ListedSchedule.parse(text);
      assertNotNull(listed);
      var problem = published.problem(like(listed, published));
      assertNull(Problems.check(problem, listed.order(problem)), published.toString());
      assertFigures(published, OrderTimes.of(problem, listed.order(problem), published.pair()));
      checked++;
    }
    assertEquals(123, checked);
  }

  /// A listed order laid as its kind lies.
  private static Schedule like(ListedSchedule listed, PublishedSchedules published) {
    var placement =
        published.name().equals("DualPipe")
            ? Placement.BOTH_WAYS
            : published.name().matches(".*V[- ].*|V-.*|.*-V.*") ? Placement.V : Placement.LOOPED;
    return new Schedule() {
      @Override
      public String name() {
        return listed.name();
      }

      @Override
      public Placement placement(int chunks) {
        return placement;
      }

      @Override
      public boolean splitsBackward() {
        return listed.splitsBackward();
      }

      @Override
      public List<List<Action>> order(ScheduleProblem problem) {
        return listed.order(problem);
      }
    };
  }

  private static void assertFigures(PublishedSchedules published, OrderTimes times) {
    var wanted = published.evaluated();
    assertEquals(wanted.path("makespan").asDouble(), times.makespanNanos(), 1e-9);
    assertEquals(wanted.path("longest_device_span").asDouble(), times.longestSpanNanos(), 1e-9);
    assertEquals(wanted.path("bubble_rate").asDouble(), times.bubbleRate(), 1e-6);
    if (!wanted.path("peak_live_until_W").isEmpty()) {
      assertEquals(numbers(wanted.path("peak_live_until_W")), times.peakActivations());
      assertEquals(numbers(wanted.path("peak_live_until_I")), times.peakActivationsUntilInput());
    } else {
      assertTrue(published.name().equals("DualPipe"), published::name);
    }
  }

  private static List<Integer> numbers(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false).map(JsonNode::asInt).toList();
  }

  @Test
  void searchedOrdersMatchOrBeatThePublishedOnes() throws IOException {
    var worse = new java.util.ArrayList<String>();
    for (var published : PublishedSchedules.all()) {
      var evaluated = published.evaluated();
      var schedule = Schedules.find(published.searched());
      if (schedule == null) {
        continue;
      }
      int most = numbers(evaluated.path("peak_live_until_W")).stream().reduce(0, Math::max);
      var problem = published.problem(schedule, schedule.name().equals("zb-auto") ? most : 0);
      var order = schedule.order(problem);
      assertNull(Problems.check(problem, order));
      var times = OrderTimes.of(problem, order, Double.NaN);
      double slack = schedule.name().equals("zb-auto") ? 1 : 1.06;
      double wanted = slack * evaluated.path("longest_device_span").asDouble();
      int held = times.peakActivations().stream().reduce(0, Math::max);
      if (times.longestSpanNanos() > wanted + 1e-9
          || times.makespanNanos() > slack * evaluated.path("makespan").asDouble() + 1e-9
          || held > most) {
        worse.add(
            published
                + ": "
                + times.longestSpanNanos()
                + "/"
                + times.makespanNanos()
                + " for "
                + wanted
                + "/"
                + evaluated.path("makespan")
                + ", "
                + held
                + " of "
                + most);
      }
    }
    assertEquals("", String.join("\n", worse));
  }
}
