package dev.partitura.engine.execute.local;

import java.util.Arrays;

/// Ready tasks of one worker, lowest number first. Used by that worker alone.
final class ReadyHeap {
  private int[] tasks = new int[256];
  private int size;

  void clear() {
    size = 0;
  }

  void add(int task) {
    if (size == tasks.length) {
      tasks = Arrays.copyOf(tasks, size * 2);
    }
    int place = size++;
    while (place > 0) {
      int parent = (place - 1) >>> 1;
      if (tasks[parent] <= task) {
        break;
      }
      tasks[place] = tasks[parent];
      place = parent;
    }
    tasks[place] = task;
  }

  /// The lowest task, or -1 when there is none.
  int poll() {
    if (size == 0) {
      return -1;
    }
    int lowest = tasks[0];
    int moved = tasks[--size];
    int place = 0;
    while (true) {
      int child = 2 * place + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && tasks[child + 1] < tasks[child]) {
        child++;
      }
      if (tasks[child] >= moved) {
        break;
      }
      tasks[place] = tasks[child];
      place = child;
    }
    tasks[place] = moved;
    return lowest;
  }
}
