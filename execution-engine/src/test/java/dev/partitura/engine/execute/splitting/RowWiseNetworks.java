package dev.partitura.engine.execute.splitting;

import static dev.partitura.engine.execute.splitting.HandMade.batchSize;
import static dev.partitura.engine.execute.splitting.HandMade.floats;
import static dev.partitura.engine.execute.splitting.HandMade.list;
import static dev.partitura.engine.execute.splitting.HandMade.longs;
import static dev.partitura.engine.execute.splitting.HandMade.number;
import static dev.partitura.engine.execute.splitting.HandMade.op;
import static dev.partitura.engine.execute.splitting.HandMade.rows;
import static dev.partitura.engine.execute.splitting.HandMade.with;

import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Networks in which every row of the output comes from the same row of the inputs: a batch of them
/// can be split, however they are written.
final class RowWiseNetworks {
  static final int BATCH = 8;

  private static final Object[] SWAP = with("perm", new long[] {1, 0, 2});

  private RowWiseNetworks() {}

  static List<HandMade> all() {
    return List.of(
        network("layers of a perceptron", RowWiseNetworks::perceptron),
        network("convolutions, pooling, flattened", RowWiseNetworks::convolutions),
        network("front of BERT with positions and types from Shape", RowWiseNetworks::bert),
        network("ones like the input", RowWiseNetworks::onesLike),
        network("zeros of the batch's size as indices of a table", RowWiseNetworks::zeroIndices),
        network("reshape to 0, -1", b -> reshaped(b, longs(b, 0, -1))),
        network("reshape to -1, d", b -> reshaped(b, longs(b, -1, 12))),
        network("reshape to the batch's size and -1", RowWiseNetworks::exportedReshape),
        network("reshape to rows of heads and back", RowWiseNetworks::heads),
        network("attention within a row", RowWiseNetworks::attention),
        network("constant expanded to the batch", RowWiseNetworks::expandedConstant),
        network("class token before each sequence", RowWiseNetworks::classToken),
        network("LSTM with the batch on axis 1", b -> recurrent(b, "LSTM", 4)),
        network("GRU with the batch on axis 1", b -> recurrent(b, "GRU", 3)),
        network("axis of one squeezed", RowWiseNetworks::squeezed),
        network("transposed and back", RowWiseNetworks::transposedAndBack),
        network("softmax over the last axis", b -> along(b, "Softmax", -1)),
        network("softmax over the first axis while the batch is second", RowWiseNetworks::turned),
        network("mean over all axes but the first", RowWiseNetworks::mean),
        network("branch by a constant", RowWiseNetworks::branch),
        network("mask whose batch has another symbol", RowWiseNetworks::maskOfAnotherSymbol),
        network("ids and mask under symbols of their own", RowWiseNetworks::idsAndMask),
        network("ids of rank one under a symbol of their own", RowWiseNetworks::idsOfRankOne),
        network("mask added as a bias", RowWiseNetworks::maskAsBias),
        network("positions cut from a table by the length", RowWiseNetworks::positions),
        network("elements gathered within a row", RowWiseNetworks::gatherElements),
        network("best of each row", RowWiseNetworks::best),
        network("running sum within a row", RowWiseNetworks::runningSum),
        network("columns cut, reversed and joined", RowWiseNetworks::columns),
        network("picture padded, enlarged and rearranged", RowWiseNetworks::picture),
        network("product of each row with itself", RowWiseNetworks::einsum),
        network("normalized over the last axis", RowWiseNetworks::normalized),
        network("scale and a constant of the batch's size by accident", RowWiseNetworks::accident),
        network("unused sizes", RowWiseNetworks::unusedSizes));
  }

  private static HandMade network(String name, Consumer<NetworkBuilder> description) {
    return HandMade.of(name, BATCH, description);
  }

  private static void perceptron(NetworkBuilder b) {
    var hidden = b.op("Relu", b.op("Gemm", rows(b, "x", 6), floats(b, 6, 5), floats(b, 5)));
    b.output(b.op("Sigmoid", b.op("MatMul", hidden, floats(b, 5, 3))));
  }

