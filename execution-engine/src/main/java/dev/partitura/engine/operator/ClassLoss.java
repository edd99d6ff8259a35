package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How unlikely the right classes are held to be: `-weight[label] · log p[label]` for each place,
/// where the probabilities lie along axis 1 of an input `[N, C, d…]` and the labels are `[N, d…]`.
/// Their mean (by weight), their sum, or each; places labelled `ignore_index` count nothing.
abstract class ClassLoss implements Operator {
  static final String REDUCTION = "reduction";
  static final String IGNORED = "ignore_index";

  private final Signature signature;
  private final boolean ofScores;

  /// @param ofScores whether the input holds any numbers, whose softmax is taken, rather than
  ///   logarithms of probabilities
  ClassLoss(String type, List<String> inputs, boolean ofScores, String... outputs) {
    this.ofScores = ofScores;
    signature =
        Signature.of(
                type,
                Category.REDUCTION,
                inputs,
                2,
                Parameter.ofString(REDUCTION, "mean", "mean", "sum", "none"),
                Parameter.optional(IGNORED, Kind.INT))
            .withOutputs(outputs);
  }

  @Override
  public final Signature signature() {
    return signature;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    op.requireIndices(1);
    op.requireSameType(0, 2);
    op.requireRankAtLeast(0, 2);
    var reduction = reduction(op);
    var scores = op.shape(0);
    var labels = op.shape(1);
    if (scores != null && labels != null && !fits(scores, labels)) {
      throw op.refuse("op.loss.labels", labels, scores);
    }
    var weights = op.hasInput(2) ? op.shape(2) : null;
    if (scores != null
        && weights != null
        && (weights.rank() != 1
            || weights.isKnown(0) && scores.isKnown(1) && weights.size(0) != scores.size(1))) {
      throw op.refuse("op.loss.weights", weights, scores);
    }
    var types = new ArrayList<TensorType>();
    types.add(op.type(0).withShape(reduction.equals("none") ? labels : Shape.SCALAR));
    if (signature.outputs().size() > 1) {
      types.add(op.type(0));
    }
    return types;
  }

  private static boolean fits(Shape scores, Shape labels) {
    boolean fits = labels.rank() == scores.rank() - 1;
    for (int axis = 0; fits && axis < labels.rank(); axis++) {
      int other = axis == 0 ? 0 : axis + 1;
      fits =
          !labels.isKnown(axis)
              || !scores.isKnown(other)
              || labels.size(axis) == scores.size(other);
    }
    return fits;
  }

  private static String reduction(OpContext op) {
    var reduction = op.attributes().stringOr(REDUCTION, "mean");
    var known = List.of("mean", "sum", "none");
    if (!known.contains(reduction)) {
      throw op.refuse("op.attribute.choice", REDUCTION, reduction, known);
    }
    return reduction;
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    long each = ofScores ? 6 : 0;
    long flops =
        op.type(0).isStatic() && op.type(1).isStatic()
            ? Math.multiplyExact(each, op.type(0).knownShape().elementCount())
                + 2 * op.type(1).knownShape().elementCount()
            : 0;
    return Work.of(flops, op, outputs.subList(0, Math.clamp(op.outputCount(), 1, outputs.size())));
  }

  /// Where the classes of each place lie, and what each place counts.
  ///
  /// @param classes along axis 1
  /// @param inner elements from one class of a place to the next
  /// @param labels the right class of each place, -1 where it is ignored
  /// @param weights of each place
  record Places(int classes, int inner, int[] labels, double[] weights) {
    static Places of(OpContext run) {
      var shape = run.tensor(0).shape();
      var labels = run.tensor(1);
      int classes = Math.toIntExact(shape.size(1));
      boolean ignores = run.attributes().has(IGNORED);
      long ignored = run.attributes().intOr(IGNORED, 0);
      var right = new int[Math.toIntExact(labels.elementCount())];
      var weights = new double[right.length];
      for (int i = 0; i < right.length; i++) {
        long label = labels.longAt(i);
        if (ignores && label == ignored) {
          right[i] = -1;
        } else if (label < 0 || label >= classes) {
          throw run.refuse("op.loss.label", label, classes);
        } else {
          right[i] = (int) label;
          weights[i] = run.hasInput(2) ? run.tensor(2).doubleAt(label) : 1;
        }
      }
      int inner = Math.toIntExact(shape.product(2, shape.rank()));
      return new Places(classes, inner, right, weights);
    }

    /// Where the first class of a place lies.
    int start(int place) {
      return place / inner * classes * inner + place % inner;
    }

    double totalWeight() {
      double total = 0;
      for (double weight : weights) {
        total += weight;
      }
      return total;
    }

    /// Replaces scores by the logarithms of their softmax, at one place.
    void normalize(double[] scores, int place) {
      int start = start(place);
      double most = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < classes; c++) {
        most = Math.max(most, scores[start + c * inner]);
      }
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += Math.exp(scores[start + c * inner] - most);
      }
      for (int c = 0; c < classes; c++) {
        scores[start + c * inner] -= most + Math.log(sum);
      }
    }
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var types = infer(run);
    var loss = outputs.get(0, types.getFirst());
    var places = Places.of(run);
    var logs = Elements.doubles(run.tensor(0)).clone();
    var each = new double[places.labels().length];
    double sum = 0;
    for (int place = 0; place < each.length; place++) {
      Checkpoint.pass();
      if (ofScores) {
        places.normalize(logs, place);
      }
      int label = places.labels()[place];
      if (label >= 0) {
        each[place] = -places.weights()[place] * logs[places.start(place) + label * places.inner()];
        sum += each[place];
      }
    }
    switch (reduction(run)) {
      case "none" -> {
        for (int place = 0; place < each.length; place++) {
          loss.setDouble(place, each[place]);
        }
      }
      case "sum" -> loss.setDouble(0, sum);
      default -> loss.setDouble(0, sum / places.totalWeight());
    }
    if (types.size() > 1 && outputs.wanted(1)) {
      var logarithms = outputs.get(1, types.get(1));
      for (int i = 0; i < logs.length; i++) {
        logarithms.setDouble(i, logs[i]);
      }
    }
  }

  @Override
  public @Nullable List<@Nullable String> gradients(Backward op) {
    if (op.gradient(0) == null || op.gradient(1) != null) {
      return null;
    }
    var each = op.each(ClassLossGradient.of(op, ofScores), null);
    if (op.context().inputCount() > 2) {
      each.add(null);
    }
    return each;
  }

  /// A mean or a sum joins the samples; each by itself stands apart.
  @Override
  public Sharding sharding(ShardedOp op, int output) {
    boolean apart = reduction(op.part()).equals("none") || output == 1;
    return apart && op.axis(0) == 0 && op.axis(1) == 0 && isReplicated(op)
        ? Sharding.along(0)
        : Sharding.UNKNOWN;
  }

  private static boolean isReplicated(ShardedOp op) {
    return !op.part().hasInput(2) || op.isReplicated(2);
  }
}
