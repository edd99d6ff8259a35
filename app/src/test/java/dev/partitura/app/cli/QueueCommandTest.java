package dev.partitura.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueCommandTest {
  @TempDir Path folder = Path.of("");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String line) {
    var executor = new LocalExecutor();
    return new CommandLineTool(
            new LoweringRunner(executor),
            executor,
            _ -> {},
            new PrintWriter(out),
            new PrintWriter(err))
        .run(line.split(" "));
  }

  private JsonNode report(String line) throws IOException {
    var file = folder.resolve("report.json");
    assertEquals(CommandLineTool.DONE, run(line + " --report " + file), err::toString);
    return new ObjectMapper().readTree(file.toFile());
  }

  @Test
  void closedFormAndSimulationStandSideBySide() throws IOException {
    var report = report("queue --arrivals poisson:50 --service exponential:10ms --requests 200000");
    var exact = report.get("closedForm");
    var simulated = report.get("simulated");
    assertEquals("closed form", exact.get("origin").asText());
    assertEquals("M/M/1", exact.get("name").asText());
    assertEquals(2e7, exact.get("latencyNanos").get("mean").asDouble(), 1e-3);
    assertEquals("simulated", simulated.get("origin").asText());
    assertEquals(2e7, simulated.get("latencyNanos").get("mean").asDouble(), 1e6);
    assertEquals(0.5, exact.get("waitShare").asDouble(), 1e-12);
    assertTrue(out.toString().contains("95 % interval"), out::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --arrivals poisson:36 --service exponential:0.1 --servers 4 | M/M/4 | 196938316
          --arrivals poisson:32 --service constant:0.1 --servers 4 | M/D/4 | 38609493.1
          --arrivals poisson:80 --service erlang:2,10ms | M/G/1 | 30000000
          --arrivals constant:94.99999620000016 --service exponential:10ms | D/M/1 | 91724339.5
          """)
  void theQueueIsNamedAndItsMeanWaitComputed(String line, String name, double nanos)
      throws IOException {
    var exact = report("queue " + line + " --requests 0").get("closedForm");
    assertEquals(name, exact.get("name").asText());
    assertEquals(nanos, exact.get("waitNanos").get("mean").asDouble(), nanos * 1e-6);
  }

  @Test
  void placesAndDeadlinesHaveTheirShares() throws IOException {
    var limited =
        report("queue --arrivals poisson:200 --service exponential:10ms --queue-max 3")
            .get("closedForm");
    assertEquals("M/M/1/4", limited.get("name").asText());
    assertEquals(0.516129032, limited.get("shedShare").asDouble(), 1e-8);
    var late =
        report("queue --arrivals poisson:90 --service exponential:10ms --deadline 200")
            .get("closedForm");
    assertEquals(0.135335283, late.get("lateShare").asDouble(), 1e-8);
  }

  @Test
  void aLogAloneIsDescribed() throws IOException {
    var file = Files.writeString(folder.resolve("log.csv"), "0\n1\n2\n3\n");
    var report = report("queue --arrivals trace:" + file).get("arrivals");
    assertEquals(1, report.get("perSecond").asDouble(), 1e-12);
    assertEquals(0, report.get("coefficientOfVariation").asDouble(), 1e-12);
    assertEquals(4, report.get("requests").asInt());
  }

  @Test
  void anOverloadHasNoSteadyState() throws IOException {
    var report = report("queue --arrivals poisson:200 --service constant:10ms --requests 1000");
    assertTrue(report.get("closedForm").isNull());
    assertFalse(report.get("steadyState").asBoolean());
    assertTrue(out.toString().contains("there is no steady state"), out::toString);
  }

  @Test
  void aRunIsToldWhetherItMayClaim() throws IOException {
    var report = report("queries --percentile 99 --queries 662 --late 1");
    assertEquals(662, report.get("earlyStopping").get("minimumQueries").asInt());
    assertTrue(report.get("earlyStopping").get("mayClaim").asBoolean());
    assertEquals(270336, report.get("minimumQueries").get("rounded").asInt());
    assertFalse(
        report("queries --percentile 99 --queries 661 --late 1")
            .get("earlyStopping")
            .get("mayClaim")
            .asBoolean());
    assertEquals(8, report("queries --scenario multi-stream").get("samplesPerQuery").asInt());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          queue --arrivals poisson:-1 | 1 | Rate -1 of poisson:-1 is out of range.
          queue --arrivals poisson:1 --service constant:1ms --deadline -3 | 2 | is not a time.
          queue --arrivals poisson:1 --service constant:1ms --shed | 1 | Give --deadline
          queue --arrivals poisson:1 --service constant:1ms --policy lifo | 2 | --policy lifo is unknown.
          queue --arrivals poisson:1 --service constant:1ms --batch-max 0 | 2 | makes no batches.
          queue --arrivals trace:nowhere.csv | 1 | nowhere.csv
          queue --service constant:1ms | 2 | Missing required option
          queries --percentile 100 | 2 | is out of range.
          queries --queries 5 --late 6 | 2 | cannot be late
          queries --scenario batch | 2 | --scenario batch is unknown.
          serve lenet | 2 | Nobody arrives.
          serve lenet --arrivals poisson:1 --deadline soon | 2 | is not a time.
          serve lenet --arrivals poisson:1 --seconds 0 | 2 | is out of range.
          serve lenet --arrivals poisson:1 --batch-max none | 2 | needs a limit
          serve lenet --sweep | 2 | Give --deadline.
          serve lenet --http 8080 --arrivals poisson:1 | 2 | clients make the requests.
          serve lenet --http 70000 | 2 | is no port.
          serve lenet --arrivals poisson:1 --scenario offline | 2 | makes its own arrivals.
          serve lenet --arrivals poisson:1 --scenario online | 2 | --scenario online is unknown.
          serve lenet --arrivals poisson:1 --plan single --plan data=2 | 2 | Several plans are for --sweep.
          """)
  void nonsenseIsRefusedWithOneSentence(String line, int code, String sentence) {
    assertEquals(code, run(line), out::toString);
    assertTrue(err.toString().contains(sentence), err::toString);
    assertEquals(1, err.toString().lines().count(), err::toString);
    Refusal.assertPlain(err.toString().strip().replaceFirst(" See: .*", ""));
  }

  @Test
  void lenetIsServedAndCounted() throws IOException {
    var trace = folder.resolve("trace.json");
    var report =
        report(
            "serve lenet --cluster cpu:2 --plan data=2 --arrivals poisson:200 --seconds 1"
                + " --warmup 0.2 --batch-max 4 --deadline 1000 --trace "
                + trace);
    assertEquals("measured", report.get("origin").asText());
    assertEquals(2, report.get("instances").asInt());
    assertEquals(2, report.get("utilization").size());
    assertTrue(report.get("answered").asInt() > 100, report::toString);
    assertEquals(report.get("requests").asInt(), report.get("answered").asInt());
    assertEquals(report.get("requests").asInt(), report.get("predicted").get("requests").asInt());
    assertTrue(report.get("serviceNanos").has("4"), report::toString);
    assertTrue(report.get("computeNanos").get("p50").asLong() > 0, report::toString);
    var latency = report.get("latencyNanos");
    double parts =
        report.get("queueNanos").get("mean").asDouble()
            + report.get("batchWaitNanos").get("mean").asDouble()
            + report.get("computeNanos").get("mean").asDouble()
            + report.get("transferNanos").get("mean").asDouble();
    assertEquals(latency.get("mean").asDouble(), parts, 1);
    assertTrue(Files.size(trace) > 1000);
    assertTrue(out.toString().contains("latency, predicted"), out::toString);
  }
}
