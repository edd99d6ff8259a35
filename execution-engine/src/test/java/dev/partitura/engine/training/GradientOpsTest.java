package dev.partitura.engine.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.NetworkCheck;
import dev.partitura.engine.network.onnx.OnnxReader;
import dev.partitura.engine.network.onnx.TensorFile;
import dev.partitura.engine.operator.NetworkEvaluation;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientOpsTest {
  private static final Path CASES = Path.of("../../shared/cases/onnx-more/simple");
  private static final TensorType PAIR = TensorType.of(DataType.FLOAT, 2);

  private static List<String> gradient(
      NetworkBuilder b, String name, List<String> xs, List<String> zs, String y, String... given) {
    return b.op(
        name,
        "ai.onnx.preview.training",
        "Gradient",
        xs.size(),
        new Attributes(
            Map.of(
                "xs",
                new Attribute.Strings(xs),
                "zs",
                new Attribute.Strings(zs),
                "y",
                new Attribute.StringValue(y))),
        given);
  }

  private static Tensor pair(float one, float other) {
    return Tensor.ofFloats(new float[] {one, other}, 2);
  }

  private static List<Tensor> run(Network network, Map<String, Tensor> feeds) {
    var written = GradientOps.expanded(network);
    assertEquals(List.of(), NetworkCheck.check(written));
    assertEquals(List.of(), TypeInference.infer(written).problems());
    assertEquals(network.inputs(), written.inputs());
    assertEquals(network.outputs(), written.outputs());
    return NetworkEvaluation.run(written, feeds);
  }

  @Test
  void aProductHasTheOtherFactorAsGradient() {
    var b = new NetworkBuilder("net");
    var a = b.input("a", PAIR);
    var c = b.input("c", PAIR);
    var y = b.op("Mul", a, c);
    gradient(b, "g", List.of("a", "c"), List.of(), y, "a", "c").forEach(b::output);
    var made = run(b.build(), Map.of("a", pair(2, 3), "c", pair(5, 7)));
    assertEquals(List.of(5f, 7f, 2f, 3f), numbers(made));
  }

  private static List<Float> numbers(List<Tensor> tensors) {
    return tensors.stream()
        .flatMap(tensor -> List.of(tensor.floatAt(0), tensor.floatAt(1)).stream())
        .toList();
  }

  @Test
  void otherValuesTakeThePlaceOfTheNamedOnes() {
    var b = new NetworkBuilder("net");
    var a = b.input("a", PAIR);
    var c = b.input("c", PAIR);
    var d = b.input("d", PAIR);
    var y = b.op("Mul", b.op("Mul", a, a), c);
    b.output(y);
    gradient(b, "g", List.of("a"), List.of("c"), y, "d", "c").forEach(b::output);
    gradient(b, "h", List.of("a"), List.of("c"), y, "a", d).forEach(b::output);
    var made = run(b.build(), Map.of("a", pair(2, 3), "c", pair(5, 7), "d", pair(10, 20)));
    assertEquals(List.of(20f, 63f, 100f, 280f, 40f, 120f), numbers(made));
  }

  @Test
  void whatIsNamedBesidesIsHeldFast() {
    var b = new NetworkBuilder("net");
    var a = b.input("a", PAIR);
    var square = b.op("Mul", a, a);
    var y = b.op("Mul", square, a);
    gradient(b, "g", List.of("a"), List.of(square), y, "a", square).forEach(b::output);
    gradient(b, "h", List.of("a"), List.of(), y, "a").forEach(b::output);
    assertEquals(List.of(4f, 9f, 12f, 27f), numbers(run(b.build(), Map.of("a", pair(2, 3)))));
  }

  @Test
  void aGradientCanBeDifferentiatedAgain() {
    var b = new NetworkBuilder("net");
    var a = b.input("a", PAIR);
    gradient(b, "second", List.of("a"), List.of(), "first:0", "a").forEach(b::output);
    var y = b.op("Mul", b.op("Mul", a, a), a);
    gradient(b, "first", List.of("a"), List.of(), y, "a");
    assertEquals(List.of(12f, 18f), numbers(run(b.build(), Map.of("a", pair(2, 3)))));
  }

  @Test
  void whatTheResultDoesNotDependOnHasNone() {
    var b = new NetworkBuilder("net");
    var a = b.input("a", PAIR);
    b.input("c", PAIR);
    var y = b.op("Exp", a);
    gradient(b, "g", List.of("c", "a"), List.of(), y, "c", "a").forEach(b::output);
    var made = run(b.build(), Map.of("a", pair(0, 0), "c", pair(5, 7)));
    assertEquals(List.of(0f, 0f, 1f, 1f), numbers(made));
  }

  @Test
  void aNetworkWithoutSuchOpsStaysAsItIs() {
    var b = new NetworkBuilder("net");
    b.output(b.op("Relu", b.input("x", PAIR)));
    var network = b.build();
    assertSame(network, GradientOps.expanded(network));
  }

  private static String refusal(List<String> xs, String y, Shape shape, String... given) {
    var b = new NetworkBuilder("net");
    var a = b.input("a", new TensorType(DataType.FLOAT, shape));
    b.op("e", "Exp", Attributes.NONE, a);
    var places = b.initializer("places", Tensor.ofLongs(new long[] {0, 2}, 2));
    var depth = b.initializer("depth", Tensor.ofLongs(new long[] {3}, 1));
    b.op("f", "OneHot", Attributes.NONE, places, depth, a);
    gradient(b, "g", xs, List.of(), y, given).forEach(b::output);
    var network = b.build();
    return assertThrows(ProblemException.class, () -> GradientOps.expanded(network))
        .problems()
        .getFirst()
        .message();
  }

  @Test
  void whatCannotBeDifferentiatedIsTold() {
    var two = Shape.of(2);
    assertEquals(
        "g (Gradient) gets 2 values for the 1 that its xs and zs name.",
        refusal(List.of("a"), "e:0", two, "a", "a"));
    assertEquals(
        "g (Gradient) depends on b, which it does not name and nothing makes.",
        refusal(List.of("a"), "b", two, "a"));
    assertEquals(
        "g (Gradient) depends on a, which it does not name and nothing makes.",
        refusal(List.of("f:0"), "e:0", two, "f:0"));
    assertEquals(
        "f (OneHot) lies between the loss and what is trained, and its gradient is not known.",
        refusal(List.of("a"), "f:0", two, "a"));
    assertEquals(
        "g (Gradient) differentiates what follows from its own gradients.",
        refusal(List.of("a"), "g:0", two, "a"));
    assertTrue(
        refusal(List.of("a"), "e:0", Shape.of(-1), "a")
            .startsWith("g (Gradient) differentiates a, which is float32"));
  }

  /// Cases of ONNX' own tests, which lie beside the repository.
  @Tag("cases")
  @ParameterizedTest
  @ValueSource(strings = {"test_gradient_of_add", "test_gradient_of_add_and_mul"})
  void publishedCasesGiveTheirOutputs(String name) {
    var folder = CASES.resolve(name);
    assumeTrue(Files.isDirectory(folder), "Skipped: there is no " + folder);
    var network = OnnxReader.read(folder.resolve("model.onnx"));
    var data = folder.resolve("test_data_set_0");
    var feeds = new HashMap<String, Tensor>();
    for (int i = 0; i < network.inputs().size(); i++) {
      feeds.put(
          network.inputs().get(i).name(),
          TensorFile.read(data.resolve("input_" + i + ".pb")).tensor());
    }
    var made = run(network, feeds);
    for (int i = 0; i < made.size(); i++) {
      var wanted = TensorFile.read(data.resolve("output_" + i + ".pb")).tensor();
      assertEquals(wanted.type(), made.get(i).type());
      assertEquals(wanted.doubleAt(0), made.get(i).doubleAt(0), 1e-5);
    }
  }
}
