package dev.partitura.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.tensor.Shape;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchWordsTest {
  private static final Network NETWORK = network();

  private static Network network() {
    var b = new NetworkBuilder("two");
    b.output(b.op("Relu", b.op("Relu", b.input("x", Shape.of(-1, 4)))));
    return b.build();
  }

  private static Plan laid(String words, int asked) {
    return Presets.plan(
        PlanPreset.parse(words).forBatch(asked), OpenAxes.types(NETWORK, 1), Clusters.workers(4));
  }

  private static int computed(Plan plan, int asked) {
    return new Lowering()
        .lower(NETWORK, Clusters.workers(4), plan, asked, Map.of(), null)
        .binding()
        .total();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "single,micro-batch=4,micro-batches=3|0|3|12",
        "data=2,micro-batch=4,micro-batches=3|0|3|24",
        "data=2,micro-batch=4,global-batch=64|0|8|64",
        "data=2,micro-batches=4,global-batch=64|0|4|64",
        "data=2,micro-batch=8,micro-batches=4,global-batch=64|64|4|64",
        "pipeline=2,data=2,micro-batch=2,global-batch=20|0|5|20",
        "pipeline=2,micro-batch=2|0|8|16",
        "data=2,micro-batch=4|64|8|64",
        "data=2,micro-batch=4|0|1|8",
        "data=2,global-batch=6|6|1|6"
      })
  void twoOfThreeFixTheThird(String words, int asked, int microBatches, int samples) {
    var plan = laid(words, asked);
    assertEquals(microBatches, plan.microBatches());
    assertEquals(samples, computed(plan, asked));
    assertEquals(plan, PlanFile.read(PlanFile.write(plan), "p.json"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data=2,micro-batch=5,global-batch=64|0|A global batch of 64 samples is no whole number of micro-batches of 5 on 2 replicas: 4 are left over. Use a multiple of 10.",
        "data=2,micro-batch=4,micro-batches=3,global-batch=64|0|With micro-batch=4, 2 replicas and micro-batches=3 a step has 24 samples, and the plan says global-batch=64. Leave one of the three words out.",
        "data=2,micro-batches=4,global-batch=60|0|A batch of 60 samples cannot be split evenly into 2 replicas × 4 micro-batches. Use a batch that is a multiple of 8.",
        "data=2,global-batch=64|32|The plan says global-batch=64, and a batch of 32 samples is asked for. Ask for a batch of 64, or leave one of the two out.",
        "data=2,micro-batch=4,micro-batches=3|32|With micro-batch=4, 2 replicas and micro-batches=3 a step has 24 samples, and the plan says global-batch=32. Leave one of the three words out.",
        "single,micro-batch=1048576,micro-batches=1048576|0|A batch of 1099511627776 samples is too large. Use fewer micro-batches or a smaller batch."
      })
  void whatDoesNotAgreeIsRefused(String words, int asked, String sentence) {
    var refused = assertThrows(ProblemException.class, () -> computed(laid(words, asked), asked));
    assertEquals(sentence, refused.problems().getFirst().sentence());
  }

  @Test
  void planFilesSayTheSame() {
    var parts = "\"parts\": [{\"devices\": [\"cpu0\", \"cpu1\"]}]}";
    var plan = PlanFile.read("{\"microBatch\": 4, \"globalBatch\": 64, " + parts, "p.json");
    assertEquals(8, plan.microBatches());
    assertEquals(64, computed(plan, 0));
    var refused =
        assertThrows(
            ProblemException.class,
            () ->
                PlanFile.read(
                    "{\"microBatch\": 4, \"microBatches\": 3, \"globalBatch\": 64, " + parts,
                    "p.json"));
    assertTrue(refused.getMessage().contains("24 samples"), refused.getMessage());
  }
}
