package dev.partitura.engine.task.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.partitura.engine.plan.schedule.Action;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.plan.schedule.Problems;
import dev.partitura.engine.plan.schedule.ScheduleCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/// Orders that other generators made are found possible, and spoilt ones not.
class PublishedOrdersTest {
  private static final Path FOLDER =
      Path.of("../../shared/cases/schedules").toAbsolutePath().normalize();

  /// @param full whether the order takes the weights' gradient apart for some micro-batches
  private static List<Action> actions(JsonNode device, boolean full) {
    var actions = new ArrayList<Action>();
    for (var entry : device) {
      for (var word : entry.asText().replaceAll("[()]", "").split(";")) {
        var action = Action.parse(word);
        if (action == null || word.contains(".")) {
          return List.of();
        }
        actions.add(action);
        if (full && word.contains("B")) {
          actions.add(new Action(action.stage(), Phase.W, action.microBatch()));
        }
      }
    }
    return actions;
  }

  @Test
  void arePossibleAndHoldAsMuchAsTheySay() throws IOException {
    assumeTrue(Files.isDirectory(FOLDER), "Skipped: no folder shared/cases/schedules");
    int checked = 0;
    for (var file : List.of("minpp", "ppv", "sail")) {
      try (var in =
          new GZIPInputStream(
              Files.newInputStream(FOLDER.resolve("orders_" + file + ".json.gz")))) {
        for (var published : new ObjectMapper().readTree(in)) {
          checked += check(published) ? 1 : 0;
        }
      }
    }
    assertTrue(checked > 100, checked + " orders");
  }

  /// Whether the order can be told here: a stage on one device, whole micro-batches.
  private static boolean check(JsonNode published) {
    boolean split = published.path("order").toString().contains("W");
    var orders = new ArrayList<List<Action>>();
    published.path("order").forEach(device -> orders.add(actions(device, split)));
    int stages =
        published
            .path("stages")
            .asInt(published.path("p").asInt() * published.path("chunks").asInt(1));
    var home = new int[stages];
    Arrays.fill(home, -1);
    for (int device = 0; device < orders.size(); device++) {
      for (var action : orders.get(device)) {
        if (home[action.stage()] >= 0 && home[action.stage()] != device) {
          return false;
        }
        home[action.stage()] = device;
      }
    }
    if (Arrays.stream(home).anyMatch(device -> device < 0)) {
      return false;
    }
    int microBatches = published.path("m").asInt();
    var phases = split ? new Phase[] {Phase.F, Phase.B, Phase.W} : new Phase[] {Phase.F, Phase.B};
    var problem = Problems.chain(home, microBatches, phases);
    var names = IntStream.range(0, orders.size()).mapToObj(device -> "gpu" + device).toList();
    var where = published.path("schedule").asText();
    assertNull(ScheduleCheck.check(problem, orders, names), where);
    if (stages == orders.size()) {
      var peaks = published.path("evaluated").path("peak_live_until_W");
      for (int device = 0; device < orders.size(); device++) {
        var actions = orders.get(device);
        var order = new DeviceOrder(actions, IntStream.range(0, actions.size()).toArray());
        var frames = DeviceFrames.of(order, microBatches, 0);
        assertEquals(peaks.get(device).asInt(), frames.count(), where);
      }
    }
    var spoilt = new ArrayList<List<Action>>(orders);
    spoilt.set(0, orders.getFirst().reversed());
    assertTrue(ScheduleCheck.check(problem, spoilt, names) != null, where);
    return true;
  }
}
