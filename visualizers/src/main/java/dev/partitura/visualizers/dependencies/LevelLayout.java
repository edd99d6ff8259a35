package dev.partitura.visualizers.dependencies;

import dev.partitura.engine.analysis.Wavefronts;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.task.TaskGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/// Where the tasks of a graph stand: a column for each level, a band of rows for each device. World
/// units are levels from left to right and rows from top to bottom. Immutable; 8 bytes a task and a
/// pyramid over the levels; building costs O(tasks + levels · devices).
final class LevelLayout {
  /// Rows between two bands.
  static final double BAND_GAP = 0.6;

  /// Levels that one cell of the pyramid's lowest floor holds, and cells that one of the next does.
  private static final int FLOOR = 8;

  private final IntUnaryOperator deviceOf;
  private final int[] bandOf;
  private final List<Band> bands;
  private final int[] first;
  private final int[] taskAt;
  private final int[] rowOf;
  private final int[] levelOf;
  private final List<int[]> floors = new ArrayList<>();

  /// Rows of one device.
  ///
  /// @param device number in the cluster's list
  record Band(int device, double top, int rows) {
    double bottom() {
      return top + rows;
    }
  }

  LevelLayout(TaskGraph graph, Wavefronts.Levels levels) {
    levelOf = levels.of();
    deviceOf = graph::device;
    int devices = graph.queues().stream().mapToInt(queue -> queue.device() + 1).max().orElse(0);
    var byDevice = dealt(ranked(graph), devices, graph::device);
    taskAt = dealt(byDevice, levels.count(), task -> levelOf[task]);
    first = new int[levels.count() + 1];
    for (int level = 0; level < levels.count(); level++) {
      first[level + 1] = first[level] + levels.width()[level];
    }
    rowOf = new int[taskAt.length];
    var rows = new int[devices];
    for (int at = 0; at < taskAt.length; at++) {
      Checkpoint.pass(at);
      int task = taskAt[at];
      boolean goesOn =
          at > 0
              && levelOf[taskAt[at - 1]] == levelOf[task]
              && graph.device(taskAt[at - 1]) == graph.device(task);
      rowOf[task] = goesOn ? rowOf[taskAt[at - 1]] + 1 : 0;
      rows[graph.device(task)] = Math.max(rows[graph.device(task)], rowOf[task] + 1);
    }
    bandOf = new int[devices];
    bands = bands(rows);
    raiseFloors();
  }

  private static int[] ranked(TaskGraph graph) {
    var ranked = graph.taskOfRank();
    if (ranked == null) {
      ranked = new int[graph.taskCount()];
      Arrays.setAll(ranked, task -> task);
    }
    return ranked;
  }

  /// Tasks by a small key, those of one key in the order they came.
  private static int[] dealt(int[] tasks, int keys, IntUnaryOperator key) {
    var next = new int[keys + 1];
    for (int task : tasks) {
      next[key.applyAsInt(task) + 1]++;
    }
    Arrays.parallelPrefix(next, Integer::sum);
    var dealt = new int[tasks.length];
    for (int task : tasks) {
      dealt[next[key.applyAsInt(task)]++] = task;
    }
    return dealt;
  }

  private List<Band> bands(int[] rows) {
    var made = new ArrayList<Band>();
    double top = 0;
    for (int device = 0; device < rows.length; device++) {
      bandOf[device] = made.size();
      if (rows[device] > 0) {
        made.add(new Band(device, top, rows[device]));
        top += rows[device] + BAND_GAP;
      }
    }
    return List.copyOf(made);
  }

  /// The most rows that each band has in any level of a cell, floor by floor.
  private void raiseFloors() {
    int cells = Math.ceilDiv(levels(), FLOOR);
    var floor = new int[cells * bands.size()];
    for (int level = 0; level < levels(); level++) {
      for (int band = 0; band < bands.size(); band++) {
        int cell = level / FLOOR * bands.size() + band;
        floor[cell] = Math.max(floor[cell], counted(level, band));
      }
    }
    floors.add(floor);
    while (cells > 1) {
      int upper = Math.ceilDiv(cells, FLOOR);
      var next = new int[upper * bands.size()];
      for (int cell = 0; cell < floor.length; cell++) {
        int above = cell / bands.size() / FLOOR * bands.size() + cell % bands.size();
        next[above] = Math.max(next[above], floor[cell]);
      }
      floors.add(next);
      floor = next;
      cells = upper;
    }
  }

  private int counted(int level, int band) {
    return end(level, band) - start(level, band);
  }

  List<Band> bands() {
    return bands;
  }

  int levels() {
    return first.length - 1;
  }

  /// Rows of all bands and the gaps between them.
  double height() {
    return bands.isEmpty() ? 1 : bands.getLast().bottom();
  }

  int level(int task) {
    return levelOf[task];
  }

  /// Where a task's row begins.
  double top(int task) {
    return bands.get(bandOf[deviceOf.applyAsInt(task)]).top() + rowOf[task];
  }

  /// The tasks of a level and a band stand from here …
  int start(int level, int band) {
    return search(first[level], first[level + 1], band);
  }

  /// … up to, but not including, here.
  int end(int level, int band) {
    return search(first[level], first[level + 1], band + 1);
  }

  private int search(int from, int to, int band) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (bandOf[deviceOf.applyAsInt(taskAt[middle])] < band) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  int taskAt(int place) {
    return taskAt[place];
  }

  /// The most rows that a band has in any of the levels from `from` to `to`, which lies behind.
  /// Cost O(log levels).
  int most(int from, int to, int band) {
    int most = 0;
    int level = from;
    while (level < to) {
      int floor = -1;
      int size = 1;
      while (floor + 1 < floors.size()
          && level % (size * FLOOR) == 0
          && level + size * FLOOR <= to) {
        floor++;
        size *= FLOOR;
      }
      most =
          Math.max(
              most,
              floor < 0
                  ? counted(level, band)
                  : floors.get(floor)[level / size * bands.size() + band]);
      level += size;
    }
    return most;
  }

  /// The task at a place of the world, or -1.
  int at(double x, double y) {
    int level = (int) Math.floor(x);
    if (level < 0 || level >= levels()) {
      return -1;
    }
    for (int band = 0; band < bands.size(); band++) {
      int row = (int) Math.floor(y - bands.get(band).top());
      int place = start(level, band) + row;
      if (row >= 0 && row < bands.get(band).rows() && place < end(level, band)) {
        return taskAt[place];
      }
    }
    return -1;
  }

  /// The task next to one in its level, down or up; itself at the end.
  int beside(int task, int direction) {
    int level = levelOf[task];
    for (int place = first[level]; place < first[level + 1]; place++) {
      if (taskAt[place] == task) {
        return taskAt[Math.clamp(place + direction, first[level], first[level + 1] - 1)];
      }
    }
    return task;
  }
}
