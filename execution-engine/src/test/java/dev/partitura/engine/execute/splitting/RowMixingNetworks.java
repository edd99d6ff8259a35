package dev.partitura.engine.execute.splitting;

import static dev.partitura.engine.execute.splitting.HandMade.batchSize;
import static dev.partitura.engine.execute.splitting.HandMade.floats;
import static dev.partitura.engine.execute.splitting.HandMade.longs;
import static dev.partitura.engine.execute.splitting.HandMade.number;
import static dev.partitura.engine.execute.splitting.HandMade.op;
import static dev.partitura.engine.execute.splitting.HandMade.rows;
import static dev.partitura.engine.execute.splitting.HandMade.with;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Networks in which a row depends on other rows or on how many there are: a part of the batch
/// alone gives other values, so a plan that splits it is refused or finds another way to the same
/// values.
final class RowMixingNetworks {
  static final int BATCH = 4;

  private RowMixingNetworks() {}

  static List<HandMade> all() {
    return List.of(
        // The size of the batch as a value.
        mixing("divided by the batch's size", b -> sized(b, "Div", false)),
        mixing("multiplied by the number of elements", b -> sized(b, "Mul", true)),
        mixing("row numbers added", RowMixingNetworks::rowNumbers),
        mixing("chosen by the batch's size", RowMixingNetworks::chosen),
        mixing("as many best as rows", RowMixingNetworks::best),
        mixing("turns of a loop", RowMixingNetworks::loop),
        mixing("depth of a one-hot", RowMixingNetworks::depth),
        mixing("modulo the batch's size", RowMixingNetworks::modulo),
        mixing("branch by the batch's size", RowMixingNetworks::branch),
        mixing("shape as an output", b -> output(b, "Shape")),
        mixing("number of elements as an output", b -> output(b, "Size")),
        mixing("last of a table by the batch's size", RowMixingNetworks::table),
        mixing("columns up to the batch's size", RowMixingNetworks::columns),
        mixing("size through a branch of ones", RowMixingNetworks::countedOnes),
        mixing("size as the power", b -> sized(b, "Pow", false)),
        mixing("columns padded by the batch's size", RowMixingNetworks::padded),
        // Leading sizes that are baked in.
        mixing("all rows in one", b -> reshaped(b, 1, -1)),
        mixing("rows attend to each other", RowMixingNetworks::attention),
        mixing("two rows in one", b -> reshaped(b, 2, -1)),
        mixing("baked to the whole batch", b -> reshaped(b, BATCH, -1)),
        mixing("rows in the columns", b -> reshaped(b, 6, -1)),
        mixing("flat", b -> reshaped(b, -1)),
        mixing("constant with a row for each of the batch", b -> constant(b, BATCH)),
        mixing("constant with a row for each of a part", RowMixingNetworks::constantOfAPart),
        // Other symbols.
        mixing("two inputs multiplied across", RowMixingNetworks::across),
        mixing("table indexed by another input's rows", RowMixingNetworks::lookup),
        mixing("a batch without a symbol beside one with", RowMixingNetworks::withoutSymbol),
        // A fixed batch fed with several.
        HandMade.of("one row stated, softmax over all", BATCH, RowMixingNetworks::fixed),
        // Rows joined by an op.
        mixing("softmax over the rows", b -> along(b, "Softmax")),
        mixing("mean over the rows", b -> reduced(b, 1)),
        mixing("mean over the rows, squeezed", b -> reduced(b, 0)),
        mixing("running sum over the rows", RowMixingNetworks::runningSum),
        mixing("rows multiplied from the left", RowMixingNetworks::fromTheLeft),
        mixing("rows multiplied with each other", RowMixingNetworks::gram),
        mixing("rows reversed", RowMixingNetworks::reversed),
        mixing("first row alone", RowMixingNetworks::first),
        mixing("a row joined in front", RowMixingNetworks::joined),
        mixing("rows rotated", RowMixingNetworks::rotated),
        mixing("rows repeated", RowMixingNetworks::tiled),
        mixing("best row", RowMixingNetworks::bestRow),
        mixing(
            "triangle over the rows", b -> b.output(b.op("Trilu", b.op("Abs", rows(b, "x", 4))))),
        mixing(
            "places that are not zero",
            b -> b.output(b.op("NonZero", b.op("Abs", rows(b, "x", 4))))),
        mixing("rows taken at indices of the batch", RowMixingNetworks::permuted),
        mixing("rows as a sequence", RowMixingNetworks::sequence),
        mixing("rows that become columns", RowMixingNetworks::transposed),
        mixing("rows added to columns", RowMixingNetworks::broadcast));
  }

  private static HandMade mixing(String name, Consumer<NetworkBuilder> description) {
    return HandMade.of(name, BATCH, description);
  }

