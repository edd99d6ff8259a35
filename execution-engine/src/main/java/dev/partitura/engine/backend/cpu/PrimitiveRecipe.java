package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.network.Constant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One primitive of oneDNN, decided: what it computes, of which slots in which layouts, and the
/// constants it reads. Where the library turns out not to have it, the op's own kernel takes its
/// place.
final class PrimitiveRecipe implements CpuRecipe {
  /// For an operand of which the primitive has no choice.
  static final int AS_IT_LIES = 0;

  private final Creation creation;
  private final List<PostOp> postOps;
  private final List<Operand> operands;
  private final List<Fixed> constants;
  private final @Nullable Weights weights;
  private final List<Integer> inputSlots;
  private final List<Integer> outputSlots;
  private final DetourRecipe detour;

  private PrimitiveRecipe(Builder builder, Operand output, int outputSlot) {
    creation = builder.creation;
    postOps = List.copyOf(builder.postOps);
    constants = List.copyOf(builder.constants);
    weights = builder.weights;
    inputSlots = List.copyOf(builder.inputSlots);
    outputSlots = List.of(outputSlot);
    builder.operands.add(output);
    operands = List.copyOf(builder.operands);
    detour = builder.detour.to(output.layout());
  }

  /// Asks the library for the primitive.
  @FunctionalInterface
  interface Creation {
    /// A primitive descriptor, or 0 where there is none.
    ///
    /// @param weights descriptor of the weights, 0 where there are none
    /// @param attributes of the primitive
    long create(Descriptors descriptors, long weights, long attributes);
  }

  /// Constant weights in a layout that the primitive picks.
  ///
  /// @param view how their axes lie in the constant's elements
  /// @param factor multiplied into each
  /// @param like picks the layout where the primitive's own pick is not wanted; null leaves it to
  ///   the primitive
  record Weights(Constant constant, Layout view, float factor, @Nullable Creation like) {
    long wanted(Descriptors descriptors) {
      long any = descriptors.any(view.sizes());
      long other =
          like == null
              ? 0
              : like.create(descriptors, any, PostOp.attributes(descriptors, List.of()));
      return other == 0 ? any : OneDnn.queryDescriptor(other, Codes.QUERY_WEIGHTS, 0);
    }
  }

  /// @param layout as the value lies in its slot
  /// @param place among the inputs, or that of the output
  /// @param picked asks for the layout that the primitive picked for it, or [#AS_IT_LIES]
  private record Operand(int number, Layout layout, int place, int picked) {
    static final int OUTPUT = -1;

    void addTo(PrimitiveKernel.Builder kernel, Descriptors descriptors, long created) {
      long lies = descriptors.of(layout);
      if (picked != AS_IT_LIES) {
        long wanted = OneDnn.queryDescriptor(created, picked, 0);
        if (place == OUTPUT) {
          kernel.output(number, wanted, lies);
        } else {
          kernel.input(number, place, lies, wanted);
        }
      } else if (place == OUTPUT) {
        kernel.output(number, lies);
      } else {
        kernel.input(number, place, lies);
      }
    }
  }

  private record Fixed(int number, Constant constant, Layout view, Layout layout, float factor) {}

  List<Integer> inputSlots() {
    return inputSlots;
  }

  List<Integer> outputSlots() {
    return outputSlots;
  }

  List<PostOp> postOps() {
    return postOps;
  }

  DetourRecipe detour() {
    return detour;
  }

  @Override
  public List<Constant> constants() {
    if (weights == null && constants.isEmpty()) {
      return List.of();
    }
    var all = new ArrayList<Constant>();
    if (weights != null) {
      all.add(weights.constant());
    }
    constants.forEach(fixed -> all.add(fixed.constant()));
    return all;
  }

  @Override
  public Kernel load(Loading loading) {
    var kernel = primitive(loading);
    return kernel == null ? detour.load(loading) : kernel;
  }

  /// The kernel, or null where the library does not have it.
  @Nullable PrimitiveKernel primitive(Loading loading) {
    long wanted = weights == null ? 0 : weights.wanted(loading.descriptors());
    long created = create(loading, wanted, postOps);
    return created == 0 ? null : kernel(loading, created, packedWeights(created));
  }

