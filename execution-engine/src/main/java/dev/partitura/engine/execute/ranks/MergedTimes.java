package dev.partitura.engine.execute.ranks;

import dev.partitura.engine.execute.times.TaskTimes;
import dev.partitura.engine.task.lower.Lowered;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// One timeline out of what the ranks have seen of an iteration.
///
/// Clocks that were aligned by messages are still wrong by up to half the way there and back. Where
/// a message would have come before it was sent, the clock of a rank is moved just as far as its
/// messages ask for. A message lasts from where it is sent and its place is free, and behind the
/// one before it at that end, until it has come.
final class MergedTimes {
  private final Lowered lowered;
  private final List<Integer> ranks;

  MergedTimes(Lowered lowered, List<Integer> ranks) {
    this.lowered = lowered;
    this.ranks = ranks;
  }

  /// An iteration.
  ///
  /// @param endedAt on the clock of the first rank
  record Iteration(TaskTimes times, long endedAt) {}

  /// @param seen by the ranks, in order
  /// @param errorNanos bound of the error of their clocks
  Iteration merge(List<RankTimes> seen, long errorNanos) {
    int tasks = lowered.graph().taskCount();
    var sent = new long[tasks];
    var begin = new long[tasks];
    var end = new long[tasks];
    var lost = new long[tasks];
    var shifts = shifts(seen);
    var moved = new ArrayList<RankTimes>();
    for (int i = 0; i < ranks.size(); i++) {
      moved.add(shifts[i] == 0 ? seen.get(i) : seen.get(i).moved(shifts[i]));
    }
    long started = moved.stream().mapToLong(RankTimes::startedAt).min().orElse(0);
    long ended = moved.stream().mapToLong(RankTimes::endedAt).max().orElse(0);
    for (int i = 0; i < ranks.size(); i++) {
      var times = moved.get(i);
      for (int place = 0; place < times.tasks().length; place++) {
        int task = times.tasks()[place];
        if (receiver(task) == ranks.get(i)) {
          begin[task] = times.begins()[place];
          end[task] = times.ends()[place];
          lost[task] = times.losts()[place];
        } else {
          sent[task] = times.begins()[place];
        }
      }
    }
    for (int task = 0; task < tasks; task++) {
      if (crosses(task) && end[task] != 0) {
        begin[task] = Math.min(end[task] - 1, Math.max(begin[task], sent[task]));
      }
    }
    queue(begin, end);
    return new Iteration(new TaskTimes(started, begin, end, lost, errorNanos), ended);
  }

  private int receiver(int task) {
    return lowered.cluster().devices().get(lowered.graph().device(task)).rank();
  }

  private int sender(int task) {
    return lowered.cluster().devices().get(lowered.graph().source(task)).rank();
  }

  private boolean crosses(int task) {
    return lowered.graph().kind(task).moves() && sender(task) != receiver(task);
  }

  /// Has the messages of a lane follow one another, as they came.
  private void queue(long[] begin, long[] end) {
    var graph = lowered.graph();
    var last = new long[graph.queues().size()];
    IntStream.range(0, end.length)
        .filter(task -> crosses(task) && end[task] != 0)
        .boxed()
        .sorted(Comparator.comparingLong(task -> end[task]))
        .forEach(task -> {
          int queue = graph.queue(task);
          begin[task] = Math.max(begin[task], Math.min(last[queue], end[task]));
          last[queue] = end[task];
        });
  }

  /// How far the clock of each rank is moved: the least by which no message comes before it was
  /// sent, the first rank's not at all. The longest paths of a graph of differences, found by
  /// Bellman and Ford's relaxation.
  private long[] shifts(List<RankTimes> seen) {
    int count = ranks.size();
    var early = new long[count][count];
    for (var row : early) {
      Arrays.fill(row, Long.MIN_VALUE);
    }
    var sent = new long[lowered.graph().taskCount()];
    for (int i = 0; i < count; i++) {
      var times = seen.get(i);
      for (int place = 0; place < times.tasks().length; place++) {
        int task = times.tasks()[place];
        if (crosses(task) && sender(task) == ranks.get(i)) {
          sent[task] = times.begins()[place];
        }
      }
    }
    boolean any = false;
    for (int to = 0; to < count; to++) {
      var times = seen.get(to);
      for (int place = 0; place < times.tasks().length; place++) {
        int task = times.tasks()[place];
        if (crosses(task) && receiver(task) == ranks.get(to) && times.ends()[place] != 0) {
          int from = ranks.indexOf(sender(task));
          long before = sent[task] - times.ends()[place];
          early[from][to] = Math.max(early[from][to], before);
          any |= before > 0;
        }
      }
    }
    var shifts = new long[count];
    for (int round = 0; any && round < count; round++) {
      for (int from = 0; from < count; from++) {
        for (int to = 0; to < count; to++) {
          if (early[from][to] != Long.MIN_VALUE) {
            shifts[to] = Math.max(shifts[to], shifts[from] + early[from][to]);
          }
        }
      }
    }
    long first = shifts[0];
    for (int i = 0; i < count; i++) {
      shifts[i] -= first;
    }
    return shifts;
  }
}
