package dev.partitura.engine.execute.simulate;

import java.util.Arrays;

/// What happens next: numbered events by their time, of several at one time the lowest number
/// first, so that nothing depends on the order in which they were added. Used by one thread; cost
/// O(log size) each.
final class EventHeap {
  private long[] times = new long[256];
  private int[] events = new int[256];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  /// Time of the next event; undefined when there is none.
  long time() {
    return times[0];
  }

  void add(long time, int event) {
    if (size == times.length) {
      times = Arrays.copyOf(times, size * 2);
      events = Arrays.copyOf(events, size * 2);
    }
    int place = size++;
    while (place > 0) {
      int parent = (place - 1) >>> 1;
      if (isBefore(parent, time, event)) {
        break;
      }
      times[place] = times[parent];
      events[place] = events[parent];
      place = parent;
    }
    times[place] = time;
    events[place] = event;
  }

  /// Takes the next event out and returns its number.
  int poll() {
    int next = events[0];
    long time = times[--size];
    int event = events[size];
    int place = 0;
    while (true) {
      int child = 2 * place + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && isBefore(child + 1, times[child], events[child])) {
        child++;
      }
      if (!isBefore(child, time, event)) {
        break;
      }
      times[place] = times[child];
      events[place] = events[child];
      place = child;
    }
    times[place] = time;
    events[place] = event;
    return next;
  }

  private boolean isBefore(int place, long time, int event) {
    return times[place] < time || times[place] == time && events[place] < event;
  }
}