  private static String x(NetworkBuilder b) {
    return b.op("Abs", rows(b, "x", 6));
  }

  private static String asFloat(NetworkBuilder b, String value) {
    return op(b, "Cast", with("to", 1), value);
  }

  private static void sized(NetworkBuilder b, String type, boolean elements) {
    var x = x(b);
    b.output(b.op(type, x, asFloat(b, elements ? b.op("Size", x) : batchSize(b, x))));
  }

  private static void rowNumbers(NetworkBuilder b) {
    var x = x(b);
    var numbers = b.op("Range", number(b, 0), batchSize(b, x), number(b, 1));
    b.output(b.op("Add", x, b.op("Unsqueeze", asFloat(b, numbers), longs(b, 1))));
  }

  private static void chosen(NetworkBuilder b) {
    var x = x(b);
    b.output(b.op("Where", b.op("Greater", batchSize(b, x), number(b, 2)), x, b.op("Neg", x)));
  }

  private static void best(NetworkBuilder b) {
    var x = x(b);
    var k = b.op("Unsqueeze", batchSize(b, x), longs(b, 0));
    b.op("top", "TopK", 2, AttributeList.of("axis", 1), x, k).forEach(b::output);
  }

  private static void loop(NetworkBuilder b) {
    var x = x(b);
    var turn = RowWiseNetworks.body("Add", "before", x).ops().getFirst();
    var goOn = RowWiseNetworks.body("Identity", "more").ops().getFirst();
    var body =
        new Network(
            "body",
            List.of(
                new Value("turn", TensorType.of(DataType.INT64)),
                new Value("more", TensorType.of(DataType.BOOL)),
                new Value("before", new TensorType(DataType.FLOAT, null))),
            List.of(new Value("goOn", null), new Value("result", null)),
            List.of(goOn.withOutputs(List.of("goOn")), turn),
            Map.of(),
            Map.of("", Draft.OPSET));
    b.output(b.op("Loop", AttributeList.of("body", body), batchSize(b, x), "", x));
  }

  private static void depth(NetworkBuilder b) {
    var ids = rows(b, "ids", DataType.INT64, "N");
    var values = b.initializer("values", Tensor.ofFloats(new float[] {0, 1}, 2));
    b.output(b.op("Neg", b.op("OneHot", ids, batchSize(b, ids), values)));
  }

  private static void modulo(NetworkBuilder b) {
    var ids = rows(b, "ids", DataType.INT64, "N", 3);
    b.output(b.op("Neg", b.op("Mod", ids, batchSize(b, ids))));
  }

  private static void branch(NetworkBuilder b) {
    var x = x(b);
    var branches =
        AttributeList.of(
            "then_branch",
            RowWiseNetworks.body("Neg", x),
            "else_branch",
            RowWiseNetworks.body("Identity", x));
    b.output(b.op("If", branches, b.op("Greater", batchSize(b, x), number(b, 2))));
  }

  private static void output(NetworkBuilder b, String type) {
    var x = x(b);
    b.output(b.op("Neg", x));
    b.output(b.op(type, x));
  }

  private static void table(NetworkBuilder b) {
    var x = x(b);
    b.output(b.op("Add", x, b.op("Gather", floats(b, 9, 6), batchSize(b, x))));
  }

  private static void columns(NetworkBuilder b) {
    var x = x(b);
    var end = op(b, "Shape", with("start", 0, "end", 1), x);
    b.output(b.op("Slice", x, longs(b, 0), end, longs(b, 1)));
  }

  /// The sum of as many ones as there are rows.
  private static void countedOnes(NetworkBuilder b) {
    var x = x(b);
    var one = AttributeList.of("value", Tensor.ofFloats(new float[] {1}, 1));
    var ones = b.op("ConstantOfShape", one, b.op("Shape", x));
    b.output(b.op("Mul", x, op(b, "ReduceSum", with("keepdims", 0), ones)));
  }

  private static void padded(NetworkBuilder b) {
    var x = x(b);
    var n = b.op("Unsqueeze", batchSize(b, x), longs(b, 0));
    b.output(b.op("Pad", x, op(b, "Concat", with("axis", 0), longs(b, 0, 0, 0), n)));
  }

  private static void reshaped(NetworkBuilder b, long... target) {
    var softmax = op(b, "Softmax", with("axis", -1), b.op("Reshape", x(b), longs(b, target)));
    b.output(b.op("Reshape", softmax, longs(b, -1, 6)));
  }

  private static void attention(NetworkBuilder b) {
    var q = b.op("Reshape", x(b), longs(b, 1, -1, 6));
    var scores = b.op("MatMul", q, op(b, "Transpose", with("perm", new long[] {0, 2, 1}), q));
    var mixed = b.op("MatMul", op(b, "Softmax", with("axis", -1), scores), q);
    b.output(b.op("Reshape", mixed, longs(b, -1, 6)));
  }

