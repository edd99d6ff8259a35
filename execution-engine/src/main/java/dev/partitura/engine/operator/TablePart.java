package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;

/// The entries that one of equal parts of a table holds, of a table in one part all of them.
///
/// @param run the op that looks entries up
/// @param axis of the table along which its entries lie
/// @param first entry of this part
/// @param size entries of this part
/// @param all entries of the whole table
record TablePart(OpContext run, int axis, long first, long size, long all) {
  /// Attribute: among how many parts the table is shared.
  static final String PARTS = "parts";

  /// @param size entries that the table of this op has
  static TablePart of(OpContext run, int axis, long size) {
    long parts = run.attributes().intOr(PARTS, 1);
    // Where something else is shared, each part has the whole table.
    long part = parts == 1 ? 0 : run.attributes().intOr(SplitRule.PART, 0);
    return new TablePart(run, axis, part * size, size, parts * size);
  }

  /// An op whose table is one of `parts`.
  static OpContext in(OpContext op, int parts) {
    return op.withAttribute(PARTS, new Attribute.IntValue(parts));
  }

  /// Where this part has an entry of the whole table, or -1 where another part has it.
  ///
  /// @param index negative to count from the end
  long place(long index) {
    long entry = Indices.within(run, index, all, axis) - first;
    return entry >= 0 && entry < size ? entry : -1;
  }
}
