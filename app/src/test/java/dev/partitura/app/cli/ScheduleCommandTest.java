package dev.partitura.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.local.LocalExecutor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleCommandTest {
  @TempDir Path folder = Path.of("");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String line, Object... more) {
    var words = new ArrayList<>(List.of(line.split(" ")));
    for (var word : more) {
      words.add(word.toString());
    }
    var executor = new LocalExecutor();
    return new CommandLineTool(
            new LoweringRunner(executor),
            executor,
            _ -> {},
            new PrintWriter(out),
            new PrintWriter(err))
        .run(words.toArray(String[]::new));
  }

  private JsonNode report(String line) throws IOException {
    var file = folder.resolve("report.json");
    assertEquals(CommandLineTool.DONE, run(line + " --report " + file), err::toString);
    return new ObjectMapper().readTree(file.toFile());
  }

  @Test
  void whatWouldTakeForeverIsRefusedAtOnce() {
    assertEquals(
        CommandLineTool.REFUSED,
        run("schedule --stages 100000 --micro-batches 1 --schedule gpipe"));
    assertTrue(err.toString().contains("more than 4096 stages"), err::toString);
    assertEquals(
        CommandLineTool.REFUSED,
        run("schedule --stages 2 --micro-batches 2 --schedule gpipe --report", folder));
    assertEquals("", out.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --stages 2 --micro-batches 3 --schedule 1f1b | 0F0 0F1 0B0 0F2 0B1 0B2 / 1F0 1B0 1F1 1B1 1F2 1B2
          --stages 2 --micro-batches 2 --schedule zb-h1 | 0F0 0F1 0I0 0W0 0I1 0W1 / 1F0 1I0 1F1 1I1 1W0 1W1
          --stages 2 --micro-batches 1 --schedule seq1f1b --sequence-chunks 2 | 0F0.0 0F0.1 0B0.1 0B0.0 / 1F0.0 1F0.1 1B0.1 1B0.0
          --stages 2 --micro-batches 3 --schedule 1f1b-overlap | 0F0 0F1 0F2 0B0 0B1 0B2 / 1F0 (1F1;1B0) (1F2;1B1) 1B2
          """)
  void writesALineADevice(String line, String lines) {
    assertEquals(CommandLineTool.DONE, run("schedule " + line + " --text"), err::toString);
    assertEquals(lines.replace(" / ", System.lineSeparator()), out.toString().strip());
  }

  @Test
  void givesThePublishedBubbleOfEachZeroBubbleSchedule() throws IOException {
    var times =
        " --forward 18.522 --backward-input 18.086 --backward-weight 9.337 --transfer 0.601";
    var line = "schedule --stages 8 --micro-batches 24" + times + " --schedule ";
    assertEquals(0.2431, report(line + "1f1b").get("bubbleRate").asDouble(), 5e-5);
    assertEquals(0.1585, report(line + "zb-h1").get("bubbleRate").asDouble(), 5e-5);
    assertEquals(0.1083, report(line + "zb-h2").get("bubbleRate").asDouble(), 5e-5);
    var searched = report(line + "zb-auto --memory-limit 16");
    assertTrue(searched.get("bubbleRate").asDouble() < 0.04335, searched::toString);
    searched.get("peakActivationsUntilInput").forEach(held -> assertTrue(held.asInt() <= 16));
    assertTrue(out.toString().contains("zb-auto: "), out::toString);
  }

  @Test
  void takesAListAndAFileOfOne() throws IOException {
    var file = folder.resolve("order.csv");
    Files.writeString(file, "0F0,0F1,0I0,0W0,0B1\\n1F0,1I0,1F1,1B1,1W0\\n".translateEscapes());
    assertEquals(
        CommandLineTool.DONE,
        run("schedule --stages 2 --micro-batches 2 --text --schedule", file),
        err::toString);
    assertEquals(
        "0F0 0F1 0I0 0W0 0B1" + System.lineSeparator() + "1F0 1I0 1F1 1B1 1W0",
        out.toString().strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --stages 4 --micro-batches 9 --schedule interleaved-1f1b --chunks 2 | Use 8 micro-batches, or another multiple of 4.
          --stages 4 --micro-batches 8 --schedule zb-v --chunks 3 | Schedule zb-v takes 2 stages a device, and there are 3.
          --stages 4 --micro-batches 7 --schedule dualpipe-v | needs at least 8 micro-batches, and there are 7.
          --stages 3 --micro-batches 8 --schedule dualpipe | needs an even number of stages
          --stages 4 --micro-batches 8 --schedule 1f1b --sequence-chunks 2 | Schedule 1f1b takes whole sequences
          --stages 4 --micro-batches 8 --schedule 1f1b --memory-limit 3 | holds 4 chunks on a device, and it may hold 3.
          --stages 4 --micro-batches 8 --schedule zb-h3 | There is no schedule named zb-h3.
          """)
  void whatHasNoOrderIsRefusedWithAWayOut(String line, String sentence) {
    assertEquals(CommandLineTool.REFUSED, run("schedule " + line), out::toString);
    assertTrue(err.toString().contains(sentence), err::toString);
  }

  @Test
  void aListThatCannotRunIsNamedByItsPlace() {
    assertEquals(
        CommandLineTool.REFUSED,
        run("schedule --stages 2 --micro-batches 1 --schedule", "0F0 0B0; 1F0"));
    assertTrue(
        err.toString().contains("1B0 is missing from the order of device 1."), err::toString);
  }
}
