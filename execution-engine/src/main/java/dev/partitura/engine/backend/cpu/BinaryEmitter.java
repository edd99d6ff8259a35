package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Arithmetic of two operands with broadcasting by oneDNN; with a number on one side, with a chain
/// behind it, and where oneDNN would lose NaN, by our own kernels.
final class BinaryEmitter implements Emitter {
  private static final EltwiseEmitter BLOCKS = new EltwiseEmitter();

  @Override
  public boolean emit(Compilation compilation, Unit unit) {
    var op = unit.head();
    int binary = Elementwise.binary(op);
    var target = compilation.floatSizes(op.outputs().getFirst());
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
        || !unit.tail().isEmpty()
        || Elementwise.scalar(compilation, left) != null
        || Elementwise.scalar(compilation, right) != null) {
      return BLOCKS.emit(compilation, unit);
    }
    return emit(compilation, unit, binary, left, right, target)
        || Elementwise.commutes(binary) && emit(compilation, unit, binary, right, left, target);
  }

  /// `first` has the shape of the result; `second` may be smaller.
  private static boolean emit(
      Compilation compilation, Unit unit, int binary, String first, String second, long[] target) {
    var firstSizes = compilation.floatSizes(first);
    var secondSizes = compilation.floatSizes(second);
    if (firstSizes == null || secondSizes == null || !Arrays.equals(firstSizes, target)) {
      return false;
    }
    var home = compilation.homeLayout(first);
    var layout = home.block() > 0 || home.isDense() ? home : Layout.plain(target);
    var secondLayout =
        Arrays.equals(secondSizes, target)
            ? layout
            : Layout.plain(secondSizes).expanded(target.length);
    if (secondLayout == null) {
      return false;
    }
    var descriptors = compilation.descriptors();
    long source = descriptors.of(layout);
    long operand = descriptors.of(secondLayout);
    long created =
        descriptors.primitive(
            "dnnl_binary_primitive_desc_create",
            OneDnn.ENGINE,
            binary,
            source,
            operand,
            source,
            PostOp.attributes(descriptors, List.of()));
    if (created == 0) {
      return false;
    }
    var kernel =
        new PrimitiveKernel.Builder(descriptors, created)
            .input(Codes.SOURCE, compilation.in(first, layout, unit.stage()), source);
    var constant = constant(compilation, second);
    if (constant != null) {
      var view = Layout.plain(secondLayout.sizes());
      kernel.constant(
          Codes.SOURCE_1, compilation.packed().pack(constant, view, operand, 1), operand);
    } else {
      boolean whole = secondSizes.length == target.length && secondLayout == layout;
      int slot =
          whole
              ? compilation.in(second, layout, unit.stage())
              : compilation.plain(second, unit.stage());
      kernel.input(Codes.SOURCE_1, slot, operand);
    }
    compilation.step(
        unit, kernel.output(Codes.DESTINATION, compilation.result(unit, layout), source).build());
    return true;
  }

  private static @Nullable Tensor constant(Compilation compilation, String value) {
    var constant = compilation.constant(value);
    return constant == null || constant.dataType() != DataType.FLOAT ? null : constant;
  }
}
