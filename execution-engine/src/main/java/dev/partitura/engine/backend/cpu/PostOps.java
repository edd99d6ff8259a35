package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.network.Op;
import dev.partitura.engine.tensor.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Turns the tail of a fused into post-ops of its primitive.
final class PostOps {
  private PostOps() {}

  /// Post-ops for the whole tail, or null when one of its ops cannot be one. An activation that
  /// loses NaN stands only at the end.
  ///
  /// @param target layout in which the primitive writes; its axes may be fewer than the value's
  ///   when leading axes are flattened
  static @Nullable List<PostOp> of(Compilation compilation, FusedOps fused, Layout target) {
    var postOps = new ArrayList<PostOp>();
    var running = fused.head().outputs().getFirst();
    for (var op : fused.tail()) {
      var postOp = of(compilation, op, running, target);
      if (postOp == null
          || FiniteGuard.losesNaN(postOp) && !mayEnd(compilation, fused, op, target)) {
        return null;
      }
      postOps.add(postOp);
      running = op.outputs().getFirst();
    }
    return postOps;
  }

  /// Whether `op` is the fused's last, and zeros that fill up rows of channels stay zeros.
  private static boolean mayEnd(Compilation compilation, FusedOps fused, Op op, Layout target) {
    var function = Elementwise.function(compilation, op);
    return op.id().equals(fused.tail().getLast().id())
        && function != null
        && (target.isDense()
            || new BlockProgram(List.of(new BlockProgram.Step.Alone(function))).keepsZero());
  }

  private static @Nullable PostOp of(
      Compilation compilation, Op op, String running, Layout target) {
    var unary = Elementwise.postOp(compilation, op);
    if (unary != null) {
      return unary;
    }
    int binary = Elementwise.binary(op);
    if (binary == 0 || Elementwise.losesNaN(binary)) {
      return null;
    }
    boolean first = op.inputs().get(0).equals(running);
    if (!first && !Elementwise.commutes(binary)) {
      return null;
    }
    var other = op.inputs().get(first ? 1 : 0);
    var number = Elementwise.scalar(compilation, other);
    var scaled = number == null ? null : Elementwise.withScalar(binary, number);
    return scaled != null
        ? scaled
        : operand(compilation, binary, other, op.outputs().getFirst(), target);
  }

  private static @Nullable PostOp operand(
      Compilation compilation, int binary, String other, String result, Layout target) {
    var type = compilation.values().type(other);
    var resultSizes = compilation.values().type(result);
    if (type == null
        || resultSizes == null
        || type.dataType() != DataType.FLOAT
        || !type.isStatic()
        || !resultSizes.isStatic()) {
      return null;
    }
    var constant = compilation.values().constant(other);
    if (constant == null && compilation.values().floatSizes(other) == null) {
      // It has a size, but is made by an op that finds its memory only during the run.
      return null;
    }
    if (type.knownShape().equals(resultSizes.knownShape())) {
      return new PostOp.Binary(binary, other, constant, target, true);
    }
    var aligned =
        aligned(type.knownShape().sizes(), resultSizes.knownShape().sizes(), target.sizes());
    return aligned == null
        ? null
        : new PostOp.Binary(binary, other, constant, Layout.plain(aligned), false);
  }

  /// Sizes of a broadcast operand in the primitive's axes: as they are, or with the leading axes
  /// flattened where they are all 1.
  private static long @Nullable [] aligned(long[] operand, long[] result, long[] target) {
    if (operand.length > result.length) {
      return null;
    }
    var full = Objects.requireNonNull(Layout.plain(operand).expanded(result.length)).sizes();
    int dropped = result.length - target.length;
    if (dropped < 0) {
      return Objects.requireNonNull(Layout.plain(full).expanded(target.length)).sizes();
    }
    for (int axis = 0; axis <= dropped && dropped > 0; axis++) {
      if (full[axis] != 1) {
        return null;
      }
    }
    var aligned = new long[target.length];
    System.arraycopy(full, dropped, aligned, 0, aligned.length);
    return aligned;
  }

