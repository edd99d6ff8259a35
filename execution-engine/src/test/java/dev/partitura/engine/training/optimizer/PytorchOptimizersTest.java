package dev.partitura.engine.training.optimizer;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.engine.training.Differentiated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/// A small network trained over 1,001 steps against the parameters that PyTorch's tests publish and
/// that their formulas give in float64. They lie beside the repository; where they are absent the
/// test is skipped.
@Tag("cases")
class PytorchOptimizersTest {
  private static final Path FILE =
      Path.of("../../shared/cases/training/pytorch_optim_1001_steps.json");
  private static final List<String> PARAMETERS = List.of("W1", "b1", "W2", "b2");
  private static final int STEPS = 1001;

  @TestFactory
  Stream<DynamicTest> parametersFollowThePublishedOnes() throws IOException {
    assumeTrue(Files.exists(FILE), "Skipped: there is no " + FILE);
    var cases = new ObjectMapper().readTree(FILE.toFile());
    assertEquals(15, cases.get("ours").size());
    return StreamSupport.stream(
            ((Iterable<String>) () -> cases.get("ours").fieldNames()).spliterator(), false)
        .map(name -> DynamicTest.dynamicTest(name, () -> follow(name, cases)));
  }

  private static void follow(String name, JsonNode cases) {
    var exact = cases.get("ours").get(name);
    var published = cases.path("published").path(name);
    var run = run(cases, optimizer(name));
    for (int step = 0; step < STEPS; step++) {
      var loss = requireNonNull(run.step(Map.of()).get("loss:0")).doubleAt(0);
      if (step % 100 == 0) {
        near(exact.get("loss_before_step").get(step / 100).asDouble(), loss, 1e-9, name);
      }
      var wanted = exact.get("parameters_after_step").get("" + step);
      var theirs = published.get("" + step);
      for (int p = 0; p < PARAMETERS.size(); p++) {
        var values = run.values(PARAMETERS.get(p));
        for (int i = 0; i < values.length; i++) {
          var place = name + " " + PARAMETERS.get(p) + "[" + i + "] after step " + step;
          if (wanted != null) {
            near(wanted.get(p).get(i).asDouble(), values[i], 1e-9, place);
          }
          if (theirs != null) {
            double value = theirs.get(p).get(i).asDouble();
            assertEquals(value, values[i], 5e-4 + 1e-3 * Math.abs(value), place);
          }
        }
      }
    }
  }

  private static void near(double wanted, double got, double tolerance, String place) {
    assertTrue(
        Math.abs(got - wanted) <= tolerance * Math.max(1, Math.abs(wanted)),
        () -> place + ": " + got + " instead of " + wanted);
  }

  private static OptimizerRun run(JsonNode cases, StandardOptimizer optimizer) {
    var start = new LinkedHashMap<String, Tensor>();
    var b = new NetworkBuilder("net");
    for (var name : PARAMETERS) {
      start.put(name, tensor(cases.get("start").get(name)));
      b.input(name, requireNonNull(start.get(name)).type());
    }
    var x = b.initializer("x", tensor(cases.get("input")));
    var transposed = Map.<String, Attribute>of("transB", new Attribute.IntValue(1));
    var hidden = b.op("Sigmoid", b.op("Gemm", new Attributes(transposed), x, "W1", "b1"));
    var y = b.op("Sigmoid", b.op("Gemm", new Attributes(transposed), hidden, "W2", "b2"));
    var loss =
        b.op("loss", "ReduceSum", new Attributes(Map.of("keepdims", new Attribute.IntValue(0))), y);
    b.output(loss);
    var back = Differentiated.of(TypeInference.infer(b.build()), loss, PARAMETERS);
    return new OptimizerRun(NetworkBuilder.of(back.network()), start, back.gradients(), optimizer);
  }

  private static Tensor tensor(JsonNode rows) {
    boolean matrix = rows.get(0).isArray();
    var shape = matrix ? Shape.of(rows.size(), rows.get(0).size()) : Shape.of(rows.size());
    var tensor = Tensor.allocate(new TensorType(DataType.DOUBLE, shape));
    for (int i = 0; i < tensor.elementCount(); i++) {
      int columns = matrix ? rows.get(0).size() : 1;
      var row = rows.get(i / columns);
      tensor.setDouble(i, (matrix ? row.get(i % columns) : row).asDouble());
    }
    return tensor;
  }

  /// By a name such as `SGD lr=0.1 wd=1e-2 momentum=0.9 nesterov`.
  private static StandardOptimizer optimizer(String name) {
    var words = List.of(name.split(" "));
    var numbers = new LinkedHashMap<String, Double>();
    words.stream()
        .filter(word -> word.contains("="))
        .map(word -> word.split("="))
        .forEach(pair -> numbers.put(pair[0], Double.valueOf(pair[1])));
    double rate = requireNonNull(numbers.get("lr"));
    double decay = numbers.getOrDefault("wd", 0.0);
    double momentum = numbers.getOrDefault("momentum", 0.0);
    return switch (words.getFirst()) {
      case "SGD" -> new Sgd(rate, momentum, 0, words.contains("nesterov"), decay);
      case "Adam" ->
          new Adam(rate, 0.9, 0.999, 1e-8, decay, false, words.contains("amsgrad"), false);
      case "AdamW" -> new Adam(rate, 0.9, 0.999, 1e-8, decay, true, false, false);
      case "Adagrad" ->
          new Adagrad(rate, numbers.getOrDefault("lr_decay", 0.0), 1e-10, decay, 0, false);
      case "RMSprop" ->
          new Rmsprop(rate, 0.99, momentum, 1e-8, decay, words.contains("centered"), false);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
