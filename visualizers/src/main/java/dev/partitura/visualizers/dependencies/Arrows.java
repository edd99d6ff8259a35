package dev.partitura.visualizers.dependencies;

import dev.partitura.engine.analysis.Reach;
import dev.partitura.engine.column.IntColumn;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.task.EdgeKind;
import java.util.BitSet;

/// The edges that are asked for: by the task each leaves and by its number. Immutable; finding them
/// costs O(tasks + edges) at most and heeds the checkpoint of its thread.
///
/// @param from by arrow; do not write to it
/// @param edge by arrow; do not write to it
record Arrows(int[] from, int[] edge) {
  static final Arrows NONE = new Arrows(new int[0], new int[0]);

  /// What is asked for.
  enum Asked {
    /// Edges into and out of the selected task.
    ONE_HOP,
    /// All edges on a way to it.
    ANCESTORS,
    /// All edges on a way from it.
    DESCENDANTS,
    /// All edges that the plan made, whatever is selected.
    PLAN;

    boolean needsTask() {
      return this != PLAN;
    }
  }

  int count() {
    return edge.length;
  }

  private static final class Collected {
    private final IntColumn from = new IntColumn();
    private final IntColumn edge = new IntColumn();

    void add(int task, int number) {
      from.add(task);
      edge.add(number);
    }

    Arrows arrows() {
      return new Arrows(from.toArray(), edge.toArray());
    }
  }

  /// @param task the selected one, or -1
  static Arrows of(LevelMap map, Asked asked, int task) {
    if (asked.needsTask() && task < 0) {
      return NONE;
    }
    return switch (asked) {
      case ONE_HOP -> oneHop(map, task);
      case ANCESTORS -> {
        var before = Reach.ancestors(map.predecessors(), task);
        before.set(task);
        yield within(map, before);
      }
      case DESCENDANTS -> {
        var behind = Reach.descendants(map.graph(), task);
        behind.set(task);
        yield within(map, behind);
      }
      case PLAN -> ofPlan(map);
    };
  }

  static Arrows oneHop(LevelMap map, int task) {
    var found = new Collected();
    for (int place = map.predecessors().first(task);
        place < map.predecessors().end(task);
        place++) {
      found.add(map.predecessors().from(place), map.predecessors().edge(place));
    }
    for (int edge = map.graph().firstEdge(task); edge < map.graph().endEdge(task); edge++) {
      found.add(task, edge);
    }
    return found.arrows();
  }

  private static Arrows within(LevelMap map, BitSet tasks) {
    var found = new Collected();
    for (int task = tasks.nextSetBit(0); task >= 0; task = tasks.nextSetBit(task + 1)) {
      Checkpoint.pass(task);
      for (int edge = map.graph().firstEdge(task); edge < map.graph().endEdge(task); edge++) {
        if (tasks.get(map.graph().successor(edge))) {
          found.add(task, edge);
        }
      }
    }
    return found.arrows();
  }

  private static Arrows ofPlan(LevelMap map) {
    var found = new Collected();
    for (int task = 0; task < map.graph().taskCount(); task++) {
      Checkpoint.pass(task);
      for (int edge = map.graph().firstEdge(task); edge < map.graph().endEdge(task); edge++) {
        int to = map.graph().successor(edge);
        boolean cut = map.graph().kind(task).moves() || map.graph().kind(to).moves();
        if (cut || map.graph().edgeKind(edge) != EdgeKind.RAW) {
          found.add(task, edge);
        }
      }
    }
    return found.arrows();
  }
}
