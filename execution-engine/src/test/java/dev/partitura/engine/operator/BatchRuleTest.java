package dev.partitura.engine.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// How values lie when input `x` is split along axis 0, a part holding two of six samples; that the
/// rules hold in numbers is checked where operators are compared with ONNX Runtime.
@NullMarked
class BatchRuleTest {
  private static final Sharding ROWS = Sharding.along(0);
  private final NetworkBuilder b = new NetworkBuilder("net");
  private final String x = b.input("x", Shape.of(-1, 6, 5).withSymbol(0, "batch"));

  private Sharding sharding(String output) {
    var network = b.build();
    return ShardPropagation.of(
            network, types(2), types(6), Map.of("x", ROWS), new SampleCounts(2, 6))
        .of(output);
  }

  private NetworkTypes types(long samples) {
    return TypeInference.infer(
        b.build(), Map.of("x", TensorType.of(DataType.FLOAT, samples, 6, 5)), Map.of());
  }

  private String longs(String name, long... values) {
    return b.initializer(name, Tensor.ofLongs(values, values.length));
  }

  private String floats(String name, long... sizes) {
    return b.initializer(name, Tensor.allocate(TensorType.of(DataType.FLOAT, sizes)));
  }

  @Test
  void anOpAlongTheBatchMixesIt() {
    assertEquals(Sharding.UNKNOWN, sharding(b.op("Softmax", OneOp.attributes("axis", 0), x)));
    assertEquals(ROWS, sharding(b.op("Softmax", x)));
    assertEquals(Sharding.UNKNOWN, sharding(b.op("Concat", OneOp.attributes("axis", 0), x, x)));
    assertEquals(ROWS, sharding(b.op("Concat", OneOp.attributes("axis", -1), x, x)));
    assertEquals(Sharding.UNKNOWN, sharding(b.op("ReduceMean", x)));
    assertEquals(
        ROWS, sharding(b.op("ReduceMean", OneOp.attributes("axes", new long[] {1, 2}), x)));
  }

  @Test
  void theBatchMayMoveToAnotherAxis() {
    assertEquals(Sharding.along(2), sharding(b.op("Transpose", x)));
    assertEquals(
        Sharding.along(1),
        sharding(b.op("Unsqueeze", OneOp.attributes("axes", new long[] {0}), x)));
    var turned = b.op("Transpose", OneOp.attributes("perm", new long[] {1, 0, 2}), x);
    var sequence = b.op("LSTM", turned, floats("w", 1, 4, 5), floats("r", 1, 4, 1));
    assertEquals(Sharding.along(2), sharding(sequence));
  }

  @Test
  void reshapeKeepsSamplesApartWhereTheirElementsStayTogether() {
    assertEquals(ROWS, sharding(b.op("Reshape", x, longs("a", 0, 30))));
    assertEquals(ROWS, sharding(b.op("Reshape", x, longs("b", -1, 30))));
    assertEquals(ROWS, sharding(b.op("Reshape", x, longs("c", -1, 5))));
    assertEquals(ROWS, sharding(b.op("Reshape", x, longs("e", -1, 60))));
    assertEquals(Sharding.along(1), sharding(b.op("Reshape", x, longs("f", 1, -1, 6, 5))));
    assertEquals(Sharding.UNKNOWN, sharding(b.op("Reshape", x, longs("d", 2, -1))));
  }

  @Test
  void weightsDoNotMixButSamplesMultipliedByEachOtherDo() {
    assertEquals(ROWS, sharding(b.op("MatMul", x, floats("w", 5, 3))));
    var turned = b.op("Transpose", OneOp.attributes("perm", new long[] {0, 2, 1}), x);
    assertEquals(ROWS, sharding(b.op("MatMul", x, turned)));
    var flat = b.op("Flatten", x);
    assertEquals(Sharding.UNKNOWN, sharding(b.op("MatMul", flat, b.op("Transpose", flat))));
    assertEquals(Sharding.UNKNOWN, sharding(b.op("MatMul", b.op("Transpose", flat), flat)));
    assertEquals(ROWS, sharding(b.op("Gemm", flat, floats("v", 30, 3))));
    assertEquals(
        Sharding.along(1),
        sharding(b.op("Gemm", OneOp.attributes("transB", 1), floats("u", 4, 30), flat)));
  }

  @Test
  void constantsWithRowsOfTheirOwnFixTheBatch() {
    assertEquals(ROWS, sharding(b.op("Add", x, floats("row", 5))));
    assertEquals(ROWS, sharding(b.op("Add", x, floats("one", 1, 6, 5))));
    assertEquals(Sharding.UNKNOWN, sharding(b.op("Add", x, floats("two", 2, 6, 5))));
    assertEquals(Sharding.UNKNOWN, sharding(b.op("Add", x, floats("six", 6, 6, 5))));
  }

  @Test
  void theSizeOfTheBatchMayShapeValuesButNotBeOne() {
    var size = b.op("Gather", b.op("Shape", x), b.initializer("zero", Tensor.ofLongs(new long[1])));
    var number = b.op("Cast", OneOp.attributes("to", 1), size);
    assertEquals(Sharding.UNKNOWN, sharding(b.op("Div", x, number)));
    var sizes =
        b.op(
            "Concat",
            OneOp.attributes("axis", 0),
            b.op("Unsqueeze", OneOp.attributes("axes", new long[] {0}), size),
            longs("thirty", 30));
    assertEquals(ROWS, sharding(b.op("Reshape", x, sizes)));
    assertEquals(ROWS, sharding(b.op("ConstantOfShape", sizes)));
    assertEquals(ROWS, sharding(b.op("Expand", floats("thirties", 1, 30), sizes)));
    assertEquals(ROWS, sharding(b.op("Tile", floats("each", 1, 1), sizes)));
    var step = b.initializer("step", Tensor.ofLongs(new long[] {1}));
    var start = b.initializer("start", Tensor.ofLongs(new long[1]));
    assertEquals(Sharding.UNKNOWN, sharding(b.op("Range", start, size, step)));
  }

  @Test
  void whatNoRuleKnowsIsNotSplit() {
    assertEquals(Sharding.UNKNOWN, sharding(b.op("NonZero", x)));
    assertEquals(Sharding.UNKNOWN, sharding(b.op("NoSuchOperator", x)));
    assertEquals(Sharding.REPLICATED, sharding(b.op("NonZero", floats("known", 2, 3))));
  }
}
