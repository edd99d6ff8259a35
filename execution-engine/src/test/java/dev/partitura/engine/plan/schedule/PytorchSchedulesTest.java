package dev.partitura.engine.plan.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What PyTorch's own tests hold its schedules to: orders as files, sizes that must be possible and
/// what must be refused.
@Tag("cases")
class PytorchSchedulesTest {
  private static final Path FOLDER = PublishedSchedules.FOLDER.resolve("pytorch");

  private static List<JsonNode> facts() throws IOException {
    assumeTrue(Files.isDirectory(FOLDER), "Skipped: there is no " + FOLDER);
    var all = new ArrayList<JsonNode>();
    for (var file : files(".json")) {
      all.add(new ObjectMapper().readTree(file.toFile()));
    }
    return all;
  }

  private static List<Path> files(String ending) throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static ScheduleProblem problem(
      Schedule schedule, int ranks, int microBatches, int local) {
    var nanos =
        schedule.splitsBackward()
            ? Map.of(Phase.F, 1.0, Phase.B, 1.0, Phase.W, 1.0)
            : Map.of(Phase.F, 1.0, Phase.B, 2.0);
    return Pipelines.of(schedule, ranks, microBatches, local, 1, nanos, 0);
  }

  private static boolean isPossible(String name, int ranks, int microBatches, int local) {
    var schedule = Schedules.find(name);
    assertNotNull(schedule);
    var problem = problem(schedule, ranks, microBatches, local);
    try {
      assertNull(Problems.check(problem, schedule.order(problem, new SearchBudget(0))));
      return true;
    } catch (ProblemException refused) {
      return false;
    }
  }

  @Test
  void sizesAreTakenAndRefusedAsThere() throws IOException {
    int checked = 0;
    for (var fact : facts()) {
      for (var size : fact.path("must_be_valid (local_stages,microbatches,ranks)")) {
        int local = size.get(0).asInt();
        int microBatches = size.get(1).asInt();
        int ranks = size.get(2).asInt();
        var where = size.toString();
        boolean divides = microBatches % ranks == 0;
        assertTrue(isPossible("interleaved-zero-bubble", ranks, microBatches, local), where);
        if (divides) {
          assertTrue(isPossible("interleaved-1f1b", ranks, microBatches, local), where);
          assertTrue(isPossible("breadth-first", ranks, microBatches, local), where);
        }
        assertEquals(local == 2, isPossible("zb-v", ranks, microBatches, local), where);
        assertEquals(
            local == 2 && microBatches >= ranks * local,
            isPossible("dualpipe-v", ranks, microBatches, local),
            where);
        checked++;
      }
    }
    assertTrue(checked >= 22, checked + " sizes");
  }

  /// A device missing, and a forward whose backward is.
  @Test
  void whatIsNotWholeIsRefused() {
    var schedule = Schedules.find("1f1b");
    assertNotNull(schedule);
    var problem = problem(schedule, 2, 4, 1);
    var order = schedule.order(problem);
    var fewer = Problems.check(problem, order.subList(0, 1));
    assertNotNull(fewer);
    assertEquals("schedule.devices", fewer.code());
    var without = new ArrayList<>(order);
    without.set(
        1, order.get(1).stream().filter(action -> !action.toString().equals("1B2")).toList());
    var missing = Problems.check(problem, without);
    assertNotNull(missing);
    assertEquals("schedule.missing", missing.code());
  }

  /// The ranks of a file, in the letters that are used here: I the gradient of inputs, B both.
  private static List<List<String>> compute(Path file, boolean old) throws IOException {
    var ranks = new ArrayList<List<String>>();
    for (var line : Files.readAllLines(file)) {
      ranks.add(
          Arrays.stream(line.split(","))
              .map(String::strip)
              .filter(word -> !word.isEmpty() && !word.matches(".*(SEND|RECV|SHARD|REDUCE).*"))
              .map(word -> old ? word.replaceFirst("B(?!W)", "I").replace("BW", "B") : word)
              .map(word -> word.replace("OVERLAP_F_B", ""))
              .toList());
    }
    return ranks;
  }

