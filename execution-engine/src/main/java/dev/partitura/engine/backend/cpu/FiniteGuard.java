package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.backend.Buffer;
import dev.partitura.engine.backend.Kernel;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A fast kernel that is right as long as nothing in it is infinite or NaN, beside one that is
/// always right and gives the same numbers. Which of them runs is decided each time, before, by a
/// bound of the result: what the producers of the inputs know of their size or, where that is not
/// enough, the largest input. In a chain of such kernels the bound travels along, so that one look
/// at the numbers serves many layers.
///
/// @param growth bound of what the fast kernel calculates on the way to its result, from bounds of
///   its inputs
/// @param limit the result never exceeds it, such as the upper end of a `Clip`
record FiniteGuard(Kernel fast, Kernel exact, Growth growth, double limit) implements Kernel {
  /// A quarter of the largest float32, so that no rounding on the way leads beyond that.
  private static final double SAFE = Float.MAX_VALUE / 4.0;

  /// Bound of a result from bounds of the inputs, in their order.
  @FunctionalInterface
  interface Growth {
    double of(double[] magnitudes);
  }

  /// Whether oneDNN makes a number of a NaN by this.
  static boolean losesNaN(PostOp postOp) {
    return postOp instanceof PostOp.Eltwise(int algorithm, float alpha, _)
        && (algorithm == Codes.RELU && alpha == 0 || algorithm == Codes.CLIP);
  }

  /// The post-ops without the one at the end that loses NaN.
  static List<PostOp> keepingNaN(List<PostOp> postOps) {
    return isNeeded(postOps) ? postOps.subList(0, postOps.size() - 1) : postOps;
  }

  static boolean isNeeded(List<PostOp> postOps) {
    return !postOps.isEmpty() && losesNaN(postOps.getLast());
  }

  /// Bound of a primitive's result before its post-ops, from its weights.
  @FunctionalInterface
  interface Bounds {
    Growth read();
  }

  /// Adds the step of a primitive.
  ///
  /// @param layout of the result
  /// @param bounds of the primitive before its post-ops; read when it is loaded
  static void step(
      Compilation compilation,
      FusedOps fused,
      PrimitiveRecipe primitive,
      Layout layout,
      Bounds bounds) {
    var recipe =
        isNeeded(primitive.postOps())
            ? guarded(compilation, fused, primitive, layout, bounds)
            : primitive;
    compilation.step(fused, recipe, primitive.inputSlots(), primitive.outputSlots());
  }

  private static CpuRecipe guarded(
      Compilation compilation,
      FusedOps fused,
      PrimitiveRecipe primitive,
      Layout layout,
      Bounds bounds) {
    var activation =
        Objects.requireNonNull(Elementwise.function(compilation, fused.tail().getLast()));
    var program = new BlockProgram(List.of(new BlockProgram.Step.Alone(activation)));
    var kept = keepingNaN(primitive.postOps());
    double limit = limit((PostOp.Eltwise) primitive.postOps().getLast());
    return CpuRecipe.around(
        primitive,
        loading -> {
          var fast = primitive.primitive(loading);
          var exact = fast == null ? null : primitive.primitive(loading, kept);
          return fast == null || exact == null
              ? primitive.detour().load(loading)
              : new FiniteGuard(
                  fast,
                  new Activated(exact, program, layout.span()),
                  PostOps.growth(kept, bounds.read(), primitive.detour().placeByValue()),
                  limit);
        });
  }

  private static double limit(PostOp.Eltwise activation) {
    return activation.algorithm() == Codes.CLIP
        ? Math.max(Math.abs(activation.alpha()), Math.abs(activation.beta()))
        : Double.POSITIVE_INFINITY;
  }

  @Override
  public long scratchBytes() {
    return Math.max(fast.scratchBytes(), exact.scratchBytes());
  }

  @Override
  public Bound bind(List<Buffer> inputs, List<Buffer> outputs, MemorySegment scratch) {
    var bound = fast.bind(inputs, outputs, scratch);
    return new Guarded(bound, inputs, outputs, scratch);
  }

  private final class Guarded implements Bound {
    private final Bound usual;
    private final List<Buffer> inputs;
    private final List<Buffer> outputs;
    private final MemorySegment scratch;
    private final double[] magnitudes;
    private @Nullable Bound rare;

    Guarded(Bound usual, List<Buffer> inputs, List<Buffer> outputs, MemorySegment scratch) {
      this.usual = usual;
      this.inputs = List.copyOf(inputs);
      this.outputs = List.copyOf(outputs);
      this.scratch = scratch;
      this.magnitudes = new double[inputs.size()];
    }

    @Override
    public void run() {
      for (int i = 0; i < magnitudes.length; i++) {
        magnitudes[i] = inputs.get(i).magnitude();
      }
      double bound = growth.of(magnitudes);
      if (!(bound <= SAFE)) {
        for (int i = 0; i < magnitudes.length; i++) {
          magnitudes[i] = Magnitude.of(inputs.get(i).memory());
        }
        bound = growth.of(magnitudes);
      }
      var output = outputs.getFirst();
      if (bound <= SAFE) {
        usual.run();
        output.setMagnitude(Math.min(bound, limit));
        return;
      }
      if (rare == null) {
        rare = exact.bind(inputs, outputs, scratch);
      }
      rare.run();
      output.setMagnitude(Double.POSITIVE_INFINITY);
    }
  }

  /// A primitive, and an elementwise function of its result in place.
  private record Activated(PrimitiveKernel primitive, BlockProgram activation, long count)
      implements Kernel {
    @Override
    public long scratchBytes() {
      return primitive.scratchBytes();
    }

    @Override
    public Bound bind(List<Buffer> inputs, List<Buffer> outputs, MemorySegment scratch) {
      var before = primitive.bind(inputs, outputs, scratch);
      var result = outputs.getFirst().memory();
      var room = new BlockProgram.Room();
      return () -> {
        before.run();
        activation.run(result, List.of(), result, count, room);
      };
    }
  }
}
