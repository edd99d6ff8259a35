package dev.partitura.engine.execute.simulate;

import dev.partitura.engine.execute.times.TaskTimes;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.task.ReadyHeap;
import dev.partitura.engine.task.TaskGraph;
import java.util.Arrays;

/// Runs a task graph by events: a queue takes the ready task of lowest rank as soon as it is free,
/// as the queues of real executors do, and has it for as long as the prices say. A message waits
/// for its wire while it has its queue, and what a host hands out for the host.
///
/// Deterministic: what happens at one instant is taken together before any queue chooses. Used by
/// one thread; cost O((tasks + edges) log queues), 28 bytes a task, nothing allocated per task.
final class Simulation {
  /// Of the clock, so that no task ends at 0, which would say that it did not run.
  private static final long START = 1;

  private static final int TASKS_BETWEEN_CHECKS = 1 << 16;

  private final TaskGraph graph;
  private final TaskPrices prices;
  private final int[] waiting;
  private final long[] begin;
  private final long[] end;
  private final ReadyHeap[] ready;
  private final boolean[] busy;
  private final long[] wireFree;
  private final long[] handedOut;
  private final int[] taskOfRank;
  private final int[] woken;
  private final boolean[] isWoken;
  private final EventHeap events = new EventHeap();
  private int wokenCount;
  private int done;

  private Simulation(TaskGraph graph, TaskPrices prices) {
    this.graph = graph;
    this.prices = prices;
    int queues = graph.queues().size();
    waiting = graph.predecessorCounts();
    begin = new long[graph.taskCount()];
    end = new long[graph.taskCount()];
    ready = new ReadyHeap[queues];
    Arrays.setAll(ready, _ -> new ReadyHeap());
    busy = new boolean[queues];
    wireFree = new long[prices.wires()];
    handedOut = new long[queues];
    var ofRank = graph.taskOfRank();
    taskOfRank = ofRank == null ? new int[0] : ofRank;
    woken = new int[queues];
    isWoken = new boolean[queues];
  }

  /// When the tasks begin and end.
  ///
  /// @throws IllegalStateException where tasks wait for each other in a circle
  static TaskTimes of(TaskGraph graph, TaskPrices prices) {
    return new Simulation(graph, prices).run();
  }

  private TaskTimes run() {
    for (int task = 0; task < waiting.length; task++) {
      if (waiting[task] == 0) {
        release(task, START);
      }
    }
    startAll(START);
    while (!events.isEmpty()) {
      long now = events.time();
      while (!events.isEmpty() && events.time() == now) {
        take(events.poll(), now);
      }
      startAll(now);
    }
    if (done < waiting.length) {
      throw new IllegalStateException(
          waiting.length - done + " tasks wait for each other in a circle");
    }
    return new TaskTimes(START, begin, end, new long[end.length]);
  }

  /// @param event a task that ends, or the complement of one whose queue now hears of it
  private void take(int event, long now) {
    if (event < 0) {
      admit(~event);
      return;
    }
    if (++done % TASKS_BETWEEN_CHECKS == 0) {
      Checkpoint.pass();
    }
    int queue = graph.queue(event);
    busy[queue] = false;
    wake(queue);
    boolean isMessage = prices.wire()[graph.templateNumber(event)] >= 0;
    int last = graph.endEdge(event);
    for (int edge = graph.firstEdge(event); edge < last; edge++) {
      int next = graph.successor(edge);
      if (isMessage) {
        handedOut[graph.queue(next)] = Math.max(handedOut[graph.queue(next)], now);
      }
      if (--waiting[next] == 0) {
        release(next, now);
      }
    }
  }

  private void release(int task, long now) {
    long delay = prices.delayNanos()[graph.templateNumber(task)];
    if (delay == 0) {
      admit(task);
    } else {
      events.add(now + delay, ~task);
    }
  }

  private void admit(int task) {
    int queue = graph.queue(task);
    ready[queue].add(graph.rank(task));
    wake(queue);
  }

  private void wake(int queue) {
    if (!isWoken[queue]) {
      isWoken[queue] = true;
      woken[wokenCount++] = queue;
    }
  }

  private void startAll(long now) {
    for (int i = 0; i < wokenCount; i++) {
      int queue = woken[i];
      isWoken[queue] = false;
      if (!busy[queue]) {
        int rank = ready[queue].poll();
        if (rank >= 0) {
          start(taskOfRank.length == 0 ? rank : taskOfRank[rank], queue, now);
        }
      }
    }
    wokenCount = 0;
  }

  private void start(int task, int queue, long now) {
    busy[queue] = true;
    int template = graph.templateNumber(task);
    long from = now;
    int wire = prices.wire()[template];
    if (wire >= 0) {
      from = Math.max(now, wireFree[wire]);
      wireFree[wire] = from + prices.queueNanos()[template];
    }
    long host = prices.hostNanos()[template];
    if (host > 0) {
      handedOut[queue] += host;
      from = Math.max(from, handedOut[queue]);
    }
    begin[task] = from;
    end[task] = from + prices.queueNanos()[template];
    events.add(end[task], task);
  }
}
