package dev.partitura.engine.plan.collective;

import java.util.List;

/// A way to give every member the sum of the values of all. Every member ends with the same bits:
/// each chunk is summed in one order, or by additions that commute. Pure.
public interface AllReduce {
  /// Bytes.
  int CACHE_LINE = 64;

  /// The word in plan files.
  String name();

  /// Equal chunks into which the value is cut.
  int chunks(int members);

  /// Bytes of a chunk: whole elements, on cache lines where the value is large.
  default long chunkBytes(long valueBytes, int members) {
    return Math.ceilDiv(Math.ceilDiv(valueBytes, chunks(members)), CACHE_LINE) * CACHE_LINE;
  }

  /// The messages round by round: within a round all are sent before any is added, and a member
  /// gets one at most.
  ///
  /// @param members at least 2
  List<List<Message>> rounds(int members);

  /// Bytes that all messages move together.
  ///
  /// @param members at least 2
  default long movedBytes(long valueBytes, int members) {
    long each = chunkBytes(valueBytes, members);
    return rounds(members).stream()
        .flatMap(List::stream)
        .mapToLong(message -> Math.clamp(valueBytes - message.chunk() * each, 0, each))
        .sum();
  }

  /// The messages after which member `i` has the sum of chunk `i` of as many chunks as there are
  /// members; none, where the algorithm has no such half.
  default List<List<Message>> reduceScatter(int members) {
    return List.of();
  }

  /// The messages by which chunk `i`, which member `i` has, comes to all; none, where the algorithm
  /// has no such half.
  default List<List<Message>> allGather(int members) {
    return List.of();
  }

  /// Whether it is a reduce-scatter and an all-gather.
  default boolean hasHalves() {
    return !allGather(2).isEmpty();
  }
}
