package dev.partitura.engine.analysis;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.task.TaskGraph;
import java.util.Arrays;
import java.util.BitSet;

/// Who must be done before a task, and who waits for it, over any number of edges: found when it is
/// asked for, at a bit a task and O(tasks + edges reached). Pure; heeds the checkpoint of its
/// thread.
public final class Reach {
  private Reach() {}

  /// Every task that `task` waits for, itself left out.
  public static BitSet ancestors(Predecessors predecessors, int task) {
    var found = new BitSet();
    var open = new Open(task);
    for (int next = open.take(); next >= 0; next = open.take()) {
      for (int place = predecessors.first(next); place < predecessors.end(next); place++) {
        open.reach(found, predecessors.from(place));
      }
    }
    return found;
  }

  /// Every task that waits for `task`, itself left out.
  public static BitSet descendants(TaskGraph graph, int task) {
    var found = new BitSet();
    var open = new Open(task);
    for (int next = open.take(); next >= 0; next = open.take()) {
      for (int edge = graph.firstEdge(next); edge < graph.endEdge(next); edge++) {
        open.reach(found, graph.successor(edge));
      }
    }
    return found;
  }

  /// The tasks whose edges are still to be followed.
  private static final class Open {
    private int[] tasks = new int[64];
    private int size;
    private long steps;

    Open(int first) {
      tasks[size++] = first;
    }

    int take() {
      Checkpoint.pass(steps++);
      return size == 0 ? -1 : tasks[--size];
    }

    void reach(BitSet found, int task) {
      if (!found.get(task)) {
        found.set(task);
        if (size == tasks.length) {
          tasks = Arrays.copyOf(tasks, 2 * size);
        }
        tasks[size++] = task;
      }
    }
  }
}
