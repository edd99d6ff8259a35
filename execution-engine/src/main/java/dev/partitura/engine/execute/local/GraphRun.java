package dev.partitura.engine.execute.local;

import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.device.DeviceQueue;
import dev.partitura.engine.limit.CancelledException;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.task.ReadyHeap;
import dev.partitura.engine.task.TaskGraph;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Runs one task graph over and over on the worker threads of a [WorkerPool].
///
/// Every task has a counter of tasks it waits for. Whoever takes it to zero hands the task to its
/// queue's worker: into the worker's own heap, or, from another worker, into its inbox, a lock-free
/// list threaded through one int array. A worker without work spins shortly and then parks. Nothing
/// is allocated between the first and the last task.
///
/// A task of a [DeviceStream] counts as done as soon as it is submitted: those behind it on other
/// queues wait for its event, see [StreamTasks].
final class GraphRun {
  private static final int NONE = -1;
  private static final VarHandle INTS = MethodHandles.arrayElementVarHandle(int[].class);
  private static final int PADDING = 32;

  private final TaskGraph graph;
  private final Kernel.Bound[] work;
  private final @Nullable DeviceQueue[] devices;
  private final @Nullable StreamTasks streams;
  private final int[] initialCounts;
  private final int[] counts;
  private final int[] nextInInbox;
  private final int[] inbox;
  private final int[] parked;
  private final int[] done;
  private final int[][] firstTasks;
  private final int[] tasksOf;
  private final ReadyHeap[] ready;
  private final PreemptionWatch[] watches;
  private final int @Nullable [] taskOfRank;
  private final int spins;
  private final @Nullable Beyond beyond;

  private volatile boolean stopped;
  private final AtomicReference<@Nullable Failure> failure = new AtomicReference<>();
  private final int[] arrived = new int[2 * PADDING];
  private volatile int phase;
  private Thread[] threads = new Thread[0];
  private Cancellation cancellation = new Cancellation();
  private @Nullable Recording recording;
  private int iterations;
  private int iteration;

  /// A task that did not end well.
  record Failure(int task, Throwable cause) {}

  /// @param work code of each task
  /// @param devices what does the tasks of each queue; null where a queue has none
  /// @param spins how often an idle worker looks again before it parks
  GraphRun(TaskGraph graph, Kernel.Bound[] work, @Nullable DeviceQueue[] devices, int spins) {
    this(graph, work, devices, spins, null);
  }

  /// @param beyond does what the workers here do not; null where they do all
  GraphRun(
      TaskGraph graph,
      Kernel.Bound[] work,
      @Nullable DeviceQueue[] devices,
      int spins,
      @Nullable Beyond beyond) {
    this.beyond = beyond;
    this.devices = devices;
    this.streams = StreamTasks.of(graph, work, devices);
    this.graph = graph;
    this.work = work;
    this.spins = spins;
    this.initialCounts = graph.predecessorCounts();
    this.taskOfRank = graph.taskOfRank();
    int tasks = graph.taskCount();
    int queues = graph.queues().size();
    counts = new int[tasks];
    nextInInbox = new int[tasks];
    inbox = new int[(queues + 1) * PADDING];
    parked = new int[(queues + 1) * PADDING];
    done = new int[(queues + 1) * PADDING];
    tasksOf = new int[queues];
    var firstCount = new int[queues];
    for (int task = 0; task < tasks; task++) {
      if (isServed(graph.queue(task))) {
        tasksOf[graph.queue(task)]++;
        firstCount[graph.queue(task)] += initialCounts[task] == 0 ? 1 : 0;
      }
    }
    firstTasks = new int[queues][];
    ready = new ReadyHeap[queues];
    watches = new PreemptionWatch[queues];
    for (int queue = 0; queue < queues; queue++) {
      firstTasks[queue] = new int[firstCount[queue]];
      ready[queue] = new ReadyHeap();
      watches[queue] = new PreemptionWatch();
    }
    Arrays.fill(firstCount, 0);
    for (int task = 0; task < tasks; task++) {
      if (initialCounts[task] == 0 && isServed(graph.queue(task))) {
        firstTasks[graph.queue(task)][firstCount[graph.queue(task)]++] = task;
      }
    }
  }

