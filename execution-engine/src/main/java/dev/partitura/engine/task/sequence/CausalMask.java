package dev.partitura.engine.task.sequence;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.ConstantSource;
import dev.partitura.engine.operator.OpContext;
import dev.partitura.engine.operator.Operator;
import dev.partitura.engine.operator.Trait;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import java.util.List;

/// Whether an op on scores masks for every piece what lies behind it, so that a softmax gives it no
/// share.
///
/// @param op with the whole scores
record CausalMask(Operator operator, OpContext op, int pieces) {
  /// A score as low as this has no share beside any other.
  private static final double MASKED = -1e4;

  boolean masks() {
    return operator.has(Trait.CHOOSES) && (masks(1) || masks(2))
        || operator.has(Trait.ADDS) && (adds(0) || adds(1));
  }

  /// A choice that takes input `low`, one low number, for all that lies behind.
  private boolean masks(int low) {
    var masked = op.constant(low);
    var choice = op.constant(0);
    return masked != null
        && masked.elementCount() == 1
        && masked.doubleAt(0) <= MASKED
        && choice != null
        && allBehind(choice, low == 1 ? 1 : 0, 0);
  }

  private boolean adds(int input) {
    var added = op.constant(input);
    return added != null && allBehind(added, 0, MASKED);
  }

  /// Whether all elements of pairs whose column is of a later piece than their row are masked.
  ///
  /// @param wanted what flags are there
  /// @param most what numbers are there at most
  private boolean allBehind(Tensor mask, long wanted, double most) {
    var shape = mask.shape();
    int rank = shape.rank();
    if (rank < 2 || shape.size(rank - 1) % pieces != 0) {
      return false;
    }
    long columns = shape.size(rank - 1);
    long rows = shape.size(rank - 2);
    if (rows != columns) {
      return false;
    }
    long each = rows / pieces;
    boolean isFlag = mask.dataType() == DataType.BOOL;
    for (long row = 0; row < mask.elementCount() / columns; row++) {
      for (long column = (row % rows / each + 1) * each; column < columns; column++) {
        long at = row * columns + column;
        if (isFlag ? mask.longAt(at) != wanted : !(mask.doubleAt(at) <= most)) {
          return false;
        }
      }
    }
    return true;
  }

  /// The rows of a piece and the columns up to its end.
  ///
  /// @param rows whether there are any to choose
  static Constant part(Constant whole, boolean rows, boolean columns, int piece, int pieces) {
    var shape = whole.type().knownShape();
    int rank = shape.rank();
    long allColumns = shape.size(rank - 1);
    long allRows = rank > 1 ? shape.size(rank - 2) : 1;
    long taken = columns ? allColumns / pieces * (piece + 1) : allColumns;
    long each = rows ? allRows / pieces : allRows;
    long first = rows ? each * piece : 0;
    var cut = shape.withSize(rank - 1, taken);
    var type = whole.type().withShape(rank > 1 ? cut.withSize(rank - 2, each) : cut);
    return new Constant(
        type,
        new ConstantSource.Derived(
            List.of(whole),
            from -> {
              var part = Tensor.allocate(type);
              long matrices = shape.product(0, Math.max(0, rank - 2));
              for (long row = 0; row < matrices * each; row++) {
                long source = (row / each * allRows + first + row % each) * allColumns;
                for (long column = 0; column < taken; column++) {
                  copy(from.getFirst(), source + column, part, row * taken + column);
                }
              }
              return part;
            }));
  }

  private static void copy(Tensor from, long source, Tensor to, long target) {
    if (from.dataType().isFloating()) {
      to.setDouble(target, from.doubleAt(source));
    } else {
      to.setLong(target, from.longAt(source));
    }
  }
}