  /// Adds the post-ops and their operands to the primitive, reordered where they lie otherwise.
  static void bind(
      Compilation compilation,
      FusedOps fused,
      List<PostOp> postOps,
      PrimitiveRecipe.Builder recipe) {
    recipe.postOps(postOps);
    for (int i = 0; i < postOps.size(); i++) {
      if (postOps.get(i) instanceof PostOp.Sum(var value)) {
        recipe.reads(value, compilation.home(value), compilation.homeLayout(value));
      } else if (postOps.get(i) instanceof PostOp.Binary operand) {
        int number = Codes.postOpOperand(i);
        var constant = operand.constant();
        if (constant != null) {
          var shape = constant.type().knownShape();
          var sizes =
              operand.whole() && operand.layout().rank() == shape.rank()
                  ? shape.sizes()
                  : operand.layout().sizes();
          recipe.constant(number, constant, Layout.plain(sizes), operand.layout(), 1);
        } else {
          recipe.input(
              number, operand.value(), slot(compilation, fused, operand), operand.layout());
        }
      }
    }
  }

  /// The post-ops with the first addition of a whole value turned into one that happens in that
  /// value's memory, where nobody needs the value afterwards and it lies as the result shall; else
  /// the post-ops as they are.
  static List<PostOp> summedInPlace(Compilation compilation, FusedOps fused, List<PostOp> postOps) {
    for (int i = 0; i < postOps.size(); i++) {
      if (postOps.get(i) instanceof PostOp.Binary operand
          && operand.whole()
          && operand.constant() == null
          && operand.algorithm() == Codes.ADD
          && compilation.mayOverwrite(fused, operand.value(), operand.layout())) {
        var changed = new ArrayList<>(postOps);
        changed.set(i, new PostOp.Sum(operand.value()));
        return changed;
      }
    }
    return postOps;
  }

  /// The slot of the result: the memory of the value summed in place, or a new one.
  static int result(Compilation compilation, FusedOps fused, List<PostOp> postOps, Layout layout) {
    for (var postOp : postOps) {
      if (postOp instanceof PostOp.Sum(var value)) {
        int slot = compilation.home(value);
        return compilation
            .slots()
            .alias(
                fused.result(),
                Objects.requireNonNull(compilation.values().type(fused.result())),
                layout,
                slot);
      }
    }
    return compilation.result(fused, layout);
  }

  /// How the post-ops change a bound of the result. Reads the constants among their operands.
  ///
  /// @param growth of the primitive before them
  /// @param places of the values that they read among the inputs of the step, in which the bounds
  ///   come
  static FiniteGuard.Growth growth(
      List<PostOp> postOps, FiniteGuard.Growth growth, Map<String, Integer> places) {
    var all = growth;
    for (var postOp : postOps) {
      var before = all;
      all =
          switch (postOp) {
            case PostOp.Eltwise(int algorithm, float alpha, float beta) -> {
              double gain = algorithm == Codes.ABS ? 1 : Math.max(1, Math.abs(alpha));
              yield magnitudes -> before.of(magnitudes) * gain + Math.abs(beta);
            }
            case PostOp.Sum(var value) -> {
              int place = Objects.requireNonNull(places.get(value));
              yield magnitudes -> before.of(magnitudes) + magnitudes[place];
            }
            case PostOp.Binary operand -> {
              var constant = operand.constant();
              double known = constant == null ? 0 : Magnitude.of(constant.tensor().data());
              int place =
                  constant == null ? Objects.requireNonNull(places.get(operand.value())) : -1;
              yield magnitudes ->
                  together(
                      operand.algorithm(),
                      before.of(magnitudes),
                      place < 0 ? known : magnitudes[place]);
            }
          };
    }
    return all;
  }

  private static double together(int binary, double running, double operand) {
    return switch (binary) {
      case Codes.ADD, Codes.SUBTRACT -> running + operand;
      case Codes.MULTIPLY -> running * operand;
      default -> Double.POSITIVE_INFINITY;
    };
  }

  private static int slot(Compilation compilation, FusedOps fused, PostOp.Binary operand) {
    boolean sameAxes =
        operand.whole()
            && operand.layout().rank() == compilation.homeLayout(operand.value()).rank();
    return sameAxes
        ? compilation.in(operand.value(), operand.layout(), fused.kind())
        : compilation.plain(operand.value(), fused.kind());
  }
}
