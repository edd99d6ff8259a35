package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `Y = alpha · A' · B' + beta · C`, A' and B' transposed on wish, C broadcast to `[M, N]` and
/// optional since operator set 11. Source: ONNX Gemm-1, 6, 7, 9, 11, 13.
final class Gemm implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
          "Gemm",
          Category.LAYER,
          List.of("A", "B", "C"),
          2,
          Parameter.ofFloat("alpha", 1),
          Parameter.ofFloat("beta", 1),
          Parameter.ofInt("transA", 0),
          Parameter.ofInt("transB", 0));

  @Override
  public Map<String, Attribute> startingAttributes() {
    return Map.of("transB", new Attribute.IntValue(1));
  }

  @Override
  public List<Weight> weights(DrawnOp op) {
    boolean transposedData = SIGNATURE.intOf(op.op().attributes(), "transA") != 0;
    long features = op.data().rank() != 2 ? -1 : op.data().size(transposedData ? 0 : 1);
    if (features < 0) {
      return List.of();
    }
    long units = op.channels(this);
    var sizes =
        channelAxis(op.op(), 2) == 0 ? new long[] {units, features} : new long[] {features, units};
    return op.withBias(sizes, features, units);
  }

  @Override
  public int channelAxis(Op op, int rank) {
    return SIGNATURE.intOf(op.attributes(), "transB") != 0 ? 0 : 1;
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.HEAD, Trait.WEIGHTED, Trait.COMMON);
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  private static boolean turned(OpContext op, String attribute) {
    return op.attributes().intOr(attribute, 0) != 0;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireNumbers(0);
    op.requireSameType(0, 1, 2);
    op.requireRank(0, 2);
    op.requireRank(1, 2);
    var a = op.shape(0);
    var b = op.shape(1);
    if (a == null || b == null) {
      return List.of(op.type(0).withShape(ShapeAxes.ofRank(2)));
    }
    int innerA = turned(op, "transA") ? 0 : 1;
    int innerB = turned(op, "transB") ? 1 : 0;
    if (a.isKnown(innerA) && b.isKnown(innerB) && a.size(innerA) != b.size(innerB)) {
      throw op.refuse(
          "op.gemm.inner",
          innerA == 0 ? Phrase.of("words.transposed", a) : a,
          innerB == 1 ? Phrase.of("words.transposed", b) : b,
          a.size(innerA),
          b.size(innerB));
    }
    var y = new ShapeAxes().add(a, 1 - innerA).add(b, 1 - innerB).shape();
    var c = op.hasInput(2) ? op.shape(2) : null;
    if (c != null) {
      var together = Broadcast.together(op, y, c);
      if (together.rank() > 2 || (y.isStatic() && !together.equals(y))) {
        throw op.refuse("op.gemm.bias", c, y);
      }
    }
    return List.of(op.type(0).withShape(y));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    var a = op.shape(0);
    var y = outputs.getFirst();
    if (a == null || !a.isStatic() || !y.isStatic()) {
      return Work.NONE;
    }
    long inner = a.size(turned(op, "transA") ? 0 : 1);
    return Work.of(
        Math.multiplyExact(2 * inner + (op.hasInput(2) ? 1 : 0), y.knownShape().elementCount()),
        op,
        outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var a = run.tensor(0);
    var b = run.tensor(1);
    var y = outputs.get(0, infer(run).getFirst());
    if (turned(run, "transB")) {
      var straight =
          Tensor.allocate(TensorType.of(b.dataType(), b.shape().size(1), b.shape().size(0)));
      Elements.gather(b, 0, new long[] {1, b.shape().size(1)}, straight);
      b = straight;
    }
    int columns = Math.toIntExact(a.shape().size(1));
    var view =
        turned(run, "transA")
            ? new MatrixProduct.View(0, 1, columns)
            : new MatrixProduct.View(0, columns, 1);
    var product = new StackProduct(a, b, y);
    int k = Math.toIntExact(b.shape().size(0));
    product.add(
        view, 0, 0, Math.toIntExact(y.shape().size(0)), Math.toIntExact(y.shape().size(1)), k);
    product.finish();
    finish(run, y);
  }

  private static void finish(OpContext run, Tensor y) {
    double alpha = SIGNATURE.floatOf(run.attributes(), "alpha");
    double beta = SIGNATURE.floatOf(run.attributes(), "beta");
    boolean exact = y.dataType().isInteger() && alpha == 1 && beta == 1;
    var c = run.hasInput(2) ? run.tensor(2) : null;
    var stepsC = c == null ? new long[2] : Broadcast.strides(c.shape(), y.shape());
    for (var rows = IndexSpace.of(y.shape().sizes(), y.shape().strides(), stepsC); rows.next(); ) {
      for (long i = 0; i < rows.rowLength(); i++) {
        long at = rows.position(0) + i * rows.step(0);
        long atC = rows.position(1) + i * rows.step(1);
        if (exact) {
          y.setLong(at, y.longAt(at) + (c == null ? 0 : c.longAt(atC)));
        } else {
          y.setDouble(at, alpha * y.doubleAt(at) + (c == null ? 0 : beta * c.doubleAt(atC)));
        }
      }
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    int rows = turned(op.part(), "transA") ? 1 : 0;
    int columns = turned(op.part(), "transB") ? 0 : 1;
    int axis = -1;
    if (op.axis(0) == 1 - rows && op.axis(1) == 1 - columns) {
      boolean added = op.part().hasInput(2) && !(op.input(2) instanceof Sharding.Partial);
      return added ? Sharding.UNKNOWN : Sharding.PARTIAL;
    }
    if (op.axis(0) == rows && op.isReplicated(1)) {
      axis = 0;
    } else if (op.axis(1) == columns && op.isReplicated(0)) {
      axis = 1;
    }
    return axis >= 0 && Broadcast.joins(op, 2, axis, 2) ? Sharding.along(axis) : Sharding.UNKNOWN;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var context = op.context();
    double alpha = SIGNATURE.floatOf(context.attributes(), "alpha");
    double beta = SIGNATURE.floatOf(context.attributes(), "beta");
    var a = op.input(0);
    var b = op.input(1);
    boolean turnsA = turned(context, "transA");
    boolean turnsB = turned(context, "transB");
    var each =
        op.each(
            op.where(
                0,
                () -> {
                  var made =
                      turnsA
                          ? op.op(
                              "MatMul",
                              turnsB ? op.transposed(b, 2) : b,
                              op.transposed(op.gradient(), 2))
                          : op.op("MatMul", op.gradient(), turnsB ? b : op.transposed(b, 2));
                  return scaled(op, made, alpha);
                }),
            op.where(
                1,
                () -> {
                  var made =
                      turnsB
                          ? op.op(
                              "MatMul",
                              op.transposed(op.gradient(), 2),
                              turnsA ? op.transposed(a, 2) : a)
                          : op.op("MatMul", turnsA ? a : op.transposed(a, 2), op.gradient());
                  return scaled(op, made, alpha);
                }));
    if (context.inputCount() > 2) {
      each.add(
          op.where(2, () -> scaled(op, op.summedTo(op.gradient(), op.outputShape(), 2), beta)));
    }
    return each;
  }

  private static String scaled(Backward op, String value, double factor) {
    return factor == 1 ? value : op.times(value, op.number(factor));
  }
}
