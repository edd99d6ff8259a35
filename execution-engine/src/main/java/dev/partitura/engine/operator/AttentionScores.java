package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The weights that an [Attention] gives to the values, head by head, in float64. Used by one
/// thread.
final class AttentionScores {
  private final AttentionShape shape;
  private final int queries;
  private final int keys;
  private final int width;
  private final double scale;
  private final double cap;
  private final boolean causal;
  private final @Nullable Tensor mask;
  private final @Nullable Tensor filled;

  /// The scores of a head, as far as they were kept.
  ///
  /// @param products of queries and keys, scaled
  /// @param capped below the soft cap
  /// @param masked with what may not be seen at -∞
  /// @param weights that sum to 1 for each query; all zero for one that sees nothing
  record Stages(double[] products, double[] capped, double[] masked, double[] weights) {}

  /// @param run with the tensors of its inputs
  AttentionScores(OpContext run) {
    shape = Objects.requireNonNull(AttentionShape.of(run));
    queries = Math.toIntExact(shape.queries());
    keys = Math.toIntExact(shape.keys());
    width = Math.toIntExact(shape.width());
    scale = scale(run, width);
    cap = run.attributes().floatOr("softcap", 0);
    causal = AttentionShape.isCausal(run);
    mask = run.hasInput(AttentionShape.MASK) ? run.tensor(AttentionShape.MASK) : null;
    filled = run.hasInput(AttentionShape.FILLED) ? run.tensor(AttentionShape.FILLED) : null;
  }

  static double scale(OpContext op, long width) {
    return op.attributes().has("scale")
        ? op.attributes().floatOr("scale", 1)
        : 1 / Math.sqrt(width);
  }

  AttentionShape shape() {
    return shape;
  }

  double scale() {
    return scale;
  }

  /// By what the gradient of a capped score is multiplied to be that of the product.
  double slope(double capped) {
    return cap == 0 ? 1 : 1 - capped / cap * (capped / cap);
  }

  /// @param query rows `[queries, width]`
  /// @param key rows `[keys, width]`
  Stages of(int sample, int head, double[] query, double[] key) {
    var products = new double[Math.multiplyExact(queries, keys)];
    multiply(query, key, width, scale, products, 0);
    var capped =
        cap == 0
            ? products
            : Arrays.stream(products).map(score -> cap * Math.tanh(score / cap)).toArray();
    var masked = capped.clone();
    var weights = new double[masked.length];
    for (int i = 0; i < queries; i++) {
      boolean sees = false;
      for (int j = 0; j < keys; j++) {
        double bias = bias(sample, head, i, j);
        masked[i * keys + j] += bias;
        sees |= bias != Double.NEGATIVE_INFINITY;
      }
      if (sees) {
        softmax(masked, i * keys, keys, weights);
      }
    }
    return new Stages(products, capped, masked, weights);
  }

  private double bias(int sample, int head, int query, int key) {
    if (filled != null && key >= filled.longAt(sample) || causal && key > last(sample, query)) {
      return Double.NEGATIVE_INFINITY;
    }
    return mask == null ? 0 : bias(mask, sample, head, query, key);
  }

  /// The last key that a query sees.
  private long last(int sample, int query) {
    return query + (filled == null ? shape.past() : filled.longAt(sample) - queries);
  }

  private static double bias(Tensor mask, int... at) {
    var shape = mask.shape();
    long element = 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      int place = at[axis + at.length - shape.rank()];
      boolean isLast = axis == shape.rank() - 1;
      if (isLast && shape.size(axis) != 1 && place >= shape.size(axis)) {
        return Double.NEGATIVE_INFINITY;
      }
      element = element * shape.size(axis) + (shape.size(axis) == 1 ? 0 : place);
    }
    return mask.dataType() != DataType.BOOL
        ? mask.doubleAt(element)
        : mask.longAt(element) != 0 ? 0 : Double.NEGATIVE_INFINITY;
  }

  /// Writes the products of each query with each key, times `scale`, from `begin` on.
  ///
  /// @param query rows `[queries, width]`
  /// @param key rows `[keys, width]`
  static void multiply(
      double[] query, double[] key, int width, double scale, double[] products, int begin) {
    int keys = width == 0 ? 0 : key.length / width;
    int queries = width == 0 ? 0 : query.length / width;
    for (int i = 0; i < queries; i++) {
      for (int j = 0; j < keys; j++) {
        Checkpoint.pass(j);
        double sum = 0;
        for (int w = 0; w < width; w++) {
          sum += query[i * width + w] * key[j * width + w];
        }
        products[begin + i * keys + j] = scale * sum;
      }
    }
  }

  /// Softmax of `count` neighbouring scores; `weights` may be the scores themselves.
  static void softmax(double[] scores, int begin, int count, double[] weights) {
    double most = Double.NEGATIVE_INFINITY;
    for (int j = begin; j < begin + count; j++) {
      most = Math.max(most, scores[j]);
    }
    double sum = 0;
    for (int j = begin; j < begin + count; j++) {
      weights[j] = Math.exp(scores[j] - most);
      sum += weights[j];
    }
    for (int j = begin; j < begin + count; j++) {
      weights[j] /= sum;
    }
  }
}