  /// The same kernel with fewer post-ops and the weights in the same layout, or null.
  @Nullable PrimitiveKernel primitive(Loading loading, List<PostOp> fewer) {
    long wanted = weights == null ? 0 : weights.wanted(loading.descriptors());
    long whole = create(loading, wanted, postOps);
    long packed = whole == 0 ? 0 : packedWeights(whole);
    long created = whole == 0 ? 0 : create(loading, packed, fewer);
    return created == 0 ? null : kernel(loading, created, packed);
  }

  private long create(Loading loading, long wanted, List<PostOp> after) {
    var descriptors = loading.descriptors();
    return creation.create(descriptors, wanted, PostOp.attributes(descriptors, after));
  }

  private long packedWeights(long created) {
    return weights == null ? 0 : OneDnn.queryDescriptor(created, Codes.QUERY_WEIGHTS, 0);
  }

  private PrimitiveKernel kernel(Loading loading, long created, long packedWeights) {
    var descriptors = loading.descriptors();
    var kernel = new PrimitiveKernel.Builder(descriptors, created);
    for (var operand : operands) {
      operand.addTo(kernel, descriptors, created);
    }
    if (weights != null) {
      long address =
          loading
              .packed()
              .pack(weights.constant(), weights.view(), packedWeights, weights.factor());
      kernel.constant(Codes.WEIGHTS, address, packedWeights);
    }
    for (var fixed : constants) {
      long descriptor = descriptors.of(fixed.layout());
      long address =
          loading.packed().pack(fixed.constant(), fixed.view(), descriptor, fixed.factor());
      kernel.constant(fixed.number(), address, descriptor);
    }
    return kernel.build();
  }

  /// Collects what a primitive reads.
  static final class Builder {
    private final Creation creation;
    private final DetourRecipe.Builder detour;
    private final List<Operand> operands = new ArrayList<>();
    private final List<Fixed> constants = new ArrayList<>();
    private final List<Integer> inputSlots = new ArrayList<>();
    private List<PostOp> postOps = List.of();
    private @Nullable Weights weights;

    /// @param fused what the primitive computes
    Builder(Compilation compilation, FusedOps fused, Creation creation) {
      this.creation = creation;
      this.detour = new DetourRecipe.Builder(compilation, fused);
    }

    /// @param value in `slot`, whose elements are read as `layout`
    Builder input(int number, String value, int slot, Layout layout) {
      operands.add(new Operand(number, layout, reads(value, slot, layout), AS_IT_LIES));
      return this;
    }

    /// A plain value that the primitive reads through `view`, or in a layout of its own choice,
    /// into which it is copied each time.
    ///
    /// @param picked asks the primitive for its choice, or [#AS_IT_LIES]
    /// @return its place among the inputs
    int viewed(int number, String value, int slot, Layout view, int picked) {
      int place = reads(value, slot, Layout.plain(view.elementCount()));
      operands.add(new Operand(number, view, place, picked));
      return place;
    }

    /// A value that the primitive reads through its result's memory.
    ///
    /// @return its place among the inputs
    int reads(String value, int slot, Layout layout) {
      int place = inputSlots.indexOf(slot);
      if (place < 0) {
        place = inputSlots.size();
        inputSlots.add(slot);
      }
      detour.from(value, place, layout);
      return place;
    }

    Builder weights(Weights packed) {
      weights = packed;
      return this;
    }

    /// @param view how the axes of `layout` lie in the constant's elements
    Builder constant(int number, Constant constant, Layout view, Layout layout, float factor) {
      constants.add(new Fixed(number, constant, view, layout, factor));
      return this;
    }

    /// A constant of one axis.
    Builder constant(int number, Constant constant) {
      var layout = Layout.plain(constant.type().knownShape().elementCount());
      return constant(number, constant, layout, layout, 1);
    }

    /// Done to each result before it is stored; what they read is bound already.
    Builder postOps(List<PostOp> after) {
      postOps = after;
      return this;
    }

    PrimitiveRecipe output(int number, int slot, Layout layout) {
      return new PrimitiveRecipe(
          this, new Operand(number, layout, Operand.OUTPUT, AS_IT_LIES), slot);
    }

    /// A result that the primitive writes in a layout of its own choice, out of which it is copied.
    ///
    /// @param picked asks the primitive for its choice
    PrimitiveRecipe converted(int number, int slot, Layout layout, int picked) {
      return new PrimitiveRecipe(this, new Operand(number, layout, Operand.OUTPUT, picked), slot);
    }
  }
}
