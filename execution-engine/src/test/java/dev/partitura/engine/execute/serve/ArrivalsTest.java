package dev.partitura.engine.execute.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalsTest {
  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(
      strings = {"poisson:200", "constant:200", "burst:200,4", "gamma:200,0.5", "gamma:200,3"})
  void arrivalsHaveTheRateAndVariationTheySay(String text) {
    var arrivals = ArrivalsText.read(text);
    var times = arrivals.times(new SplittableRandom(3));
    int count = 400_000;
    long last = 0;
    double squares = 0;
    double mean = Arrivals.NANOS / 200;
    for (int i = 0; i < count; i++) {
      long next = times.next();
      assertTrue(next >= last);
      squares += (next - last - mean) * (next - last - mean);
      last = next;
    }
    assertEquals(200, arrivals.perSecond(), 1e-9);
    assertEquals(200, count / (last / Arrivals.NANOS), 200 * 0.02);
    assertEquals(
        arrivals.variation(),
        Math.sqrt(squares / count) / mean,
        0.03 * arrivals.variation() + 1e-6);
  }

  @Test
  void aRecordedLogHasTheVariationOthersFound() throws IOException {
    var log =
        new ObjectMapper()
            .readTree(ServingCases.file("arrival_traces.json").toFile())
            .get(0)
            .get("interarrival");
    var arrivals = ArrivalsText.read("trace:" + ServingCases.file("splitwise_code.csv"));
    assertEquals(log.get("cv").asDouble(), arrivals.variation(), 1e-9);
    assertEquals(1 / log.get("mean_s").asDouble(), arrivals.perSecond(), 1e-9);
  }

  @Test
  void aLogIsReplayedFromItsFirstRequest() throws IOException {
    var file = Files.writeString(folder.resolve("log.csv"), "5\n5.5\n\n7\n");
    var times = ArrivalsText.read("trace:" + file).times(new SplittableRandom(1));
    assertEquals(0, times.next());
    assertEquals(500_000_000, times.next());
    assertEquals(2_000_000_000, times.next());
    assertEquals(Arrivals.NEVER, times.next());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0\\n2\\n1 | Line 3 of arrivals file log.csv is earlier than the line before it.
          -1\\n2 | Line 1 of arrivals file log.csv holds -1, which is no time.
          0\\nsoon | Line 2 of arrivals file log.csv holds "soon" in place of a time.
          a,arrived_at\\n0 | Line 2 of arrivals file log.csv holds "" in place of a time.
          0 | Arrivals file log.csv holds 1 time, which makes no rate.
          1\\n1 | All requests of arrivals file log.csv come at one time
          0\\nNaN | Line 2 of arrivals file log.csv holds NaN, which is no time.
          """)
  void aBrokenLogIsRefusedByItsLine(String text, String sentence) throws IOException {
    var file = Files.writeString(folder.resolve("log.csv"), text.replace("\\n", "\n"));
    var refused = assertThrows(ProblemException.class, () -> ArrivalsText.read("trace:" + file));
    assertTrue(refused.getMessage().contains(sentence), refused::getMessage);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          poisson:-3 | Rate -3 of poisson:-3 is out of range.
          poisson:0 | Rate 0 of poisson:0 is out of range.
          poisson:many | many in poisson:many is not a number.
          poisson:NaN | NaN in poisson:NaN is not a number.
          poisson:1e300 | is out of range.
          poisson | poisson needs 1 number behind the colon, and there are 0.
          burst:200,0 | The bursts of burst:200,0 have no size.
          burst:200,1.5 | The bursts of burst:200,1.5 have no size.
          gamma:200,0 | The variation of gamma:200,0 is out of range.
          weibull:3 | Arrivals weibull:3 are of no known kind.
          trace:nowhere.csv | nowhere.csv
          """)
  void nonsenseIsRefusedWithOneSentence(String text, String sentence) {
    var refused = assertThrows(ProblemException.class, () -> ArrivalsText.read(text));
    assertTrue(refused.getMessage().contains(sentence), refused::getMessage);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          exponential:0 | Service time exponential:0 is nothing.
          exponential:-1 | -1 in exponential:-1 is out of range.
          erlang:0,1 | A number of erlang:0,1 is out of range.
          erlang:1.5,1 | A number of erlang:1.5,1 is out of range.
          uniform:2,1 | The times of uniform:2,1 end before they begin.
          points:0.9x5ms | The times of points:0.9x5ms have no shares that add up to 1.
          hyperexponential:1,0.5 | A number of hyperexponential:1,0.5 is out of range.
          linear:0,0 | Service time linear:0,0 is nothing.
          weibull:3 | Service time weibull:3 is of no known kind.
          """)
  void serviceTimesOfNonsenseAreRefused(String text, String sentence) {
    var refused = assertThrows(ProblemException.class, () -> ServiceText.read(text));
    assertTrue(refused.getMessage().contains(sentence), refused::getMessage);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exponential:10ms",
        "constant:10000us",
        "erlang:3,0.01",
        "uniform:5ms,15ms",
        "lognormal:0.01s,1",
        "hyperexponential:10ms,4",
        "gamma:10ms,0.3",
        "points:0.9x5ms,0.1x55ms"
      })
  void serviceTimesHaveTheMeanAndVariationTheySay(String text) {
    var times = ((ServiceTime.Drawn) ServiceText.read(text)).times();
    var random = new SplittableRandom(5);
    int count = 1_000_000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      double time = times.draw(random);
      sum += time;
      squares += time * time;
    }
    double mean = sum / count;
    assertEquals(0.01, times.mean(), 1e-12);
    assertEquals(0.01, mean, 0.0002);
    assertEquals(
        times.squaredVariation(),
        squares / count / (mean * mean) - 1,
        0.05 * times.squaredVariation() + 1e-9);
  }
}
