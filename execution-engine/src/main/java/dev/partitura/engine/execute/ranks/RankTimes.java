package dev.partitura.engine.execute.ranks;

import dev.partitura.engine.execute.times.TaskTimes;
import dev.partitura.engine.task.lower.Lowered;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;

/// The times of an iteration as one rank has seen them: of its own tasks, and of the sending end of
/// its messages.
///
/// @param tasks whose times stand in the others, in order
/// @param begins on the clock of the first rank
record RankTimes(
    int[] tasks, long startedAt, long endedAt, long[] begins, long[] ends, long[] losts) {

  /// The tasks that a rank tells of.
  static int[] tasks(Lowered lowered, int rank) {
    var graph = lowered.graph();
    var devices = lowered.cluster().devices();
    return IntStream.range(0, graph.taskCount())
        .filter(task ->
            devices.get(graph.device(task)).rank() == rank
                || graph.kind(task).moves() && devices.get(graph.source(task)).rank() == rank)
        .toArray();
  }

  /// @param offset to the clock of the first rank
  static void write(DataOutputStream out, int[] tasks, TaskTimes times, long endedAt, long offset)
      throws IOException {
    long start = times.startedAt() + offset;
    out.writeLong(start);
    out.writeLong(endedAt + offset);
    for (int task : tasks) {
      boolean ran = times.hasRun(task);
      out.writeLong(ran ? times.beginNanos()[task] + offset : 0);
      out.writeLong(ran ? times.endNanos()[task] + offset : 0);
      out.writeLong(times.lostNanos()[task]);
    }
  }

  static RankTimes read(DataInputStream in, int[] tasks) throws IOException {
    long started = in.readLong();
    long ended = in.readLong();
    var times =
        new RankTimes(
            tasks,
            started,
            ended,
            new long[tasks.length],
            new long[tasks.length],
            new long[tasks.length]);
    for (int i = 0; i < tasks.length; i++) {
      times.begins()[i] = in.readLong();
      times.ends()[i] = in.readLong();
      times.losts()[i] = in.readLong();
    }
    return times;
  }

  /// The same where the clock of the rank is moved.
  RankTimes moved(long nanos) {
    return new RankTimes(
        tasks, startedAt + nanos, endedAt + nanos, moved(begins, nanos), moved(ends, nanos), losts);
  }

  private static long[] moved(long[] times, long nanos) {
    return Arrays.stream(times).map(time -> time == 0 ? 0 : time + nanos).toArray();
  }
}