  private boolean isServed(int queue) {
    return beyond == null || beyond.isServed(queue);
  }

  /// Queues whose tasks are done here.
  int[] queues() {
    return IntStream.range(0, tasksOf.length)
        .filter(queue -> tasksOf[queue] > 0 || isPresent(queue))
        .toArray();
  }

  /// A rank takes its part in every iteration, even one in which it computes nothing.
  private boolean isPresent(int queue) {
    return beyond != null && beyond.isServed(queue) && devices[queue] != null;
  }

  /// Makes everything ready for `count` iterations; then every worker thread calls [#work].
  ///
  /// @param workers threads by queue; null where a queue has no task
  void start(int count, Recording into, Cancellation cancelled, Thread[] workers) {
    iterations = count;
    iteration = 0;
    recording = into;
    cancellation = cancelled;
    threads = workers;
    stopped = false;
    failure.set(null);
    Arrays.fill(done, 0);
    Arrays.fill(parked, 0);
    arrived[PADDING] = 0;
    reset();
    begin(into, 0);
  }

  private void begin(Recording into, int number) {
    into.begin(number);
    if (beyond != null) {
      beyond.begin(this, into);
    }
  }

  private void reset() {
    System.arraycopy(initialCounts, 0, counts, 0, counts.length);
    Arrays.fill(inbox, NONE);
  }

  /// Tasks done since the start, over all iterations.
  long tasksDone() {
    long sum = 0;
    for (int queue = 0; queue < tasksOf.length; queue++) {
      sum += Integer.toUnsignedLong((int) INTS.getOpaque(done, (queue + 1) * PADDING));
    }
    return sum;
  }

  @Nullable Failure failure() {
    return failure.get();
  }

  /// Iterations that ran to their end.
  int completed() {
    return iteration;
  }

  /// Lets every worker leave after its current task.
  void stop() {
    stopped = true;
    for (var thread : threads) {
      LockSupport.unpark(thread);
    }
  }

  /// The work of one queue's thread: all iterations, unless stopped. A long kernel is stopped too,
  /// wherever it asks.
  void work(int queue) {
    Checkpoint.until(
        () -> stopped || cancellation.isCancelled(),
        () -> {
          iterateAll(queue);
          return null;
        });
  }

  private void iterateAll(int queue) {
    int workers = queues().length;
    var record = recording;
    if (record == null) {
      throw new IllegalStateException("The run has not been started");
    }
    while (true) {
      int seen = phase;
      if (!iterate(queue, record)) {
        return;
      }
      if ((int) INTS.getAndAdd(arrived, PADDING, 1) == workers - 1) {
        arrived[PADDING] = 0;
        if (beyond != null && !beyond.finish(() -> stopped || cancellation.isCancelled())) {
          stop();
          return;
        }
        for (var device : devices) {
          if (streams != null && device != null) {
            record.clockError(device.clockErrorNanos());
          }
        }
        record.end(iteration);
        iteration++;
        if (iteration < iterations) {
          reset();
          begin(record, iteration);
        }
        phase = seen + 1;
        for (int other = 0; other < threads.length; other++) {
          if (other != queue) {
            LockSupport.unpark(threads[other]);
          }
        }
      } else if (!awaitPhase(queue, seen)) {
        return;
      }
      if (iteration >= iterations) {
        return;
      }
    }
  }

