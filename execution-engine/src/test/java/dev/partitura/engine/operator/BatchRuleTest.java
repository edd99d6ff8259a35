package dev.partitura.engine.operator;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// Which operators let a batch be cut; that the rule holds in numbers is checked where operators
/// are compared with ONNX Runtime.
@NullMarked
class BatchRuleTest {
  private static boolean mixes(NetworkBuilder builder, String output) {
    var network = builder.build();
    var op = network.ops().get(Topology.of(network).producer(output));
    return requireNonNull(Operators.find(op)).mixesBatch(TypeInference.infer(network).context(op));
  }

  private static Tensor longs(long... values) {
    return Tensor.ofLongs(values, values.length);
  }

  @Test
  void axisZeroDecides() {
    var b = new NetworkBuilder("net");
    var x = b.input("x", Shape.of(4, 6, 5));
    assertTrue(mixes(b, b.op("Softmax", OneOp.attributes("axis", 0), x)));
    assertFalse(mixes(b, b.op("Softmax", x)));
    assertTrue(mixes(b, b.op("Transpose", x)));
    assertFalse(mixes(b, b.op("Transpose", OneOp.attributes("perm", new long[] {0, 2, 1}), x)));
    assertTrue(mixes(b, b.op("Concat", OneOp.attributes("axis", 0), x, x)));
    assertFalse(mixes(b, b.op("Concat", OneOp.attributes("axis", -1), x, x)));
    assertTrue(mixes(b, b.op("ReduceMean", x)));
    assertFalse(mixes(b, b.op("ReduceMean", OneOp.attributes("axes", new long[] {1, 2}), x)));
    assertTrue(
        mixes(
            b,
            b.op(
                "LSTM",
                x,
                b.initializer("w", Tensor.allocate(TensorType.of(DataType.FLOAT, 1, 4, 5))),
                b.initializer("r", Tensor.allocate(TensorType.of(DataType.FLOAT, 1, 4, 1))))));
  }

  @Test
  void reshapeFollowsTheBatchUnlessItsSizeIsWrittenOut() {
    var b = new NetworkBuilder("net");
    var x = b.input("x", Shape.of(-1, 6, 5).withSymbol(0, "batch"));
    assertFalse(mixes(b, b.op("Reshape", x, b.initializer("a", longs(0, 30)))));
    assertFalse(mixes(b, b.op("Reshape", x, b.initializer("b", longs(-1, 30)))));
    assertFalse(mixes(b, b.op("Reshape", x, b.initializer("c", longs(-1, 5)))));
    assertTrue(mixes(b, b.op("Reshape", x, b.initializer("d", longs(4, -1)))));
    assertTrue(mixes(b, b.op("Reshape", x, b.initializer("e", longs(-1, 60)))));
  }

  @Test
  void weightsDoNotMixButActivationsMultipliedByEachOtherMay() {
    var b = new NetworkBuilder("net");
    var x = b.input("x", Shape.of(4, 6));
    var y = b.input("y", Shape.of(6, 4));
    var q = b.input("q", Shape.of(2, 6, 5));
    var k = b.input("k", Shape.of(2, 5, 6));
    var w = b.initializer("w", Tensor.allocate(TensorType.of(DataType.FLOAT, 6, 3)));
    assertFalse(mixes(b, b.op("MatMul", x, w)));
    assertTrue(mixes(b, b.op("MatMul", x, y)));
    assertFalse(mixes(b, b.op("MatMul", q, k)));
    assertFalse(mixes(b, b.op("Gemm", x, w)));
    assertTrue(
        mixes(
            b,
            b.op(
                "Gemm",
                OneOp.attributes("transA", 1),
                y,
                b.initializer("v", Tensor.allocate(TensorType.of(DataType.FLOAT, 6, 3))))));
  }

  @Test
  void constantsWithRowsOfTheirOwnFixTheBatch() {
    var b = new NetworkBuilder("net");
    var x = b.input("x", Shape.of(4, 6));
    assertFalse(
        mixes(
            b,
            b.op(
                "Add",
                x,
                b.initializer("row", Tensor.allocate(TensorType.of(DataType.FLOAT, 6))))));
    assertFalse(
        mixes(
            b,
            b.op(
                "Add",
                x,
                b.initializer("one", Tensor.allocate(TensorType.of(DataType.FLOAT, 1, 6))))));
    assertTrue(
        mixes(
            b,
            b.op(
                "Add",
                x,
                b.initializer("four", Tensor.allocate(TensorType.of(DataType.FLOAT, 4, 6))))));
    assertTrue(mixes(b, b.op("Add", x, b.input("other", Shape.of(6)))));
  }
}
