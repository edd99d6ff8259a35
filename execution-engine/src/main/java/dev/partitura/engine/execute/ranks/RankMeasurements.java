package dev.partitura.engine.execute.ranks;

import dev.partitura.engine.limit.Checkpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// How fast ranks reach one another.
///
/// @param library what MPI calls itself
/// @param hosts of the ranks, in order
public record RankMeasurements(
    String library, List<String> hosts, List<Pair> pairs, List<AllReduce> allReduces) {
  /// Of the message by which bandwidth is measured.
  public static final int LARGE_BYTES = 1 << 20;

  private static final int SMALL_BYTES = 8;
  private static final int[] SIZES = {1 << 10, 1 << 16, 1 << 20, 1 << 22};
  private static final int MANY = 200;
  private static final int FEW = 20;

  /// Between two ranks.
  ///
  /// @param latencyNanos of a message of 8 bytes
  /// @param bytesPerSecond of a message of [#LARGE_BYTES]
  public record Pair(int one, int other, long latencyNanos, double bytesPerSecond) {}

  /// A sum over all ranks, done by MPI.
  ///
  /// @param nanos at the slowest rank, by the median of 20
  public record AllReduce(int bytes, long nanos) {}

  /// Every two ranks one after the other, so that none disturbs another.
  static RankMeasurements of(RankSession session) {
    var all = IntStream.range(0, session.size()).boxed().toList();
    var pairs = new ArrayList<Pair>();
    for (int one : all) {
      for (int other : all.subList(one + 1, all.size())) {
        long small = pingPong(session, one, other, SMALL_BYTES, MANY);
        long large = pingPong(session, one, other, LARGE_BYTES, FEW);
        pairs.add(new Pair(one, other, small, LARGE_BYTES * 1e9 / Math.max(1, large)));
      }
    }
    var sums = new ArrayList<AllReduce>();
    for (int bytes : SIZES) {
      sums.add(new AllReduce(bytes, allReduce(session, all, bytes)));
    }
    return new RankMeasurements(
        version(session), all.stream().map(session::host).toList(), pairs, sums);
  }

  private static long pingPong(RankSession session, int one, int other, int bytes, int rounds) {
    return slowest(
        session,
        List.of(one, other),
        out -> {
          out.writeInt(RankProbe.Kind.PING_PONG.ordinal());
          out.writeInt(one);
          out.writeInt(other);
          out.writeInt(bytes);
          out.writeInt(rounds);
        });
  }

  private static long allReduce(RankSession session, List<Integer> ranks, int bytes) {
    return slowest(
        session,
        ranks,
        out -> {
          out.writeInt(RankProbe.Kind.ALL_REDUCE.ordinal());
          out.writeInt(bytes);
          out.writeInt(FEW);
        });
  }

  private static long slowest(RankSession session, List<Integer> ranks, Frames.Writing content) {
    long nanos = 0;
    try {
      for (var answer : session.order(ranks, Order.PROBE, _ -> content, Checkpoint::isCancelled)) {
        nanos = Math.max(nanos, answer.readLong());
      }
    } catch (IOException torn) {
      throw new UncheckedIOException(torn);
    }
    return nanos;
  }

  private static String version(RankSession session) {
    try {
      var answers =
          session.order(
              List.of(0),
              Order.PROBE,
              _ -> out -> out.writeInt(RankProbe.Kind.VERSION.ordinal()),
              Checkpoint::isCancelled);
      return Wire.text(answers.getFirst());
    } catch (IOException torn) {
      throw new UncheckedIOException(torn);
    }
  }
}
