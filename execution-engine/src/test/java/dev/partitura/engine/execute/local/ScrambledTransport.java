package dev.partitura.engine.execute.local;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Messages within this process, of which any may come next: only those of one space and tag from
/// one rank to another keep their order. A message leaves when it is received and not before, as a
/// large one of MPI does.
final class ScrambledTransport implements Transport {
  private final Hub hub;
  private final int self;
  private int busy;

  ScrambledTransport(Hub hub, int self) {
    this.hub = hub;
    this.self = self;
  }

  /// What all ranks share.
  static final class Hub {
    private final Random random;
    private final Map<Key, Deque<End>> sent = new HashMap<>();
    private final Map<Key, Deque<End>> awaited = new HashMap<>();
    private final Map<Integer, List<Long>> ended = new HashMap<>();

    Hub(long seed) {
      random = new Random(seed);
    }
  }

  private record Key(Space space, int from, int to, int tag) {}

  private record End(MemorySegment bytes, long number) {}

  @Override
  public int self() {
    return self;
  }

  @Override
  public void send(Space space, int rank, int tag, MemorySegment bytes, long number) {
    begin(hub.sent, new Key(space, self, rank, tag), new End(bytes, number));
  }

  @Override
  public void receive(Space space, int rank, int tag, MemorySegment bytes, long number) {
    begin(hub.awaited, new Key(space, rank, self, tag), new End(bytes, number));
  }

  private void begin(Map<Key, Deque<End>> into, Key key, End end) {
    synchronized (hub) {
      into.computeIfAbsent(key, _ -> new ArrayDeque<>()).add(end);
      busy++;
    }
  }

  @Override
  public int poll(long[] numbers) {
    synchronized (hub) {
      deliverOne();
      var own = hub.ended.getOrDefault(self, new ArrayList<>());
      int count = Math.min(own.size(), numbers.length);
      for (int i = 0; i < count; i++) {
        numbers[i] = own.remove(own.size() - 1);
      }
      busy -= count;
      return count;
    }
  }

  private void deliverOne() {
    var ready =
        hub.sent.keySet().stream()
            .filter(key -> key.from() == self || key.to() == self)
            .filter(hub.awaited::containsKey)
            .toList();
    if (ready.isEmpty()) {
      return;
    }
    var key = ready.get(hub.random.nextInt(ready.size()));
    var from = take(hub.sent, key);
    var to = take(hub.awaited, key);
    if (from.bytes().byteSize() != to.bytes().byteSize()) {
      throw new IllegalStateException(
          from.bytes().byteSize() + " bytes came where " + to.bytes().byteSize() + " were awaited");
    }
    to.bytes().copyFrom(from.bytes());
    hub.ended.computeIfAbsent(key.from(), _ -> new ArrayList<>()).add(from.number());
    hub.ended.computeIfAbsent(key.to(), _ -> new ArrayList<>()).add(to.number());
  }

  private static End take(Map<Key, Deque<End>> from, Key key) {
    var ends = from.get(key);
    if (ends == null) {
      throw new IllegalStateException("Nothing is there for " + key);
    }
    var first = ends.remove();
    if (ends.isEmpty()) {
      from.remove(key);
    }
    return first;
  }

  @Override
  public boolean isBusy() {
    synchronized (hub) {
      return busy > 0;
    }
  }
}
