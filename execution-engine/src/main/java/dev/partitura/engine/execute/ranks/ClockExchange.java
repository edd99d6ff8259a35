package dev.partitura.engine.execute.ranks;

import dev.partitura.engine.execute.local.Transport;
import dev.partitura.engine.execute.local.Transport.Space;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// How far the clock of a rank is from that of the first, by messages there and back: the answer
/// was written between their times here, and the quickest of many pairs says it best.
///
/// Source: Cristian 1989, "Probabilistic clock synchronization".
record ClockExchange(long offsetNanos, long errorNanos) {
  private static final int ROUNDS = 60;
  private static final ClockExchange FIRST = new ClockExchange(0, 0);

  /// All ranks of the list call it, each on its thread of messages.
  ///
  /// @return what must be added to times of this rank, and by how much that may be wrong
  static ClockExchange among(List<Integer> ranks, Transport transport) {
    int first = ranks.getFirst();
    try (var arena = Arena.ofConfined()) {
      var place = arena.allocate(ValueLayout.JAVA_LONG);
      if (transport.self() != first) {
        return ask(transport, first, place);
      }
      for (int rank : ranks.subList(1, ranks.size())) {
        for (int round = 0; round < ROUNDS; round++) {
          transport.receive(Space.CLOCKS, rank, 0, place, 0);
          await(transport);
          place.set(ValueLayout.JAVA_LONG, 0, System.nanoTime());
          transport.send(Space.CLOCKS, rank, 0, place, 0);
          await(transport);
        }
      }
      return FIRST;
    }
  }

  private static ClockExchange ask(
      Transport transport, int first, java.lang.foreign.MemorySegment place) {
    var best = new ClockExchange(0, Long.MAX_VALUE);
    for (int round = 0; round < ROUNDS; round++) {
      long sent = System.nanoTime();
      transport.send(Space.CLOCKS, first, 0, place, 0);
      await(transport);
      transport.receive(Space.CLOCKS, first, 0, place, 0);
      await(transport);
      long came = System.nanoTime();
      long error = (came - sent + 1) / 2;
      if (error < best.errorNanos()) {
        long there = place.get(ValueLayout.JAVA_LONG, 0);
        best = new ClockExchange(there - (sent + (came - sent) / 2), error);
      }
    }
    return best;
  }

  @SuppressWarnings("ThreadPriorityCheck") // ranks may outnumber cores
  private static void await(Transport transport) {
    var ended = new long[1];
    while (transport.poll(ended) == 0) {
      Thread.yield();
    }
  }
}
