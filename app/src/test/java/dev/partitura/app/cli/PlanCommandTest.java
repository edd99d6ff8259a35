package dev.partitura.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.local.LocalExecutor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanCommandTest {
  private static final Path CASES =
      Path.of("../../shared/cases/planner").toAbsolutePath().normalize();

  @TempDir Path folder = Path.of("");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Object... words) {
    var executor = new LocalExecutor();
    var line = new String[words.length];
    for (int i = 0; i < words.length; i++) {
      line[i] = words[i].toString();
    }
    return new CommandLineTool(
            new LoweringRunner(executor),
            executor,
            _ -> {},
            new PrintWriter(out),
            new PrintWriter(err))
        .run(line);
  }

  private static Path cases(String name) {
    var file = CASES.resolve(name);
    assumeTrue(Files.exists(file), "Skipped: there are no cases of plans in " + CASES);
    return file;
  }

  private JsonNode report(Path graph, Object... more) throws IOException {
    var file = folder.resolve("report.json");
    var words = new Object[more.length + 4];
    words[0] = "plan";
    words[1] = graph;
    words[2] = "--report";
    words[3] = file;
    System.arraycopy(more, 0, words, 4, more.length);
    assertEquals(CommandLineTool.DONE, run(words), err::toString);
    return new ObjectMapper().readTree(file.toFile());
  }

  @ParameterizedTest
  @CsvSource({
    "bert24_inference, 17.7899, 17.7776",
    "gnmt_inference, 32.9107, 31.7827",
    "bert_l-3_inference, 27.9186, 27.5741",
  })
  void aSplitIsAsGoodAsThePublishedOne(String name, double contiguous, double free)
      throws IOException {
    var graph = cases("dnn_partitioning/" + name + ".json");
    var best = report(graph, "--contiguous");
    assertEquals(contiguous, best.get("bottleneck").asDouble(), 1e-4);
    assertTrue(best.get("optimal").asBoolean());
    assertEquals(contiguous, greatestLoad(graph, best), 1e-4);
    var anywhere = report(graph, "--non-contiguous");
    double load = anywhere.get("bottleneck").asDouble();
    assertTrue(load <= free + 1e-4, () -> load + " is more than " + free);
    assertEquals(load, greatestLoad(graph, anywhere), 1e-6);
    assertTrue(anywhere.get("lowerBound").asDouble() <= load);
  }

  /// The load by the file and the assignment alone.
  private static double greatestLoad(Path file, JsonNode report) throws IOException {
    var graph = new ObjectMapper().readTree(file.toFile());
    var where = report.get("assignment");
    double greatest = 0;
    var devices = new HashSet<String>();
    where.forEach(device -> devices.add(device.asText()));
    for (var device : devices) {
      boolean cpu = device.startsWith("cpu");
      double load = 0;
      for (var node : graph.get("nodes")) {
        if (where.get(node.get("id").asText()).asText().equals(device)) {
          load += node.get(cpu ? "cpuLatency" : "fpgaLatency").asDouble();
        }
      }
      var paid = new HashSet<String>();
      for (var edge : graph.get("edges")) {
        var from = edge.get("sourceId").asText();
        boolean here = where.get(from).asText().equals(device);
        boolean there = where.get(edge.get("destId").asText()).asText().equals(device);
        if (!cpu && here != there && paid.add(from)) {
          load += edge.get("cost").asDouble();
        }
      }
      greatest = Math.max(greatest, load);
    }
    return greatest;
  }

  @Test
  void taskGraphsWithCostsEndAsEarlyAsCanBe() throws IOException {
    var file = cases("dag_with_communication_optima.json");
    for (var instance : new ObjectMapper().readTree(file.toFile()).get("instances")) {
      for (var known : instance.get("optimal_makespan").properties()) {
        var report =
            report(file, "--instance", instance.get("name").asText(), "--devices", known.getKey());
        assertEquals(known.getValue().asDouble(), report.get("makespan").asDouble());
        assertTrue(report.get("optimal").asBoolean());
      }
    }
  }

  @Test
  void aSmallJobShopEndsAsEarlyAsCanBe() throws IOException {
    var file = cases("jobshop_small.json");
    var report = report(file, "--instance", "ft06", "--output", folder.resolve("plan.csv"));
    assertEquals(55, report.get("makespan").asDouble());
    assertTrue(report.get("optimal").asBoolean());
    assertEquals(37, Files.readAllLines(folder.resolve("plan.csv")).size());
  }

  @Test
  void aTimeLimitGivesTheBestSoFarWithABound() throws IOException {
    var random = new java.util.SplittableRandom(1);
    var text = new StringBuilder("30 30\n");
    for (int job = 0; job < 30; job++) {
      for (int i = 0; i < 30; i++) {
        text.append((i * 7 + job * 11) % 30).append(' ').append(random.nextInt(1, 99)).append(' ');
      }
      text.append('\n');
    }
    var file = Files.writeString(folder.resolve("large.txt"), text);
    var report = report(file, "--time-limit", "1");
    assertTrue(report.get("lowerBound").asDouble() <= report.get("makespan").asDouble());
    assertEquals(900, report.get("assignment").size());
  }

  @Test
  void whatCannotBePlannedIsRefusedInASentence() throws IOException {
    var file = folder.resolve("one.json");
    Files.writeString(
        file,
        "{\"nodes\": [{\"id\": 1, \"fpgaLatency\": 1, \"cpuLatency\": 1, \"size\": 9}],"
            + " \"edges\": []}");
    assertEquals(CommandLineTool.REFUSED, run("plan", file));
    assertEquals(CommandLineTool.REFUSED, run("plan", file, "--devices", 1, "--memory", 8));
    assertEquals(CommandLineTool.REFUSED, run("plan", folder.resolve("none.json")));
    assertEquals(
        """
        There is no device to plan for. Say how many with --devices.
        Nothing fits on 1 accelerator and 0 CPUs: memory, or nodes that need a CPU, forbid every \
        plan. Use more devices or more memory.
        none.json does not exist. Check the path.
        """,
        err.toString());
  }
}
