package dev.partitura.app.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.plan.schedule.Placement;
import dev.partitura.engine.plan.schedule.Schedule;
import dev.partitura.engine.plan.schedule.Schedules;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Orders of pipelines, written out, in training.
class WrittenScheduleTest {
  @TempDir Path folder = Path.of("");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String line, String... more) {
    var executor = new LocalExecutor();
    var tool =
        new CommandLineTool(
            new LoweringRunner(executor),
            executor,
            _ -> {},
            new PrintWriter(out),
            new PrintWriter(err));
    return tool.run(
        Stream.concat(Stream.of(line.split(" ")), Stream.of(more)).toArray(String[]::new));
  }

  private double[] losses(String plan) throws IOException {
    var file = folder.resolve("report.json");
    var line = "train points --data spirals --steps 3 --batch 16 --cluster cpu:2 --report " + file;
    assertEquals(CommandLineTool.DONE, run(line, "--plan", plan), () -> plan + ": " + err);
    return StreamSupport.stream(
            new ObjectMapper().readTree(file.toFile()).get("lossPerStep").spliterator(), false)
        .mapToDouble(loss -> loss.asDouble())
        .toArray();
  }

  /// All but those that cut the sequence, which no network here has.
  private static List<String> executed() {
    return Schedules.all().stream()
        .filter(schedule -> !schedule.splitsSequence())
        .map(Schedule::name)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("executed")
  void whatIsPrintedTrainsAsWhatItIsTheOrderOf(String name) throws IOException {
    assertEquals(
        CommandLineTool.DONE,
        run("schedule --stages 2 --micro-batches 4 --text --schedule " + name),
        err::toString);
    var lines = out.toString().strip().lines().toList();
    assertEquals(2, lines.size(), lines::toString);
    assertTrue(lines.stream().noneMatch(line -> line.contains("U")), lines::toString);
    var read = Schedules.read(String.join("; ", lines));
    int chunks = read.chunks();
    // A plan counts the micro-batches of a replica, an order both ways those of two.
    int each = read.placement(chunks) == Placement.BOTH_WAYS ? 2 : 4;
    var plan = "pipeline=2,micro-batches=" + each + ",schedule=";
    assertArrayEquals(
        losses("chunks=" + chunks + "," + plan + name), losses(plan + String.join(";", lines)));
  }

  @Test
  void whatIsWrittenOfUpdatesStays() throws IOException {
    var plan = "pipeline=2,micro-batches=2,schedule=";
    var named = losses(plan + "1f1b");
    for (var order :
        List.of(
            "0F0 0F1 0B0 0B1; 1F0 1B0 1F1 1B1",
            "0F0 0F1 0B0 0B1 0U0; 1F0 1B0 1F1 1B1",
            "0F0 0F1 0B0 0B1 0U0; 1F0 1B0 1F1 1B1 1U0")) {
      assertArrayEquals(named, losses(plan + order));
    }
  }

  @ParameterizedTest
  @MethodSource("impossible")
  void whatIsImpossibleIsNamedBeforeUpdatesThatAreLeftOut(String order, String named) {
    var line = "train points --data spirals --steps 1 --batch 16 --cluster cpu:2";
    assertEquals(
        CommandLineTool.REFUSED,
        run(line, "--plan", "pipeline=2,micro-batches=2,schedule=" + order));
    assertTrue(err.toString().contains(named), err::toString);
  }

  private static List<Object[]> impossible() {
    return List.of(
        new Object[] {"0F0 0F1 0B0 0B1; 1F0 1B0 1F1", "1B1 is missing from the order of cpu1."},
        new Object[] {"0F0 0F1 0B0; 1F0 1B0 1F1 1B1", "0B1 is missing from the order of cpu0."},
        new Object[] {
          "0F0 0F1 0B0 0B1; 1F0 1B0 1F1 1F1 1B1", "1F1 is impossible: it comes a second time."
        },
        new Object[] {"0F0 0B0 0F1 0B1; 1F1 1B1 1F0 1B0", "0B0 can never begin"},
        new Object[] {
          "0U0 0F0 0F1 0B0 0B1; 1F0 1B0 1F1 1B1", "0U0 is impossible where it stands: it needs 0B0"
        });
  }
}
