package dev.partitura.engine.planner.shop;

/// The order of the operations on every machine, and the times that follow from it. One thread.
final class MachineOrders {
  final Operations operations;
  final int[] before;
  final int[] after;

  /// When each begins.
  final long[] head;

  /// From its begin to the end of all that waits for it.
  final long[] tail;

  long makespan;

  private final int[] order;
  private final byte[] waits;

  /// @param sequences operations of each machine
  MachineOrders(Operations operations, int[][] sequences) {
    this.operations = operations;
    int count = operations.count;
    before = new int[count];
    after = new int[count];
    head = new long[count];
    tail = new long[count];
    order = new int[count];
    waits = new byte[count];
    set(sequences);
  }

  void set(int[][] sequences) {
    java.util.Arrays.fill(before, -1);
    java.util.Arrays.fill(after, -1);
    for (int[] sequence : sequences) {
      for (int i = 1; i < sequence.length; i++) {
        after[sequence[i - 1]] = sequence[i];
        before[sequence[i]] = sequence[i - 1];
      }
    }
    update();
  }

  int[] afters() {
    return after.clone();
  }

  void restore(int[] afters) {
    System.arraycopy(afters, 0, after, 0, after.length);
    java.util.Arrays.fill(before, -1);
    for (int i = 0; i < after.length; i++) {
      if (after[i] >= 0) {
        before[after[i]] = i;
      }
    }
    update();
  }

  /// Moves an operation of a machine right behind another that comes later.
  void moveBehind(int operation, int other) {
    unlink(operation);
    int next = after[other];
    after[other] = operation;
    before[operation] = other;
    after[operation] = next;
    if (next >= 0) {
      before[next] = operation;
    }
  }

  /// Moves an operation of a machine right before another that comes earlier.
  void moveBefore(int operation, int other) {
    unlink(operation);
    int previous = before[other];
    before[other] = operation;
    after[operation] = other;
    before[operation] = previous;
    if (previous >= 0) {
      after[previous] = operation;
    }
  }

  private void unlink(int operation) {
    int previous = before[operation];
    int next = after[operation];
    if (previous >= 0) {
      after[previous] = next;
    }
    if (next >= 0) {
      before[next] = previous;
    }
  }

  /// Times after a change; false when operations wait for each other in a circle.
  boolean update() {
    int count = operations.count;
    int known = 0;
    for (int i = 0; i < count; i++) {
      waits[i] = (byte) ((operations.first[i] ? 0 : 1) + (before[i] < 0 ? 0 : 1));
      if (waits[i] == 0) {
        order[known++] = i;
      }
    }
    for (int done = 0; done < known; done++) {
      int i = order[done];
      long begin = operations.first[i] ? 0 : head[i - 1] + operations.duration[i - 1];
      int previous = before[i];
      if (previous >= 0) {
        begin = Math.max(begin, head[previous] + operations.duration[previous]);
      }
      head[i] = begin;
      if (!operations.last[i] && --waits[i + 1] == 0) {
        order[known++] = i + 1;
      }
      int next = after[i];
      if (next >= 0 && --waits[next] == 0) {
        order[known++] = next;
      }
    }
    if (known < count) {
      return false;
    }
    makespan = 0;
    for (int done = count - 1; done >= 0; done--) {
      int i = order[done];
      long rest = operations.last[i] ? 0 : tail[i + 1];
      if (after[i] >= 0) {
        rest = Math.max(rest, tail[after[i]]);
      }
      tail[i] = rest + operations.duration[i];
      makespan = Math.max(makespan, head[i] + tail[i]);
    }
    return true;
  }
}