  private static void convolutions(NetworkBuilder b) {
    var x = rows(b, "x", 2, 6, 6);
    var pads = new long[] {1, 1, 1, 1};
    var conv = b.op("Relu", op(b, "Conv", with("pads", pads), x, floats(b, 4, 2, 3, 3)));
    var kernel = new long[] {2, 2};
    var pool = op(b, "MaxPool", with("kernel_shape", kernel, "strides", kernel), conv);
    b.output(b.op("MatMul", b.op("Flatten", pool), floats(b, 36, 3)));
  }

  private static void bert(NetworkBuilder b) {
    var ids = rows(b, "ids", DataType.INT64, "batch", 5);
    var mask = rows(b, "mask", DataType.INT64, "batch", 5);
    var shape = b.op("Shape", ids);
    var length =
        b.op("Unsqueeze", op(b, "Gather", with("axis", 0), shape, number(b, 1)), longs(b, 0));
    var table = b.initializer("table", Tensor.ofLongs(new long[] {0, 1, 2, 3, 4, 5, 6, 7}, 1, 8));
    var places = b.op("Slice", table, longs(b, 0), length, longs(b, 1));
    var types =
        b.op("ConstantOfShape", AttributeList.of("value", Tensor.ofLongs(new long[1], 1)), shape);
    var words = b.op("Gather", floats(b, 4, 6), ids);
    var sum = b.op("Add", words, b.op("Gather", floats(b, 8, 6), b.op("Expand", places, shape)));
    var x = b.op("Add", sum, b.op("Gather", floats(b, 2, 6), types));
    var scores = b.op("MatMul", x, op(b, "Transpose", with("perm", new long[] {0, 2, 1}), x));
    var flags = op(b, "Cast", with("to", 1), b.op("Unsqueeze", mask, longs(b, 1)));
    b.output(b.op("MatMul", op(b, "Softmax", with("axis", -1), b.op("Add", scores, flags)), x));
  }

  private static void onesLike(NetworkBuilder b) {
    var x = b.op("Neg", rows(b, "x", 6));
    var one = AttributeList.of("value", Tensor.ofFloats(new float[] {2}, 1));
    b.output(b.op("Mul", x, b.op("ConstantOfShape", one, b.op("Shape", x))));
  }

  private static void zeroIndices(NetworkBuilder b) {
    var x = rows(b, "x", 6);
    var zero = AttributeList.of("value", Tensor.ofLongs(new long[1], 1));
    var indices = b.op("ConstantOfShape", zero, b.op("Unsqueeze", batchSize(b, x), longs(b, 0)));
    b.output(b.op("Relu", b.op("Add", x, b.op("Gather", floats(b, 3, 6), indices))));
  }

  private static void reshaped(NetworkBuilder b, String target) {
    var x = b.op("Relu", rows(b, "x", 3, 4));
    b.output(b.op("MatMul", b.op("Reshape", x, target), floats(b, 12, 2)));
  }

  private static void exportedReshape(NetworkBuilder b) {
    var x = b.op("Relu", rows(b, "x", 3, 4));
    b.output(b.op("MatMul", b.op("Reshape", x, list(b, batchSize(b, x), -1)), floats(b, 12, 2)));
  }

  private static void heads(NetworkBuilder b) {
    var x = rows(b, "x", 3, 8);
    var n = batchSize(b, x);
    var split = b.op("Reshape", b.op("MatMul", x, floats(b, 8, 8)), list(b, n, -1, 2, 4));
    var heads = op(b, "Transpose", with("perm", new long[] {0, 2, 1, 3}), split);
    var keys = op(b, "Transpose", with("perm", new long[] {0, 1, 3, 2}), heads);
    var mixed =
        b.op("MatMul", op(b, "Softmax", with("axis", -1), b.op("MatMul", heads, keys)), heads);
    var back = op(b, "Transpose", with("perm", new long[] {0, 2, 1, 3}), mixed);
    b.output(b.op("Reshape", back, list(b, n, -1, 8)));
  }

