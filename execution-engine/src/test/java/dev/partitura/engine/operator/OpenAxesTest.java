package dev.partitura.engine.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.TensorType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OpenAxesTest {
  /// A shape such as `batch 3 ? ?`; empty for a scalar.
  private static Shape shape(String text) {
    var words = text.isEmpty() ? new String[0] : text.split(" ");
    var shape = Shape.of(Stream.of(words).mapToLong(OpenAxesTest::size).toArray());
    for (int axis = 0; axis < words.length; axis++) {
      if (Character.isLetter(words[axis].charAt(0))) {
        shape = shape.withSymbol(axis, words[axis]);
      }
    }
    return shape;
  }

  private static long size(String word) {
    return Character.isDigit(word.charAt(0)) ? Long.parseLong(word) : Shape.UNKNOWN;
  }

  private static TensorType type(String shape) {
    return new TensorType(DataType.FLOAT, shape(shape));
  }

  /// A network that hands its inputs `a`, `b`, … on.
  private static Network network(String... shapes) {
    var b = new NetworkBuilder("open");
    char name = 'a';
    for (var shape : shapes) {
      b.output(b.op("Identity", b.input(String.valueOf(name++), shape(shape))));
    }
    return b.build();
  }

  private static String sized(NetworkTypes types) {
    return types.network().inputs().stream()
        .map(input -> String.valueOf(types.types().get(input.name())).replace("float32 ", ""))
        .collect(Collectors.joining(", "));
  }

  private static String sized(int samples, String... shapes) {
    var network = network(shapes);
    var types = OpenAxes.types(network, samples);
    assertEquals(sized(types), sized(OpenAxes.sized(TypeInference.infer(network), samples)));
    return sized(types);
  }

  @Test
  void anOpenFirstAxisIsTheBatch() {
    assertEquals("7×4, 7×3", sized(7, "batch 4", "? 3"));
  }

  @Test
  void theSidesOfAPictureAreUsualOnes() {
    assertEquals("2×3×224×224", sized(2, "N 3 ? ?"));
    assertEquals("2×3×224×224", sized(2, "N 3 H W"));
    assertEquals("2×224×224×3", sized(2, "N height width 3"));
  }

  @Test
  void otherAxesAreLengths() {
    assertEquals("2×16", sized(2, "batch sequence"));
    assertEquals("2×8×16×16", sized(2, "batch 8 seq_q seq_k"));
    assertEquals("2×80×16", sized(2, "batch 80 frames"));
  }

  @Test
  void scalarsAndFixedShapesStayAsTheyAre() {
    assertEquals("scalar, 5×3", sized(9, "", "5 3"));
    var types = TypeInference.infer(network("", "5 3"));
    assertSame(types, OpenAxes.sized(types, 9));
  }

  @Test
  void oneSymbolHasOneSize() {
    assertEquals("4×16, 16, 4×4", sized(4, "batch seq", "seq", "batch batch"));
    assertEquals("16, 4×16", sized(4, "seq", "batch seq"));
    assertEquals("4×5, 5×4", sized(4, "batch 5", "5 batch"));
    assertEquals("4×16, 16", sized(4, "seq n", "n"));
  }

  @Test
  void whatIsFedTellsTheSizesOfOpenAxes() {
    var network = network("batch 3 H W", "batch W");
    assertEquals(
        "1×3×320×640, 1×640", sized(OpenAxes.types(network, Map.of("a", type("5 3 320 640")), 1)));
    var unstated = network.withInputs(List.of(new Value("a", null), network.inputs().get(1)));
    assertEquals("1×9×9, 1×16", sized(OpenAxes.types(unstated, Map.of("a", type("5 9 9")), 1)));
  }

  @Test
  void onlyInputsOfTheBatchCarryIt() {
    var declared = new LinkedHashMap<String, TensorType>();
    declared.put("a", type("n 4"));
    declared.put("b", type("m 4"));
    declared.put("c", type("4 n"));
    assertEquals(
        "{a=float32 6×4, b=float32 1×4, c=float32 4×6}",
        OpenAxes.inputs(declared, Map.of(), Set.of("a"), 6).toString());
  }

  @Test
  void aFixedBatchIsRebatchedOnlyOnRequest() {
    var network = network("8 3", "2 4", "8 5");
    assertEquals("8×3, 2×4, 8×5", sized(OpenAxes.types(network, 2)));
    assertEquals("2×3, 2×4, 2×5", sized(OpenAxes.typesOfAnyBatch(network, 2)));
    assertEquals("2×3, 8×4", sized(OpenAxes.typesOfAnyBatch(network("batch 3", "8 4"), 2)));
  }
}
