package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.tensor.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Arithmetic of two operands with broadcasting by oneDNN; with a number on one side, with a chain
/// behind it, and where oneDNN would lose NaN, by our own kernels.
final class BinaryEmitter implements Emitter {
  private static final EltwiseEmitter BLOCKS = new EltwiseEmitter();

  @Override
  public boolean emit(Compilation compilation, FusedOps fused) {
    var op = fused.head();
    int binary = Elementwise.binary(op);
    var target = compilation.values().floatSizes(op.outputs().getFirst());
    if (binary == 0
        || target == null
        || target.length == 0
        || target.length > 6
        || op.attributes().has("broadcast")) {
      return false;
    }
    var left = op.inputs().get(0);
    var right = op.inputs().get(1);
    if (Elementwise.losesNaN(binary)
        || !fused.tail().isEmpty()
        || Elementwise.scalar(compilation, left) != null
        || Elementwise.scalar(compilation, right) != null) {
      return BLOCKS.emit(compilation, fused);
    }
    return emit(compilation, fused, binary, left, right, target)
        || Elementwise.commutes(binary) && emit(compilation, fused, binary, right, left, target);
  }

  /// `first` has the shape of the result; `second` may be smaller.
  private static boolean emit(
      Compilation compilation,
      FusedOps fused,
      int binary,
      String first,
      String second,
      long[] target) {
    var firstSizes = compilation.values().floatSizes(first);
    var secondSizes = compilation.values().floatSizes(second);
    if (firstSizes == null || secondSizes == null || !Arrays.equals(firstSizes, target)) {
      return false;
    }
    var home = compilation.homeLayout(first);
    var layout = home.block() > 0 || home.isDense() ? home : Layout.plain(target);
    var secondLayout = Arrays.equals(secondSizes, target) ? layout : smaller(secondSizes, layout);
    if (secondLayout == null) {
      return false;
    }
    var recipe =
        new PrimitiveRecipe.Builder(
                compilation,
                fused,
                (descriptors, _, attributes) ->
                    descriptors.primitive(
                        "dnnl_binary_primitive_desc_create",
                        OneDnn.ENGINE,
                        binary,
                        descriptors.of(layout),
                        descriptors.of(secondLayout),
                        descriptors.of(layout),
                        attributes))
            .input(Codes.SOURCE, first, compilation.in(first, layout, fused.kind()), layout);
    var constant = constant(compilation, second);
    if (constant != null) {
      recipe.constant(
          Codes.SOURCE_1, constant, Layout.plain(secondLayout.sizes()), secondLayout, 1);
    } else {
      boolean whole = secondSizes.length == target.length && secondLayout == layout;
      int slot =
          whole
              ? compilation.in(second, layout, fused.kind())
              : compilation.plain(second, fused.kind());
      recipe.input(Codes.SOURCE_1, second, slot, secondLayout);
    }
    compilation.step(
        fused, recipe.output(Codes.DESTINATION, compilation.result(fused, layout), layout));
    return true;
  }

  /// The layout of a plain operand that is repeated along some axes of `whole`. Beside rows of
  /// channels a number for each channel is called such rows too, or the library takes its plain
  /// loop, some fifty times slower.
  private static @Nullable Layout smaller(long[] sizes, Layout whole) {
    var plain = Layout.plain(sizes).expanded(whole.rank());
    if (plain == null || whole.block() == 0) {
      return plain;
    }
    var rows = Layout.blocked(whole.block(), plain.sizes());
    return rows.isPlain() ? rows : plain;
  }

  private static @Nullable Constant constant(Compilation compilation, String value) {
    var constant = compilation.values().constant(value);
    return constant == null || constant.type().dataType() != DataType.FLOAT ? null : constant;
  }
}
