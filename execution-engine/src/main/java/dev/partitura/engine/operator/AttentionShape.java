package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How the queries, keys and values of an [Attention] lie: as `[N, heads, length, width]`, or with
/// the heads of a place next to each other, `[N, length, heads · width]`. Sizes that are not known
/// are [Shape#UNKNOWN]. Immutable.
///
/// @param flat whether the heads of a place lie next to each other
/// @param heads of the queries
/// @param groups heads of keys and values; `heads / groups` queries share one
/// @param queries places that ask
/// @param past keys that stand before those of this run
/// @param keys all places that are asked
/// @param width of a query and a key
/// @param valueWidth of a value
record AttentionShape(
    boolean flat,
    Shape query,
    long heads,
    long groups,
    long queries,
    long past,
    long keys,
    long width,
    long valueWidth) {
  static final int QUERY = 0;
  static final int KEY = 1;
  static final int VALUE = 2;
  static final int MASK = 3;
  static final int PAST_KEY = 4;
  static final int PAST_VALUE = 5;
  static final int FILLED = 6;

  /// Null where the rank of an input is not known.
  ///
  /// @throws dev.partitura.engine.problem.ProblemException when sizes do not fit
  static @Nullable AttentionShape of(OpContext op) {
    op.requireFloats(QUERY);
    op.requireSameType(QUERY, KEY);
    op.requireFloats(VALUE);
    var query = op.shape(QUERY);
    var key = op.shape(KEY);
    var value = op.shape(VALUE);
    if (query == null || key == null || value == null) {
      return null;
    }
    int rank = query.rank();
    if (rank < 3 || rank > 4 || key.rank() != rank || value.rank() != rank) {
      throw op.refuse("op.attention.rank", query, key, value);
    }
    var past = op.hasInput(PAST_KEY) ? op.shape(PAST_KEY) : null;
    boolean unknownPast = op.hasInput(PAST_KEY) && (past == null || past.rank() != 4);
    boolean flat = rank == 3;
    long heads = flat ? op.requireInt("q_num_heads") : query.size(1);
    long groups = flat ? op.requireInt("kv_num_heads") : key.size(1);
    long before = unknownPast ? Shape.UNKNOWN : past == null ? 0 : past.size(2);
    var shape =
        new AttentionShape(
            flat,
            query,
            heads,
            groups,
            query.size(rank - 2),
            before,
            before < 0 || key.size(rank - 2) < 0 ? Shape.UNKNOWN : before + key.size(rank - 2),
            flat ? share(op, query, heads) : query.size(3),
            flat ? share(op, value, groups) : value.size(3));
    shape.check(op, key, value);
    return shape;
  }

  private static long share(OpContext op, Shape of, long heads) {
    if (heads < 1 || of.size(2) >= 0 && of.size(2) % heads != 0) {
      throw op.refuse("op.attention.heads", of, heads);
    }
    return of.size(2) < 0 ? Shape.UNKNOWN : of.size(2) / heads;
  }

  private void check(OpContext op, Shape key, Shape value) {
    long keyWidth = flat ? share(op, key, groups) : key.size(3);
    int last = key.rank() - 2;
    if (differ(keyWidth, width)
        || differ(key.size(0), query.size(0))
        || differ(value.size(0), query.size(0))
        || differ(key.size(last), value.size(last))
        || !flat && differ(value.size(1), groups)) {
      throw op.refuse("op.attention.fit", query, key, value);
    }
    if (heads >= 0 && groups >= 0 && (groups == 0 || heads % groups != 0)) {
      throw op.refuse("op.attention.groups", heads, groups);
    }
    if (op.hasInput(PAST_KEY) != op.hasInput(PAST_VALUE)) {
      throw op.refuse("op.attention.past");
    }
    if (op.hasInput(PAST_KEY)) {
      checkPast(op, op.shape(PAST_KEY), width);
      checkPast(op, op.shape(PAST_VALUE), valueWidth);
    }
    if (op.hasInput(MASK)) {
      checkMask(op, op.shape(MASK));
    }
    if (op.hasInput(FILLED)) {
      op.requireIndices(FILLED);
      op.requireRank(FILLED, 1);
    }
  }

  private void checkPast(OpContext op, @Nullable Shape shape, long ofWidth) {
    if (shape != null
        && (shape.rank() != 4
            || differ(shape.size(0), query.size(0))
            || differ(shape.size(1), groups)
            || differ(shape.size(2), past)
            || differ(shape.size(3), ofWidth))) {
      throw op.refuse("op.attention.past");
    }
  }

  /// A mask is repeated along axes of size 1; what its last axis lacks is not seen.
  private void checkMask(OpContext op, @Nullable Shape mask) {
    if (op.dataType(MASK) != DataType.BOOL) {
      op.requireFloats(MASK);
    }
    if (mask == null) {
      return;
    }
    long[] whole = {query.size(0), heads, queries, keys};
    boolean fits = mask.rank() >= 1 && mask.rank() <= 4;
    for (int axis = 0; fits && axis < mask.rank(); axis++) {
      int at = axis + 4 - mask.rank();
      boolean shorter = at == 3 && (keys < 0 || mask.size(axis) <= keys);
      fits = mask.size(axis) == 1 || shorter || !differ(mask.size(axis), whole[at]);
    }
    if (!fits) {
      throw op.refuse("op.attention.mask", mask, Shape.of(whole));
    }
  }

  private static boolean differ(long one, long other) {
    return one >= 0 && other >= 0 && one != other;
  }

  /// Of the outputs: the queries' first axes with values in place of queries.
  Shape result() {
    var axes = new ShapeAxes().addAll(query, 0, query.rank() - 1);
    return axes.add(flat ? product(heads, valueWidth) : valueWidth).shape();
  }

  /// Of all keys, or of all values.
  Shape present(long ofWidth) {
    return new ShapeAxes().add(query, 0).add(groups).add(keys).add(ofWidth).shape();
  }

  /// Of the scores.
  Shape scores() {
    return new ShapeAxes().add(query, 0).add(heads).add(query, query.rank() - 2).add(keys).shape();
  }

  private static long product(long one, long other) {
    return one < 0 || other < 0 ? Shape.UNKNOWN : Math.multiplyExact(one, other);
  }

  /// Pairs of a query and a key that it may see, in all samples and heads; a mask hides none here.
  /// Only of static shapes.
  long pairs(OpContext op) {
    long each = Math.multiplyExact(queries, keys);
    if (isCausal(op)) {
      // The i-th query sees what is past, the keys before it and its own.
      long growing = Math.max(0, Math.min(queries, keys - past));
      each = past * queries + growing * (growing + 1) / 2 + (queries - growing) * (keys - past);
    }
    return Math.multiplyExact(Math.multiplyExact(query.size(0), heads), each);
  }

  static boolean isCausal(OpContext op) {
    return op.attributes().intOr("is_causal", 0) == 1;
  }

  /// Whether all sizes are known.
  boolean isStatic() {
    return query.isStatic()
        && groups >= 0
        && past >= 0
        && keys >= 0
        && width >= 0
        && valueWidth >= 0;
  }

  /// How an output is split where queries, keys and values are split alike, among samples or heads,
  /// and what else they read is too.
  ///
  /// @param likeQueries whether it lies as the queries do, not as `[N, heads, …]`
  Sharding split(ShardedOp op, boolean likeQueries) {
    int axis = op.axis(QUERY);
    int among = axis == 0 ? 0 : axis == (flat ? 2 : 1) ? 1 : -1;
    if (among < 0 || op.axis(KEY) != axis || op.axis(VALUE) != axis) {
      return Sharding.UNKNOWN;
    }
    for (int input = PAST_KEY; input <= PAST_VALUE; input++) {
      if (op.part().hasInput(input) && op.axis(input) != among) {
        return Sharding.UNKNOWN;
      }
    }
    boolean counted = op.part().hasInput(FILLED);
    if (counted && (among == 0 ? op.axis(FILLED) != 0 : !op.isReplicated(FILLED))) {
      return Sharding.UNKNOWN;
    }
    return masked(op, among) ? Sharding.along(likeQueries ? axis : among) : Sharding.UNKNOWN;
  }

  private static boolean masked(ShardedOp op, int among) {
    if (!op.part().hasInput(MASK)) {
      return true;
    }
    var mask = op.part().shape(MASK);
    int at = mask == null ? -1 : among - (4 - mask.rank());
    boolean alike = mask != null && (at < 0 || mask.size(at) == 1);
    return alike && op.isReplicated(MASK) || at >= 0 && op.axis(MASK) == at;
  }

  /// This op with its share of the heads, where they lie in one axis; null where that splits one.
  static @Nullable OpContext inPart(OpContext part, OpContext whole, Sharding query, int parts) {
    var shape = whole.shape(QUERY);
    if (shape == null
        || shape.rank() != 3
        || !(query instanceof Sharding.Along(int axis) && axis == 2)) {
      return part;
    }
    var shared = part;
    for (var name : new String[] {"q_num_heads", "kv_num_heads"}) {
      long heads = whole.requireInt(name);
      if (heads % parts != 0) {
        return null;
      }
      shared =
          Objects.requireNonNull(shared).withAttribute(name, new Attribute.IntValue(heads / parts));
    }
    return shared;
  }
}
