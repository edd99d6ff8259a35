package dev.partitura.engine.training.optimizer;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The values that Keras' own tests hold its optimizers to. They lie beside the repository; where
/// they are absent the test is skipped.
@Tag("cases")
class KerasOptimizersTest {
  private static final Path FILE =
      Path.of("../../shared/cases/training/keras_optimizer_golden.json");

  /// By the optimizer's name, at a learning rate of 0.5 and Keras' other numbers.
  private static final Map<String, StandardOptimizer> SINGLE =
      Map.ofEntries(
          Map.entry("SGD", Sgd.plain(0.5)),
          Map.entry("RMSprop", new Rmsprop(0.5, 0.9, 0, 1e-7, 0, false, true)),
          Map.entry("Adagrad", new Adagrad(0.5, 0, 1e-7, 0, 0.1, true)),
          Map.entry("Adadelta", new Adadelta(0.5, 0.95, 1e-7)),
          Map.entry("Adam", new Adam(0.5, 0.9, 0.999, 1e-7, 0, false, false, true)),
          Map.entry("Adamax", Adamax.of(0.5)),
          Map.entry("AdamW", new Adam(0.5, 0.9, 0.999, 1e-7, 0.004, true, false, true)),
          Map.entry("Nadam", Nadam.of(0.5)),
          Map.entry("Lion", Lion.of(0.5)),
          Map.entry("Lamb", Lamb.of(0.5)),
          Map.entry("Ftrl", Ftrl.of(0.5)));

  /// By the first words of the case.
  private static final Map<String, StandardOptimizer> FIVE =
      Map.ofEntries(
          Map.entry("SGD", new Sgd(0.01, 0, 0, true, 0)),
          Map.entry("RMSprop", new Rmsprop(1e-3, 0.9, 0, 1e-7, 0, true, true)),
          Map.entry("Adadelta", new Adadelta(1, 0.8, 1e-6)),
          Map.entry("Adam", new Adam(1e-3, 0.9, 0.999, 1e-7, 0, false, true, true)),
          Map.entry("Lion", Lion.of(1e-3)),
          Map.entry("Lamb", Lamb.of(1e-3)),
          Map.entry("Adagrad", new Adagrad(0.2, 0, 1e-6, 0, 0.3, true)),
          Map.entry("Adamax", new Adamax(0.2, 0.85, 0.95, 1e-6)),
          Map.entry("AdamW", new Adam(1, 0.9, 0.999, 2, 0.5, true, false, true)),
          Map.entry("Nadam", new Nadam(0.5, 0.5, 0.67, 1e-5)),
          Map.entry("Ftrl", new Ftrl(0.05, -0.2, 0.4, 0.05, 0.15, 0.01, 0.3)));

  private JsonNode cases;

  @BeforeEach
  void read() throws IOException {
    assumeTrue(Files.exists(FILE), "Skipped: there is no " + FILE);
    cases = new ObjectMapper().readTree(FILE.toFile());
  }

  @TestFactory
  Stream<DynamicTest> oneStepIsAsPublished() {
    var node = cases.get("single_step");
    assertEquals(SINGLE.size(), node.get("cases").size());
    return each(node.get("cases"))
        .map(of ->
            DynamicTest.dynamicTest(
                of.get("opt").asText(),
                () -> {
                  var run =
                      start(
                          requireNonNull(SINGLE.get(of.get("opt").asText())),
                          numbers(node.get("variables")));
                  run.step(Map.of("g", gradient(numbers(node.get("gradients")))));
                  near(numbers(of.get("step")), run.values("p"), 1e-4);
                }));
  }

  @TestFactory
  Stream<DynamicTest> fiveStepsAreAsPublished() {
    var node = cases.get("five_steps").get("cases");
    assertEquals(FIVE.size(), node.size());
    return each(node)
        .map(of -> DynamicTest.dynamicTest(of.get("optimizer").asText(), () -> fiveSteps(of)));
  }

  private static void fiveSteps(JsonNode of) {
    var name = of.get("optimizer").asText().split(" ")[0];
    var ones = new double[10];
    Arrays.fill(ones, 1);
    var first = new double[10];
    Arrays.fill(first, 0.01);
    var then = DoubleStream.iterate(1, i -> i + 1).limit(10).map(i -> i / 10).toArray();
    var run = start(requireNonNull(FIVE.get(name)), ones);
    for (int step = 0; step < 5; step++) {
      run.step(Map.of("g", gradient(step == 0 ? first : then)));
      near(numbers(of.get("values").get(step)), run.values("p"), 5e-4);
    }
  }

  @Test
  void decoupledWeightsDecayByThemselves() {
    var run = start(new Adam(1, 0.9, 0.999, 1e-7, 0.004, true, false, true), 2);
    for (int step = 0; step < 3; step++) {
      run.step(Map.of("g", gradient(0)));
    }
    assertEquals(2 * Math.pow(1 - 0.004, 3), run.values("p")[0], 1e-9);
    assertEquals(1.9760959, run.values("p")[0], 1e-6);
  }

  private static OptimizerRun start(StandardOptimizer optimizer, double... values) {
    var b = new NetworkBuilder("one");
    var parameter = OptimizerRun.of(DataType.DOUBLE, values);
    b.input("p", parameter.type());
    b.input("g", parameter.type());
    return new OptimizerRun(b, Map.of("p", parameter), Map.of("p", "g"), optimizer);
  }

  private static Tensor gradient(double... values) {
    return OptimizerRun.of(DataType.DOUBLE, values);
  }

  private static void near(double[] wanted, double[] got, double tolerance) {
    for (int i = 0; i < wanted.length; i++) {
      assertEquals(wanted[i], got[i], tolerance + tolerance * Math.abs(wanted[i]), "at " + i);
    }
  }

  private static double[] numbers(JsonNode list) {
    return each(list).mapToDouble(JsonNode::asDouble).toArray();
  }

  private static Stream<JsonNode> each(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