  private static void constant(NetworkBuilder b, long count) {
    b.output(b.op("Neg", b.op("Add", x(b), floats(b, count, 6))));
  }

  /// Two rows for two axes: fits the whole only behind a reshape, and any part of two rows.
  private static void constantOfAPart(NetworkBuilder b) {
    var pairs = b.op("Reshape", x(b), longs(b, -1, 2, 6));
    b.output(b.op("Reshape", b.op("Add", pairs, floats(b, 2, 6)), longs(b, -1, 6)));
  }

  private static void across(NetworkBuilder b) {
    var y = rows(b, "y", DataType.FLOAT, "M", 6);
    var turned = op(b, "Transpose", with("perm", new long[] {1, 0}), y);
    b.output(b.op("Neg", b.op("MatMul", x(b), turned)));
  }

  private static void lookup(NetworkBuilder b) {
    var ids = rows(b, "ids", DataType.INT64, "M");
    b.output(b.op("Neg", b.op("Gather", x(b), ids)));
  }

  private static void withoutSymbol(NetworkBuilder b) {
    var y = b.input("y", Shape.of(Shape.UNKNOWN, 6));
    b.output(b.op("Sub", x(b), op(b, "ReduceMax", with("keepdims", 1), y, longs(b, 0))));
  }

  private static void fixed(NetworkBuilder b) {
    var x = b.op("Abs", b.input("x", Shape.of(BATCH, 6)));
    b.output(op(b, "Softmax", with("axis", -1), b.op("Reshape", x, longs(b, 1, -1))));
  }

  private static void along(NetworkBuilder b, String type) {
    b.output(op(b, type, with("axis", 0), x(b)));
  }

  private static void reduced(NetworkBuilder b, int keep) {
    var x = x(b);
    b.output(b.op("Sub", x, op(b, "ReduceMean", with("keepdims", keep), x, longs(b, 0))));
  }

  private static void runningSum(NetworkBuilder b) {
    b.output(b.op("CumSum", x(b), number(b, 0)));
  }

  private static void fromTheLeft(NetworkBuilder b) {
    b.output(b.op("MatMul", floats(b, BATCH, BATCH), x(b)));
  }

  private static void gram(NetworkBuilder b) {
    var x = x(b);
    b.output(b.op("MatMul", x, op(b, "Transpose", with("perm", new long[] {1, 0}), x)));
  }

  private static void reversed(NetworkBuilder b) {
    b.output(b.op("Slice", x(b), longs(b, -1), longs(b, -99), longs(b, 0), longs(b, -1)));
  }

  private static void first(NetworkBuilder b) {
    var x = x(b);
    b.output(b.op("Add", x, op(b, "Gather", with("axis", 0), x, longs(b, 0))));
  }

  private static void joined(NetworkBuilder b) {
    b.output(b.op("Neg", op(b, "Concat", with("axis", 0), floats(b, 1, 6), x(b))));
  }

  private static void rotated(NetworkBuilder b) {
    var x = x(b);
    var tail = b.op("Slice", x, longs(b, 1), longs(b, 99), longs(b, 0));
    b.output(
        op(
            b,
            "Concat",
            with("axis", 0),
            tail,
            b.op("Slice", x, longs(b, 0), longs(b, 1), longs(b, 0))));
  }

  private static void tiled(NetworkBuilder b) {
    b.output(b.op("Neg", b.op("Tile", x(b), longs(b, 2, 1))));
  }

  private static void bestRow(NetworkBuilder b) {
    b.output(op(b, "ArgMax", with("axis", 0, "keepdims", 1), x(b)));
  }

  private static void permuted(NetworkBuilder b) {
    var order = rows(b, "order", DataType.INT64, "N");
    b.output(b.op("Neg", b.op("Gather", x(b), order)));
  }

  private static void sequence(NetworkBuilder b) {
    var x = b.op("Abs", rows(b, "x", 3, 4));
    var gates = AttributeList.of("hidden_size", 2);
    b.op("lstm", "LSTM", 2, gates, x, floats(b, 1, 8, 4), floats(b, 1, 8, 2)).forEach(b::output);
  }

  private static void transposed(NetworkBuilder b) {
    b.output(b.op("Neg", op(b, "Transpose", with("perm", new long[] {1, 0}), x(b))));
  }

  /// `[N, 1] + [1, N]`.
  private static void broadcast(NetworkBuilder b) {
    var x = b.op("Abs", rows(b, "x", 1));
    b.output(b.op("Add", x, op(b, "Transpose", with("perm", new long[] {1, 0}), x)));
  }
}
