package dev.partitura.engine.task.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.training.optimizer.Optimizers;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdleWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run   | pipeline=2,micro-batches=4                                  | ",
        "run   | pipeline=2,micro-batches=4,schedule=1f1b                    | schedule.inference",
        "run   | pipeline=2,micro-batches=4,schedule=gpipe                   | schedule.inference",
        "run   | pipeline=2,micro-batches=4,schedule=0F3 0F2 0F1 0F0; 1F3 1F2 1F1 1F0 | ",
        "run   | data=2,collective=tree                                      | collective",
        "run   | tensor=2,collective=tree                                    | ",
        "run   | data=2,zero=1                                               | training",
        "run   | data=2,average-every=4                                      | training",
        "run   | data=2,bucket-bytes=64                                      | training",
        "run   | pipeline=2,recompute=full                                   | training",
        "train | pipeline=2,micro-batches=4,schedule=gpipe                   | ",
        "train | pipeline=2,micro-batches=4,schedule=1f1b                    | ",
        "train | pipeline=2,micro-batches=1,schedule=1f1b                    | schedule.training",
        "train | single,micro-batches=4,schedule=1f1b                        | ",
        "train | pipeline=2,recompute=full                                   | ",
        "train | data=2,collective=tree,bucket-bytes=64                      | ",
        "train | data=2,average-every=4,collective=server                    | ",
        "train | data=2,zero=1                                               | ",
        "train | pipeline=2,collective=tree                                  | collective",
      })
  void wordsThatDecideNothingAreTold(String how, String words, String expected) {
    var b = new NetworkBuilder("two");
    var x = b.input("x", Shape.of(-1, 16).withSymbol(0, "batch"));
    for (int layer = 0; layer < 2; layer++) {
      x = b.op("Gemm", x, b.initializer("w", Tensor.ofFloats(new float[256], 16, 16)));
    }
    b.output(x);
    var network = b.build();
    var cluster = Clusters.workers(2);
    var plan = Presets.plan(PlanPreset.parse(words), TypeInference.infer(network), cluster);
    var lowering = new Lowering();
    var lowered =
        how.equals("train")
            ? lowering
                .lowerStep(network, cluster, plan, Optimizers.of("sgd", 0.1), 8, Map.of(), null)
                .lowered()
            : lowering.lower(network, cluster, plan, 8, Map.of(), null);
    var wanted = Stream.ofNullable(expected).map(code -> "note.idle." + code).toList();
    assertEquals(
        wanted,
        lowered.notes().stream()
            .map(Phrase::key)
            .filter(key -> key.startsWith("note.idle."))
            .toList());
    assertEquals(
        List.of(), lowered.notes().stream().map(Phrase::toString).filter(String::isBlank).toList());
  }
}
