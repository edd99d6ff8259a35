package dev.partitura.engine.execute.local;

import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.task.lower.Lowered;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// Where the tasks of a graph wait for one another across ranks, as one rank sees it.
///
/// A transfer between two ranks is seen by both: the one sends when what it sends is there, the
/// other receives when the place is free, and both know when their end is done. So an edge to or
/// from it is kept by whichever end sees both its tasks. Where none does, whoever does the earlier
/// task signals it to the rank of the later one.
///
/// Pure; made before the run, cost O(tasks + edges).
final class Crossings {
  private static final int[] NOTHING = {};

  private final TaskGraph graph;
  private final Share share;
  private final int self;

  /// Transfers from other ranks to this one, and from this one to others.
  final int[] incoming;

  final int[] outgoing;

  /// By task: how many tasks that are seen here must be done before its end here begins.
  final int[] waits;

  /// By task that is done here: the ranks that it must be signalled to.
  final int[][] signalled;

  /// Tasks of other ranks that are signalled to this one.
  final int[] awaited;

  /// Signals that this rank sends.
  final int signals;

  private final BitSet concerned = new BitSet();

  Crossings(Lowered lowered, Share share) {
    this.graph = lowered.graph();
    this.share = share;
    this.self = share.rank();
    int tasks = graph.taskCount();
    waits = new int[tasks];
    signalled = new int[tasks][];
    Arrays.fill(signalled, NOTHING);
    var in = new ArrayList<Integer>();
    var out = new ArrayList<Integer>();
    var heard = new BitSet();
    for (int task = 0; task < tasks; task++) {
      if (crosses(task) && owner(task) == self) {
        in.add(task);
      } else if (crosses(task) && sender(task) == self) {
        out.add(task);
      }
      for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
        follow(task, graph.successor(edge), heard);
      }
    }
    incoming = in.stream().mapToInt(Integer::intValue).toArray();
    outgoing = out.stream().mapToInt(Integer::intValue).toArray();
    awaited = heard.stream().toArray();
    signals = Arrays.stream(signalled).mapToInt(ranks -> ranks.length).sum();
  }

  private void follow(int task, int next, BitSet heard) {
    boolean near = isSeen(task, self);
    if (!crosses(next)) {
      int at = owner(next);
      if (at == self && !near) {
        heard.set(task);
      } else if (at != self && owner(task) == self && !isSeen(task, at)) {
        signal(task, at);
      }
      return;
    }
    int to = owner(next);
    int from = sender(next);
    if (near && (self == to || self == from)) {
      waits[next]++;
      concerned.set(task);
    } else if (!isSeen(task, to) && !isSeen(task, from)) {
      if (self == to) {
        waits[next]++;
        heard.set(task);
      } else if (owner(task) == self) {
        signal(task, to);
      }
    }
  }

  private void signal(int task, int rank) {
    if (Arrays.stream(signalled[task]).noneMatch(known -> known == rank)) {
      signalled[task] = Arrays.copyOf(signalled[task], signalled[task].length + 1);
      signalled[task][signalled[task].length - 1] = rank;
      concerned.set(task);
    }
  }

  /// Whether more than the workers of this rank wait for a task.
  boolean concerns(int task) {
    return concerned.get(task);
  }

  /// Whether it is a message between two ranks.
  boolean crosses(int task) {
    return graph.kind(task).moves() && share.rankOf(graph.source(task)) != owner(task);
  }

  /// The rank that does a task; that of a message is the one that receives it.
  int owner(int task) {
    return share.rankOf(graph.device(task));
  }

  /// The rank that a message comes from.
  int sender(int task) {
    return share.rankOf(graph.source(task));
  }

  /// Whether a rank does a task, or an end of it.
  private boolean isSeen(int task, int rank) {
    return owner(task) == rank || graph.kind(task).moves() && sender(task) == rank;
  }

  /// Whether a worker of this rank does a task.
  boolean isWorked(int task) {
    return owner(task) == self && !crosses(task);
  }

  /// Whether an end of a message is at this rank.
  boolean hasEnd(int task) {
    return crosses(task) && (owner(task) == self || sender(task) == self);
  }

  /// Whether the end here of a message waits for a task, or a worker here does.
  boolean waitsHere(int task, int next) {
    if (isWorked(next)) {
      return true;
    }
    if (!hasEnd(next)) {
      return false;
    }
    return isSeen(task, self) || owner(next) == self && !isSeen(task, sender(next));
  }

  /// Ranks that have tasks of the plan, in order.
  static List<Integer> ranks(Lowered lowered) {
    var cluster = lowered.cluster();
    return lowered.plan().devices().stream()
        .map(id -> cluster.devices().get(cluster.indexOf(id)).rank())
        .distinct()
        .sorted()
        .toList();
  }
}
