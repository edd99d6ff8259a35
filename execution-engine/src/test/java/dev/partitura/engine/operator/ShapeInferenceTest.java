package dev.partitura.engine.operator;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class ShapeInferenceTest {
  private static final Shape BATCHED = Shape.of(-1, 3, 8, 8).withSymbol(0, "batch");

  private static TensorType infer(NetworkBuilder builder, String output) {
    var types = TypeInference.infer(builder.build());
    assertEquals(List.of(), types.problems());
    return requireNonNull(types.type(output));
  }

  private static Tensor floats(long... sizes) {
    return Tensor.allocate(TensorType.of(DataType.FLOAT, sizes));
  }

  private static String shape(NetworkBuilder builder, String output) {
    return String.valueOf(infer(builder, output).shape());
  }

  @Test
  void batchSymbolReachesTheEndOfAConvolutionalNetwork() {
    var b = new NetworkBuilder("net");
    var x = b.input("x", BATCHED);
    var y =
        b.op(
            "Conv",
            OneOp.attributes("pads", new long[] {1, 1, 1, 1}),
            x,
            b.initializer("w", floats(16, 3, 3, 3)));
    y =
        b.op(
            "MaxPool",
            OneOp.attributes("kernel_shape", new long[] {2, 2}, "strides", new long[] {2, 2}),
            b.op("Relu", y));
    y = b.op("Flatten", b.op("GlobalAveragePool", y));
    y =
        b.op(
            "Softmax",
            b.op("Gemm", OneOp.attributes("transB", 1), y, b.initializer("v", floats(10, 16))));
    assertEquals("batch×10", shape(b, y));
  }

  @Test
  void reshapeKeepsTheSymbolByZeroAndByMinusOne() {
    var b = new NetworkBuilder("net");
    var x = b.input("x", BATCHED);
    assertEquals(
        "batch×3×64",
        shape(b, b.op("Reshape", x, b.initializer("s", Tensor.ofLongs(new long[] {0, 3, -1}, 3)))));
    assertEquals(
        "batch×192",
        shape(b, b.op("Reshape", x, b.initializer("t", Tensor.ofLongs(new long[] {-1, 192}, 2)))));
    assertEquals(
        "?×2",
        shape(b, b.op("Reshape", x, b.initializer("u", Tensor.ofLongs(new long[] {-1, 2}, 2)))));
  }

  @Test
  void arithmeticOnASymbolIsUnknown() {
    var b = new NetworkBuilder("net");
    var x = b.input("x", BATCHED);
    assertEquals("?×3×8×8", shape(b, b.op("Concat", OneOp.attributes("axis", 0), x, x)));
    assertEquals(
        "?×3×8×8",
        shape(
            b,
            b.op(
                "Slice",
                x,
                b.initializer("s", Tensor.ofLongs(new long[] {1}, 1)),
                b.initializer("e", Tensor.ofLongs(new long[] {9}, 1)))));
  }

  @Test
  void equalSymbolsStayAndOthersBecomeUnknown() {
    var b = new NetworkBuilder("net");
    var x = b.input("x", BATCHED);
    var y = b.input("y", BATCHED);
    var z = b.input("z", BATCHED.withSymbol(0, "other"));
    assertEquals("batch×3×8×8", shape(b, b.op("Add", x, y)));
    assertEquals("?×3×8×8", shape(b, b.op("Add", x, z)));
  }

  @Test
  void reshapeByShapeArithmeticIsFolded() {
    var b = new NetworkBuilder("net");
    var x = b.input("x", Shape.of(2, 3, 4));
    var rows =
        b.op("Gather", b.op("Shape", x), b.initializer("first", Tensor.ofLongs(new long[] {0})));
    var target =
        b.op(
            "Concat",
            OneOp.attributes("axis", 0),
            b.op("Unsqueeze", rows, b.initializer("axes", Tensor.ofLongs(new long[] {0}, 1))),
            b.initializer("rest", Tensor.ofLongs(new long[] {-1}, 1)));
    assertEquals("2×12", shape(b, b.op("Reshape", x, target)));
  }

  @Test
  void symbolsSurviveShapeArithmetic() {
    var b = new NetworkBuilder("net");
    var x = b.input("x", Shape.of(-1, -1, 768).withSymbol(0, "batch").withSymbol(1, "seq"));
    var axes = b.initializer("axes", Tensor.ofLongs(new long[] {0}, 1));
    var shape = b.op("Shape", x);
    var batch =
        b.op(
            "Unsqueeze",
            b.op("Gather", shape, b.initializer("zero", Tensor.ofLongs(new long[] {0}))),
            axes);
    var seq =
        b.op(
            "Unsqueeze",
            b.op("Gather", shape, b.initializer("one", Tensor.ofLongs(new long[] {1}))),
            axes);
    var heads = b.initializer("heads", Tensor.ofLongs(new long[] {12, 64}, 2));
    var rest = b.initializer("rest", Tensor.ofLongs(new long[] {-1}, 1));
    var concat = OneOp.attributes("axis", 0);
    assertEquals(
        "batch×seq×12×64", shape(b, b.op("Reshape", x, b.op("Concat", concat, batch, seq, heads))));
    assertEquals(
        "batch×seq×768", shape(b, b.op("Reshape", x, b.op("Concat", concat, batch, seq, rest))));
    assertEquals(
        "seq×batch×768", shape(b, b.op("Reshape", x, b.op("Concat", concat, seq, batch, rest))));
    assertEquals("batch×?", shape(b, b.op("Reshape", x, b.op("Concat", concat, batch, rest))));
    assertEquals(
        "?×768",
        shape(
            b,
            b.op(
                "Reshape",
                x,
                b.op(
                    "Concat",
                    concat,
                    b.op("Mul", batch, seq),
                    b.initializer("w", Tensor.ofLongs(new long[] {768}, 1))))));
    assertEquals(
        "batch×seq", shape(b, b.op("ConstantOfShape", b.op("Concat", concat, batch, seq))));
    assertEquals(
        "batch×seq×768",
        shape(
            b,
            b.op(
                "Expand",
                b.initializer("row", floats(768)),
                b.op(
                    "Concat",
                    concat,
                    batch,
                    seq,
                    b.initializer("v", Tensor.ofLongs(new long[] {768}, 1))))));
  }

  @Test
  void unknownTargetsStillTellTheRank() {
    var b = new NetworkBuilder("net");
    var x = b.input("x", BATCHED);
    var target = b.input("target", TensorType.of(DataType.INT64, 3));
    assertEquals("?×?×?", shape(b, b.op("Reshape", x, target)));
    assertEquals(
        "null", shape(b, b.op("Reshape", x, b.input("open", TensorType.of(DataType.INT64, -1)))));
  }

  @Test
  void poolsRoundUpOnlyWhereAWindowStartsInside() {
    assertEquals(
        Shape.of(1, 1, 2),
        OneOp.of(
                "MaxPool",
                22,
                1,
                List.of(floats(1, 1, 4)),
                "kernel_shape",
                new long[] {1},
                "strides",
                new long[] {2},
                "ceil_mode",
                1)
            .inferred()
            .shape());
    assertEquals(
        Shape.of(1, 1, 3),
        OneOp.of(
                "MaxPool",
                22,
                1,
                List.of(floats(1, 1, 6)),
                "kernel_shape",
                new long[] {3},
                "strides",
                new long[] {2},
                "ceil_mode",
                1)
            .inferred()
            .shape());
  }

  @Test
  void bodiesAreTypedThroughTheirCaptures() {
    var thenBody = new NetworkBuilder("then");
    thenBody.output(thenBody.op("Relu", "x"));
    var elseBody = new NetworkBuilder("else");
    elseBody.output(elseBody.op("Concat", OneOp.attributes("axis", 1), "x", "x"));
    var b = new NetworkBuilder("net");
    b.input("x", BATCHED);
    var condition = b.input("c", TensorType.of(DataType.BOOL));
    var bodies =
        new Attributes(
            Map.of(
                "then_branch",
                new Attribute.NetworkValue(thenBody.build()),
                "else_branch",
                new Attribute.NetworkValue(elseBody.build())));
    var y = b.op("If", bodies, condition);
    b.output(y);
    assertEquals("batch×?×8×8", shape(b, y));
    var x = Tensor.ofFloats(new float[] {-1, 2}, 1, 2, 1, 1);
    var choice = Tensor.allocate(TensorType.of(DataType.BOOL));
    assertEquals(
        List.of(TensorType.of(DataType.FLOAT, 1, 4, 1, 1)),
        NetworkEvaluation.run(b.build(), Map.of("x", x, "c", choice)).stream()
            .map(Tensor::type)
            .toList());
  }
}