  /// Both gradients as one are the two that follow each other.
  private static List<String> apart(List<String> words) {
    return words.stream()
        .flatMap(word ->
            word.matches("\\d+B\\d+")
                ? Stream.of(word.replace('B', 'I'), word.replace('B', 'W'))
                : Stream.of(word))
        .toList();
  }

  @Test
  void itsFilesAreOrdersHereAndTheUniqueOnesAreReproduced() throws IOException {
    int checked = 0;
    for (var fact : facts()) {
      for (var about : fact.path("files")) {
        var file = FOLDER.resolve(about.path("file").asText());
        boolean old = file.getFileName().toString().startsWith("zb1p");
        var ranks = compute(file, old);
        var listed =
            ListedSchedule.parse(
                String.join("; ", ranks.stream().map(words -> String.join(" ", words)).toList()));
        assertNotNull(listed, file.toString());
        // What an older file takes from the one before it is said there.
        int microBatches = about.path("microbatches").asInt(8);
        var problem = problem(listed, ranks.size(), microBatches, 2);
        assertNull(Problems.check(problem, listed.order(problem)), file.toString());
        var ours =
            file.getFileName().toString().startsWith("dualpipev")
                ? "dualpipe-v"
                : old ? "interleaved-zero-bubble" : "";
        if (!ours.isEmpty()) {
          var schedule = Schedules.find(ours);
          assertNotNull(schedule);
          var posed = problem(schedule, ranks.size(), microBatches, 2);
          assertEquals(
              ranks.stream().map(words -> old ? apart(words) : words).toList(),
              schedule.order(posed).stream()
                  .map(device -> ScheduleText.words(device, posed))
                  .map(words -> old ? apart(words) : words)
                  .toList(),
              file.toString());
        }
        checked++;
      }
    }
    assertTrue(checked >= 4, checked + " files");
  }

  /// Every value that goes from rank to rank is sent once and received once there: what lowering
  /// makes transfers of. When a rank waits for it is not the schedule's to say here.
  @Test
  void valuesAreSentWhereStagesLieApart() throws IOException {
    int checked = 0;
    for (var fact : facts()) {
      for (var example : fact.path("lowering_send_recv")) {
        var rankOf = new ArrayList<Integer>();
        example.path("stage_to_rank").forEach(rank -> rankOf.add(rank.asInt()));
        for (var rank : example.path("out").properties()) {
          var wanted = new ArrayList<String>();
          var given = new ArrayList<String>();
          for (var word : rank.getValue()) {
            var text = word.asText();
            if (text.contains("_")) {
              given.add(text);
            }
          }
          for (var word : example.path("compute").path(rank.getKey())) {
            var action = Action.parse(word.asText());
            if (action == null || action.phase() == Phase.W) {
              continue;
            }
            boolean forward = action.phase() == Phase.F;
            int to = action.stage() + (forward ? 1 : -1);
            int from = action.stage() - (forward ? 1 : -1);
            var letter = (forward ? "F" : "B") + action.microBatch();
            if (to >= 0 && to < rankOf.size() && !isSame(rankOf, to, action.stage())) {
              wanted.add(action.stage() + "SEND_" + letter);
            }
            if (from >= 0 && from < rankOf.size() && !isSame(rankOf, from, action.stage())) {
              wanted.add(action.stage() + "RECV_" + letter);
            }
          }
          wanted.sort(null);
          given.sort(null);
          assertEquals(given, wanted);
          checked++;
        }
      }
    }
    assertTrue(checked >= 4, checked + " ranks");
  }

  private static boolean isSame(List<Integer> rankOf, int one, int other) {
    return rankOf.get(one).equals(rankOf.get(other));
  }
}
