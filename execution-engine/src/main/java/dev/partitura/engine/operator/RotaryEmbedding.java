package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rotates pairs of features by angles that depend on the position: `X` `[B, H, S, D]` or `[B, S, H
/// · D]`, caches of cosines and sines `[positions, D/2]` with `position_ids` `[B, S]`, else `[B, S,
/// D/2]`. The pairs are neighbours when `interleaved`, else lie half the rotated features apart.
/// Source: Su et al. 2021, arXiv:2104.09864; ONNX RotaryEmbedding-23.
final class RotaryEmbedding implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
          "RotaryEmbedding",
          Category.LAYER,
          List.of("X", "cos_cache", "sin_cache", "position_ids"),
          3,
          Parameter.ofInt("interleaved", 0),
          Parameter.ofInt("rotary_embedding_dim", 0),
          Parameter.optional("num_heads", Kind.INT));

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    op.requireSameType(0, 1, 2);
    var x = op.shape(0);
    var cos = op.shape(1);
    boolean indexed = op.hasInput(3);
    if (x != null && x.rank() != 4) {
      op.requireRank(0, 3);
      long heads = op.requireInt("num_heads");
      if (heads < 1 || x.isKnown(2) && x.size(2) % heads != 0) {
        throw op.refuse("op.heads", x, heads);
      }
    }
    op.requireRank(1, indexed ? 2 : 3);
    if (x != null && x.isStatic() && cos != null && cos.isStatic()) {
      requireCaches(op, x, cos);
    }
    return List.of(op.type(0));
  }

  private static void requireCaches(OpContext op, Shape x, Shape cos) {
    var at = Layout.of(op, x);
    var sin = op.shape(2);
    boolean fits =
        at.rotated % 2 == 0 && at.rotated <= at.features && cos.size(-1) * 2 == at.rotated;
    if (!op.hasInput(3)) {
      fits &= cos.size(0) == x.size(0) && cos.size(1) == at.length;
    }
    var ids = op.hasInput(3) ? op.shape(3) : null;
    if (ids != null && ids.isStatic()) {
      fits &= ids.rank() == 2 && ids.size(0) == x.size(0) && ids.size(1) == at.length;
    }
    if (!fits || sin != null && sin.isStatic() && !sin.equals(cos)) {
      throw op.refuse("op.shapes", List.of(x, cos, sin == null ? cos : sin));
    }
  }

  /// Where the features of one head at one position lie.
  private record Layout(long heads, long length, long features, long rotated, boolean headFirst) {
    static Layout of(OpContext op, Shape x) {
      boolean four = x.rank() == 4;
      long heads = four ? x.size(1) : op.requireInt("num_heads");
      long features = four ? x.size(3) : x.size(2) / heads;
      long rotated = SIGNATURE.intOf(op.attributes(), "rotary_embedding_dim");
      return new Layout(
          heads, four ? x.size(2) : x.size(1), features, rotated == 0 ? features : rotated, four);
    }

    long at(long batch, long head, long position) {
      return headFirst
          ? ((batch * heads + head) * length + position) * features
          : ((batch * length + position) * heads + head) * features;
    }
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.elementwise(op, outputs, 3);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var cos = run.tensor(1);
    var sin = run.tensor(2);
    var ids = run.hasInput(3) ? run.tensor(3) : null;
    var y = outputs.get(0, infer(run).getFirst());
    var layout = Layout.of(run, x.shape());
    long half = layout.rotated / 2;
    boolean interleaved = SIGNATURE.intOf(run.attributes(), "interleaved") != 0;
    for (long b = 0; b < x.shape().size(0); b++) {
      for (long s = 0; s < layout.length; s++) {
        long row = b * layout.length + s;
        if (ids != null) {
          row = ids.longAt(row);
          if (row < 0 || row >= cos.shape().size(0)) {
            throw run.refuse("op.rotary.position", row, cos.shape().size(0));
          }
        }
        for (long h = 0; h < layout.heads; h++) {
          long at = layout.at(b, h, s);
          for (long i = 0; i < half; i++) {
            long first = at + (interleaved ? 2 * i : i);
            long second = interleaved ? first + 1 : first + half;
            double c = cos.doubleAt(row * half + i);
            double sine = sin.doubleAt(row * half + i);
            double a = x.doubleAt(first);
            double d = x.doubleAt(second);
            y.setDouble(first, c * a - sine * d);
            y.setDouble(second, sine * a + c * d);
          }
          Elements.copy(
              x, at + layout.rotated, y, at + layout.rotated, layout.features - layout.rotated);
        }
      }
    }
  }

  /// Samples are rotated one by one, so that caches by position serve every part.
  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.part().hasInput(3)
            && op.areReplicated(1, 2)
            && op.axis(0) == 0
            && op.axis(3) == 0
            && op.sameSize(3, 0, 0)
        ? Sharding.along(0)
        : Sharding.UNKNOWN;
  }
}
