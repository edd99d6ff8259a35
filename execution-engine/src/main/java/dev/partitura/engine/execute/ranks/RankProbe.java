package dev.partitura.engine.execute.ranks;

import dev.partitura.engine.execute.Spread;
import dev.partitura.engine.execute.local.MessageThread;
import dev.partitura.engine.execute.local.Transport.Space;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.Callable;

/// Measures messages at one rank, as its leader orders.
final class RankProbe {
  /// What is measured.
  enum Kind {
    /// A message there and back between two ranks.
    PING_PONG,
    /// A sum over all ranks, done whole by MPI.
    ALL_REDUCE,
    /// What the library calls itself.
    VERSION
  }

  private static final int WARM_UPS = 5;

  private final MessageThread messages;
  private final MpiTransport transport;

  RankProbe(MessageThread messages) {
    this.messages = messages;
    transport = (MpiTransport) messages.transport();
  }

  Frames.Writing obey(DataInputStream in) throws IOException {
    return switch (Kind.values()[in.readInt()]) {
      case PING_PONG -> {
        int one = in.readInt();
        int other = in.readInt();
        int bytes = in.readInt();
        int rounds = in.readInt();
        long nanos = onThread(() -> pingPong(one, other, bytes, rounds));
        yield out -> out.writeLong(nanos);
      }
      case ALL_REDUCE -> {
        int bytes = in.readInt();
        int rounds = in.readInt();
        long nanos = onThread(() -> allReduce(bytes, rounds));
        yield out -> out.writeLong(nanos);
      }
      case VERSION -> {
        var text = onThread(() -> transport.mpi().version());
        yield out -> Wire.text(out, text);
      }
    };
  }

  private <T> T onThread(Callable<T> work) {
    try {
      return messages.call(work);
    } catch (RuntimeException | Error fault) {
      throw fault;
    } catch (Exception fault) {
      throw new IllegalStateException(fault);
    }
  }

  /// Half the time there and back, by the median.
  private long pingPong(int one, int other, int bytes, int rounds) {
    try (var arena = Arena.ofConfined()) {
      var memory = arena.allocate(bytes, 64);
      boolean asks = transport.self() == one;
      var nanos = new long[rounds];
      for (int round = -WARM_UPS; round < rounds; round++) {
        long begun = System.nanoTime();
        if (asks) {
          send(other, memory);
          receive(other, memory);
          nanos[Math.max(0, round)] = (System.nanoTime() - begun) / 2;
        } else {
          receive(one, memory);
          send(one, memory);
        }
      }
      return Math.round(Spread.median(nanos));
    }
  }

  private void send(int rank, MemorySegment memory) {
    transport.send(Space.CLOCKS, rank, 1, memory, 0);
    await();
  }

  private void receive(int rank, MemorySegment memory) {
    transport.receive(Space.CLOCKS, rank, 1, memory, 0);
    await();
  }

  private void await() {
    var ended = new long[1];
    while (transport.poll(ended) == 0) {
      Thread.onSpinWait();
    }
  }

  private long allReduce(int bytes, int rounds) {
    try (var arena = Arena.ofConfined()) {
      var own = arena.allocate(bytes, 64);
      var sums = arena.allocate(bytes, 64);
      var nanos = new long[rounds];
      var mpi = transport.mpi();
      for (int round = -WARM_UPS; round < rounds; round++) {
        mpi.barrier(mpi.world());
        long begun = System.nanoTime();
        mpi.allReduce(own, sums, bytes / Float.BYTES, mpi.world());
        nanos[Math.max(0, round)] = System.nanoTime() - begun;
      }
      return Math.round(Spread.median(nanos));
    }
  }
}
