package dev.partitura.engine.execute.serve.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.serve.QueuePolicy;
import dev.partitura.engine.execute.serve.QueueSettings;
import dev.partitura.engine.execute.serve.ServingRecorder;
import dev.partitura.engine.execute.serve.Shed;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.NetworkEvaluation;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is answered under a plan, alone and in company, against the unsplit network.
class ServedAnswersTest {
  private static final int WORDS = 4;

  /// Two words are looked up and go through two layers.
  private static Network network() {
    var b = new NetworkBuilder("words").opset(17);
    var words =
        b.input("words", new TensorType(DataType.INT64, Shape.of(-1, 2).withSymbol(0, "N")));
    var x = b.op("Gather", b.initializer("table", numbers(WORDS, 3)), words);
    x = b.op("Reshape", x, b.initializer("to", Tensor.ofLongs(new long[] {-1, 6}, 2)));
    x = b.op("Tanh", b.op("MatMul", x, b.initializer("w0", numbers(6, 4))));
    b.output(b.op("Tanh", b.op("MatMul", x, b.initializer("w1", numbers(4, 2)))));
    return b.build();
  }

  private static Tensor numbers(int rows, int columns) {
    var values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i * 1.7 + rows);
    }
    return Tensor.ofFloats(values, rows, columns);
  }

  private static Tensor words(long first, long second) {
    return Tensor.ofLongs(new long[] {first, second}, 1, 2);
  }

  private static final class Asked implements Query {
    private final Tensor words;
    private final CompletableFuture<Map<String, Tensor>> end = new CompletableFuture<>();

    Asked(Tensor words) {
      this.words = words;
    }

    @Override
    public Map<String, Tensor> inputs() {
      return Map.of("words", words);
    }

    @Override
    public boolean wantsOutputs() {
      return true;
    }

    @Override
    public void answered(Map<String, Tensor> outputs, long nanos) {
      var copies = new HashMap<String, Tensor>();
      outputs.forEach((name, tensor) -> {
        var copy = Tensor.allocate(tensor.type());
        copy.copyFrom(tensor);
        copies.put(name, copy);
      });
      end.complete(copies);
    }

    @Override
    public void shed(Shed why) {
      end.completeExceptionally(new IllegalStateException(why.toString()));
    }

    @Override
    public void failed(RuntimeException fault) {
      end.completeExceptionally(fault);
    }
  }

  /// Asked all at once, so that they share batches of at most four.
  private static List<Asked> ask(String plan, List<Tensor> questions) throws InterruptedException {
    var network = network();
    var cluster = Clusters.workers(2);
    var laid = Presets.plan(PlanPreset.parse(plan), OpenAxes.types(network, 1), cluster);
    var settings =
        new QueueSettings(1, 4, 100_000_000, QueueSettings.UNLIMITED, QueuePolicy.FIFO, 0, false);
    try (var served = ServedPlan.load(network, cluster, laid, 4, 1);
        var server =
            new BatchServer(
                settings,
                served.instances(),
                served.service(),
                new ServingRecorder(0, served.instances().size()),
                ServingTrace.none())) {
      var asked = new ArrayList<Asked>();
      for (var question : questions) {
        asked.add(new Asked(question));
        server.submit(asked.getLast(), server.now());
      }
      server.drain();
      for (var each : asked) {
        each.end.handle((_, _) -> true).join();
      }
      return asked;
    }
  }

  private static void assertAnswered(Asked asked) {
    var wanted = NetworkEvaluation.run(network(), Map.of("words", asked.words)).getFirst();
    var got = asked.end.join().values().iterator().next();
    assertEquals(wanted.shape(), got.shape());
    assertArrayEquals(wanted.toFloats(), got.toFloats(), 1e-6f);
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "data=2", "pipeline=2,micro-batches=1", "tensor=2", "task"})
  void everyPlanAnswersAsTheUnsplitNetwork(String plan) throws InterruptedException {
    var questions = new ArrayList<Tensor>();
    for (int i = 0; i < 11; i++) {
      questions.add(words(i % WORDS, i * i % WORDS));
    }
    ask(plan, questions).forEach(ServedAnswersTest::assertAnswered);
  }

  @Test
  void whatCannotBeAnsweredFailsAlone() throws InterruptedException {
    // The fourth of a batch names a word that is not there; a later batch of three is filled up to
    // four.
    var asked =
        ask(
            "single",
            List.of(
                words(0, 1),
                words(1, 2),
                words(2, 3),
                words(0, WORDS + 5),
                words(3, 3),
                words(2, 1),
                words(1, 0)));
    for (int i = 0; i < asked.size(); i++) {
      if (i != 3) {
        assertAnswered(asked.get(i));
      }
    }
    var fault = failure(asked.get(3));
    assertTrue(fault.contains("index " + (WORDS + 5)), fault);
  }

  private static String failure(Asked asked) throws InterruptedException {
    try {
      return "answered " + asked.end.get();
    } catch (ExecutionException failed) {
      return String.valueOf(Objects.requireNonNull(failed.getCause()).getMessage());
    }
  }
}
