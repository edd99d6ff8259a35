package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.Fused;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `Transpose`: a view without a copy where all its readers can read one, or where its producer
/// wrote for it; else a reorder.
final class TransposeEmitter implements Emitter {
  @Override
  public boolean emit(Compilation compilation, FusedOps fused) {
    var op = fused.head();
    var input = op.inputs().getFirst();
    var sizes = compilation.values().floatSizes(input);
    if (sizes == null || sizes.length == 0 || sizes.length > 6 || !fused.tail().isEmpty()) {
      return false;
    }
    var home = compilation.homeLayout(input);
    var view = home.transposed(order(op, sizes.length));
    int slot = compilation.home(input);
    var result = fused.result();
    if (view != null
        && compilation.slots().kind(slot) == fused.kind()
        && (view.isPlain() || readAsView(compilation, fused, result))) {
      compilation
          .slots()
          .alias(result, Objects.requireNonNull(compilation.values().type(result)), view, slot);
      return true;
    }
    if (view == null) {
      slot = compilation.plain(input, fused.kind());
      view = Objects.requireNonNull(Layout.plain(sizes).transposed(order(op, sizes.length)));
    }
    var target = Layout.plain(view.sizes());
    int written = compilation.result(fused, target);
    compilation.step(fused, ReorderEmitter.recipe(view, target), List.of(slot), List.of(written));
    return true;
  }

  private static boolean readAsView(Compilation compilation, FusedOps fused, String result) {
    var readers = compilation.values().readers(result);
    return !compilation.values().isResult(result)
        && !readers.isEmpty()
        && readers.stream()
            .allMatch(
                reader -> isProduct(reader) && compilation.values().kindOf(reader) == fused.kind());
  }

  /// Also a product with a tail, which is an op of another type with the product first.
  private static boolean isProduct(Op reader) {
    return Fused.chain(reader).getFirst().type().equals("MatMul");
  }

  /// The layout in which a producer of any strides writes its result: the one that a sole reading
  /// `Transpose` turns plain, or plain. The library writes columns on its plain loop, hundreds of
  /// times slower, so rows stay rows.
  static Layout layoutFor(Compilation compilation, FusedOps fused, long[] sizes) {
    var transpose = soleTranspose(compilation, fused);
    var plain = Layout.plain(sizes);
    if (transpose == null) {
      return plain;
    }
    var layout = Layout.plainAfterTranspose(sizes, order(transpose, sizes.length));
    return layout.strides()[sizes.length - 1] == 1 && layout.isTakenByProducts() ? layout : plain;
  }

  private static @Nullable Op soleTranspose(Compilation compilation, FusedOps fused) {
    List<Op> readers = compilation.values().readers(fused.result());
    if (readers.size() != 1 || compilation.values().isResult(fused.result())) {
      return null;
    }
    var reader = readers.getFirst();
    return reader.type().equals("Transpose") && compilation.values().kindOf(reader) == fused.kind()
        ? reader
        : null;
  }

  private static long[] order(Op op, int rank) {
    var reversed = new long[rank];
    Arrays.setAll(reversed, axis -> rank - 1 - axis);
    return Arrays.stream(op.attributes().intsOr("perm", reversed))
        .map(axis -> axis < 0 ? axis + rank : axis)
        .toArray();
  }
}