  private static void attention(NetworkBuilder b) {
    var x = rows(b, "x", 3, 4);
    var scores = b.op("MatMul", x, op(b, "Transpose", with("perm", new long[] {0, 2, 1}), x));
    b.output(b.op("MatMul", op(b, "Softmax", with("axis", -1), scores), x));
  }

  private static void expandedConstant(NetworkBuilder b) {
    var x = rows(b, "x", 4);
    var expanded = b.op("Expand", floats(b, 1, 4), list(b, batchSize(b, x), 4));
    b.output(b.op("Tanh", b.op("Add", x, expanded)));
  }

  private static void classToken(NetworkBuilder b) {
    var x = rows(b, "x", 3, 4);
    var token = b.op("Expand", floats(b, 1, 1, 4), list(b, batchSize(b, x), 1, 4));
    var joined = op(b, "Concat", with("axis", 1), token, x);
    b.output(b.op("MatMul", b.op("Add", joined, floats(b, 1, 4, 4)), floats(b, 4, 2)));
  }

  private static void recurrent(NetworkBuilder b, String type, int gates) {
    var sequence = op(b, "Transpose", SWAP, rows(b, "x", 3, 4));
    var outputs =
        b.op(
            "recurrent",
            type,
            2,
            AttributeList.of("hidden_size", 2),
            sequence,
            floats(b, 1, gates * 2, 4),
            floats(b, 1, gates * 2, 2));
    var last = b.op("Squeeze", outputs.get(1), longs(b, 0));
    b.output(b.op("MatMul", last, floats(b, 2, 3)));
  }

  private static void squeezed(NetworkBuilder b) {
    var ids = rows(b, "ids", DataType.INT64, "N", 1);
    var words = b.op("Squeeze", b.op("Gather", floats(b, 4, 3), ids), longs(b, 1));
    b.output(b.op("Softmax", words));
  }

  private static void transposedAndBack(NetworkBuilder b) {
    var turned = op(b, "Transpose", SWAP, rows(b, "x", 3, 4));
    b.output(op(b, "Transpose", SWAP, b.op("MatMul", b.op("Relu", turned), floats(b, 4, 4))));
  }

  private static void along(NetworkBuilder b, String type, int axis) {
    b.output(op(b, type, with("axis", axis), b.op("MatMul", rows(b, "x", 6), floats(b, 6, 4))));
  }

  private static void turned(NetworkBuilder b) {
    var turned = op(b, "Transpose", SWAP, rows(b, "x", 3, 4));
    b.output(op(b, "Transpose", SWAP, op(b, "Softmax", with("axis", 0), turned)));
  }

  private static void mean(NetworkBuilder b) {
    var x = b.op("Relu", rows(b, "x", 3, 4));
    b.output(op(b, "ReduceMean", with("keepdims", 0), x, longs(b, 1, 2)));
  }

  private static void branch(NetworkBuilder b) {
    var x = b.op("Neg", rows(b, "x", 4));
    var yes = Tensor.allocate(TensorType.of(DataType.BOOL));
    yes.setLong(0, 1);
    var branches = AttributeList.of("then_branch", body("Relu", x), "else_branch", body("Neg", x));
    b.output(b.op("Tanh", b.op("If", branches, b.initializer("yes", yes))));
  }

  static Network body(String type, String... inputs) {
    var op = new Op(new OpId(type), "", type, List.of(inputs), List.of("result"), Attributes.NONE);
    return new Network(
        "body",
        List.of(),
        List.of(new Value("result", null)),
        List.of(op),
        Map.of(),
        Map.of("", Draft.OPSET));
  }

  private static void maskOfAnotherSymbol(NetworkBuilder b) {
    var x = b.op("Neg", rows(b, "x", 6));
    b.output(b.op("Relu", b.op("Mul", x, rows(b, "mask", DataType.FLOAT, "M", 6))));
  }

