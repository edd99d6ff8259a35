package dev.partitura.engine.execute.ranks;

import dev.partitura.engine.execute.local.Transport;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Messages by MPI: all that is under way stands in one array of requests, which one call tests.
final class MpiTransport implements Transport {
  private static final int MOST_ENDED = 256;

  private final Mpi mpi;
  private final int self;
  private final long[] communicators = new long[Space.values().length];
  private final Arena arena = Arena.ofAuto();
  private final MemorySegment count = arena.allocate(ValueLayout.JAVA_INT);
  private final int requestBytes;
  private MemorySegment requests;
  private MemorySegment places;
  private long[] numbers = new long[64];
  private MemorySegment[] held = new MemorySegment[64];
  private int busy;

  /// On the thread that will use it; all ranks do so.
  MpiTransport(Mpi mpi) {
    this.mpi = mpi;
    self = mpi.rank();
    requestBytes = mpi.requestBytes();
    requests = arena.allocate((long) numbers.length * requestBytes, Long.BYTES);
    places = arena.allocate((long) numbers.length * Integer.BYTES, Long.BYTES);
    for (int space = 0; space < communicators.length; space++) {
      communicators[space] = mpi.duplicate();
    }
  }

  Mpi mpi() {
    return mpi;
  }

  @Override
  public int self() {
    return self;
  }

  @Override
  public void send(Space space, int rank, int tag, MemorySegment bytes, long number) {
    mpi.send(bytes, rank, tag, communicators[space.ordinal()], next(bytes, number));
    busy++;
  }

  @Override
  public void receive(Space space, int rank, int tag, MemorySegment bytes, long number) {
    mpi.receive(bytes, rank, tag, communicators[space.ordinal()], next(bytes, number));
    busy++;
  }

  private MemorySegment next(MemorySegment bytes, long number) {
    if (busy == numbers.length) {
      grow();
    }
    numbers[busy] = number;
    // What is under way must not be freed.
    held[busy] = bytes;
    return requests.asSlice((long) busy * requestBytes, requestBytes);
  }

  private void grow() {
    int more = 2 * numbers.length;
    numbers = Arrays.copyOf(numbers, more);
    held = Arrays.copyOf(held, more);
    var wider = arena.allocate((long) more * requestBytes, Long.BYTES);
    wider.copyFrom(requests);
    requests = wider;
    places = arena.allocate((long) more * Integer.BYTES, Long.BYTES);
  }

  @Override
  public int poll(long[] ended) {
    if (busy == 0) {
      return 0;
    }
    int tested = Math.min(busy, Math.min(ended.length, MOST_ENDED));
    int done = test(0, tested, ended);
    // Those behind the first are tested as well, or else many that wait would hide one that came.
    for (int from = tested; done == 0 && from < busy; from += tested) {
      done = test(from, Math.min(tested, busy - from), ended);
    }
    return done;
  }

  private int test(int from, int tested, long[] ended) {
    int done =
        mpi.test(
            tested,
            requests.asSlice((long) from * requestBytes, (long) tested * requestBytes),
            count,
            places);
    var at = new int[done];
    for (int i = 0; i < done; i++) {
      at[i] = from + places.getAtIndex(ValueLayout.JAVA_INT, i);
      ended[i] = numbers[at[i]];
    }
    Arrays.sort(at);
    for (int i = done - 1; i >= 0; i--) {
      remove(at[i]);
    }
    return done;
  }

  private void remove(int place) {
    int last = --busy;
    numbers[place] = numbers[last];
    held[place] = held[last];
    held[last] = MemorySegment.NULL;
    MemorySegment.copy(
        requests, (long) last * requestBytes, requests, (long) place * requestBytes, requestBytes);
  }

  @Override
  public boolean isBusy() {
    return busy > 0;
  }
}