  private boolean awaitPhase(int queue, int seen) {
    for (int spin = 0; phase == seen; spin++) {
      if (stopped) {
        return false;
      }
      if (spin < spins) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
        watches[queue].forget();
      }
    }
    return true;
  }

  private boolean iterate(int queue, Recording record) {
    boolean all = submitAll(queue, record);
    if (streams == null || !streams.has(queue)) {
      return all;
    }
    var failed = streams.finish(queue, record.beginNanos(), record.endNanos());
    return failed == null ? all : fail(failed);
  }

  private boolean submitAll(int queue, Recording record) {
    var heap = ready[queue];
    heap.clear();
    for (int task : firstTasks[queue]) {
      heap.add(graph.rank(task));
    }
    var device = Objects.requireNonNull(devices[queue]);
    boolean streamed = streams != null && streams.has(queue);
    var begin = record.beginNanos();
    var end = record.endNanos();
    var watch = watches[queue];
    int doneAt = (queue + 1) * PADDING;
    int doneCount = done[doneAt];
    for (int left = tasksOf[queue]; left > 0; left--) {
      int task = next(queue, heap);
      if (task < 0) {
        return false;
      }
      if (stopped || cancellation.isCancelled()) {
        stop();
        return false;
      }
      try {
        var failed = streams == null ? null : streams.await(task, queue);
        if (failed != null) {
          return fail(failed);
        }
        begin[task] = device.nanos();
        if (streams != null && streamed) {
          streams.submit(task, queue);
        } else {
          watch.begin(begin[task]);
          device.submit(work[task]);
          end[task] = device.nanos();
          long missed = watch.end(begin[task], end[task]);
          if (missed > 0) {
            record.lost(task, missed);
          }
        }
      } catch (CancelledException _) {
        stop();
        return false;
      } catch (Throwable fault) {
        return fail(new Failure(task, fault));
      }
      INTS.setOpaque(done, doneAt, ++doneCount);
      if (beyond != null && beyond.concerns(task)) {
        beyond.done(task);
      }
      release(task, queue, heap);
    }
    return true;
  }

  private boolean fail(Failure first) {
    failure.compareAndSet(null, first);
    stop();
    return false;
  }

  private void release(int task, int queue, ReadyHeap heap) {
    for (int edge = graph.firstEdge(task), last = graph.endEdge(task); edge < last; edge++) {
      int next = graph.successor(edge);
      int toQueue = graph.queue(next);
      if (!isServed(toQueue)) {
        continue;
      }
      if (initialCounts[next] == 1 || (int) INTS.getAndAdd(counts, next, -1) == 1) {
        if (toQueue == queue) {
          heap.add(graph.rank(next));
        } else {
          send(next, toQueue);
        }
      }
    }
  }

  /// A task that `next` waits for was done by none of the workers here. Any thread.
  void release(int next) {
    if ((int) INTS.getAndAdd(counts, next, -1) == 1) {
      send(next, graph.queue(next));
    }
  }

  private void send(int task, int queue) {
    int at = (queue + 1) * PADDING;
    int head;
    do {
      head = (int) INTS.getVolatile(inbox, at);
      nextInInbox[task] = head;
    } while (!INTS.compareAndSet(inbox, at, head, task));
    if ((int) INTS.getVolatile(parked, at) == 1) {
      LockSupport.unpark(threads[queue]);
    }
  }

  /// The next ready task, or -1 when the run was stopped.
  private int next(int queue, ReadyHeap heap) {
    int at = (queue + 1) * PADDING;
    for (int spin = 0; ; spin++) {
      if ((int) INTS.getOpaque(inbox, at) != NONE) {
        for (int task = (int) INTS.getAndSet(inbox, at, NONE);
            task != NONE;
            task = nextInInbox[task]) {
          heap.add(graph.rank(task));
        }
      }
      int rank = heap.poll();
      if (rank >= 0) {
        return taskOfRank == null ? rank : taskOfRank[rank];
      }
      if (stopped) {
        return NONE;
      }
      if (spin < spins) {
        Thread.onSpinWait();
      } else {
        INTS.setVolatile(parked, at, 1);
        if ((int) INTS.getVolatile(inbox, at) == NONE && !stopped) {
          LockSupport.park(this);
          watches[queue].forget();
        }
        INTS.setVolatile(parked, at, 0);
      }
    }
  }
}