  private static void idsAndMask(NetworkBuilder b) {
    var ids = rows(b, "ids", DataType.INT64, "unk__13", 1);
    var words = b.op("Squeeze", b.op("Gather", floats(b, 4, 3), ids), longs(b, 1));
    b.output(b.op("Relu", b.op("Mul", words, rows(b, "mask", DataType.FLOAT, "unk__14", 3))));
  }

  private static void idsOfRankOne(NetworkBuilder b) {
    var ids = rows(b, "ids", DataType.INT64, "M");
    b.output(b.op("Tanh", b.op("Add", rows(b, "x", 6), b.op("Gather", floats(b, 4, 6), ids))));
  }

  private static void maskAsBias(NetworkBuilder b) {
    var mask = rows(b, "mask", DataType.BOOL, "M", 3);
    var bias = b.op("Where", b.op("Unsqueeze", mask, longs(b, 1)), floats(b), floats(b, 1));
    b.output(b.op("Softmax", b.op("Add", rows(b, "x", 3, 3), bias)));
  }

  private static void positions(NetworkBuilder b) {
    var x = rows(b, "x", 3, 4);
    var length = op(b, "Shape", with("start", 1, "end", 2), x);
    var places = b.op("Slice", floats(b, 1, 9, 4), longs(b, 0), length, longs(b, 1));
    b.output(b.op("Relu", b.op("Add", x, places)));
  }

  private static void gatherElements(NetworkBuilder b) {
    var x = b.op("Neg", rows(b, "x", 4));
    var indices = rows(b, "indices", DataType.INT64, "N", 2);
    b.output(op(b, "GatherElements", with("axis", 1), x, indices));
  }

  private static void best(NetworkBuilder b) {
    var x = b.op("Neg", rows(b, "x", 5));
    b.output(op(b, "ArgMax", with("axis", 1, "keepdims", 0), x));
    b.op("top", "TopK", 2, AttributeList.of("axis", -1), x, longs(b, 2)).forEach(b::output);
  }

  private static void runningSum(NetworkBuilder b) {
    b.output(b.op("CumSum", b.op("Abs", rows(b, "x", 3, 2)), number(b, 1)));
  }

  private static void columns(NetworkBuilder b) {
    var x = b.op("Abs", rows(b, "x", 5));
    var reversed = b.op("Slice", x, longs(b, -1), longs(b, -9), longs(b, 1), longs(b, -1));
    var part = b.op("Slice", x, longs(b, 1), longs(b, 3), longs(b, 1));
    b.output(op(b, "Concat", with("axis", -1), reversed, part, x));
  }

  private static void picture(NetworkBuilder b) {
    var x = rows(b, "x", 4, 2, 2);
    var padded = b.op("Pad", x, longs(b, 0, 0, 1, 0, 0, 0, 1, 0));
    var scales = b.initializer("scales", Tensor.ofFloats(new float[] {1, 1, 2, 2}, 4));
    var large = op(b, "Resize", with("mode", "nearest"), padded, "", scales);
    b.output(op(b, "DepthToSpace", with("blocksize", 2), large));
  }

  private static void einsum(NetworkBuilder b) {
    var x = b.op("Relu", rows(b, "x", 4));
    b.output(op(b, "Einsum", with("equation", "bi,bj->bij"), x, x));
  }

  private static void normalized(NetworkBuilder b) {
    var x = b.op("MatMul", rows(b, "x", 4), floats(b, 4, 4));
    b.output(op(b, "LayerNormalization", with("epsilon", 0.01f), x, floats(b, 4), floats(b, 4)));
  }

  /// The last axis is as long as the batch.
  private static void accident(NetworkBuilder b) {
    b.output(b.op("Relu", b.op("Mul", rows(b, "x", BATCH), floats(b, BATCH))));
  }

  private static void unusedSizes(NetworkBuilder b) {
    var x = b.op("Relu", rows(b, "x", 4));
    b.op("Size", x);
    b.op("Div", batchSize(b, x), number(b, 2));
    b.output(b.op("Neg", x));
  }
}
