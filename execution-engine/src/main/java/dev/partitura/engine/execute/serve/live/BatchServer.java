package dev.partitura.engine.execute.serve.live;

import dev.partitura.engine.execute.local.SharpTimers;
import dev.partitura.engine.execute.serve.Arrivals;
import dev.partitura.engine.execute.serve.Dispatcher;
import dev.partitura.engine.execute.serve.QueueSettings;
import dev.partitura.engine.execute.serve.Request;
import dev.partitura.engine.execute.serve.ServiceTime;
import dev.partitura.engine.execute.serve.ServingRecorder;
import dev.partitura.engine.execute.serve.Shed;
import dev.partitura.engine.limit.Checkpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A queue with instances behind it, on real time: drives a [Dispatcher] by the clock of the
/// machine. A thread for each instance, and one that ends waits for company. Any thread may submit;
/// no caller waits for more than the lock, which is held for microseconds. Memory does not grow
/// with time. Closing it ends its threads; the instances stay open.
public final class BatchServer implements AutoCloseable {
  private static final long LONGEST_WAIT_MILLIS = 50;

  private final QueueSettings settings;
  private final ServiceTime expected;
  private final ServingRecorder recorder;
  private final ServingTrace trace;
  private final LoadMeter meter;
  private final Dispatcher dispatcher;
  private final List<Worker> workers = new ArrayList<>();
  private final @Nullable Thread timer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private final long originNanos = System.nanoTime();
  private long numbers;
  private int busy;
  private long timerWakesAt = Arrivals.NEVER;
  private volatile boolean closed;

  /// @param expected service times, by which requests are ordered and shed
  /// @param recorder counts; read it through [#locked]
  public BatchServer(
      QueueSettings settings,
      List<? extends ServingInstance> instances,
      ServiceTime expected,
      ServingRecorder recorder,
      ServingTrace trace) {
    this(settings, instances, expected, recorder, trace, LoadMeter.none());
  }

  /// @param meter of who watches
  BatchServer(
      QueueSettings settings,
      List<? extends ServingInstance> instances,
      ServiceTime expected,
      ServingRecorder recorder,
      ServingTrace trace,
      LoadMeter meter) {
    this.settings = settings.withInstances(instances.size());
    this.expected = expected;
    this.recorder = recorder;
    this.trace = trace;
    this.meter = meter;
    dispatcher = new Dispatcher(this.settings, expected::meanSeconds, new Orders());
    for (int i = 0; i < instances.size(); i++) {
      workers.add(new Worker(i, instances.get(i)));
    }
    timer = settings.batchWaitNanos() == 0 ? null : thread("partitura-batch-timer", this::keepTime);
    trace.begins(originNanos);
    workers.forEach(worker -> worker.thread.start());
    if (timer != null) {
      timer.start();
    }
  }

  private static Thread thread(String name, Runnable work) {
    var thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /// Nanoseconds since this server began, the time of all its requests.
  public long now() {
    return System.nanoTime() - originNanos;
  }

  /// A request is here.
  ///
  /// @param dueNanos when it was to come, from which its latency counts
  public void submit(Query query, long dueNanos) {
    lock.lock();
    try {
      long nanos = now();
      long number = numbers++;
      var request =
          new Request(
              number,
              dueNanos,
              settings.deadlines().of(number, dueNanos),
              Math.round(expected.meanSeconds(1) * Arrivals.NANOS),
              query);
      recorder.offered(request);
      if (closed) {
        recorder.sheds(request, Shed.CLOSED);
        query.shed(Shed.CLOSED);
        return;
      }
      trace.arrives(request, nanos);
      dispatcher.arrives(request, nanos);
      wakeTimer();
    } finally {
      lock.unlock();
    }
  }

  /// Reads or changes what the lock guards, such as the recorder.
  public void locked(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  public int waiting() {
    lock.lock();
    try {
      return dispatcher.waiting();
    } finally {
      lock.unlock();
    }
  }

  /// Ends the stretch that a meter of this server is at; what it came to is summed up outside the
  /// lock.
  LoadStretch cut(LoadMeter of) {
    LoadMeter.Open ended;
    long nanos;
    int left;
    lock.lock();
    try {
      nanos = now();
      ended = of.take(nanos);
      left = dispatcher.waiting();
    } finally {
      lock.unlock();
    }
    return ended.until(nanos, left);
  }

  List<ServedRequest> slowest(LoadMeter of) {
    lock.lock();
    try {
      return of.slowest();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until all that came is answered or shed, or cancelled at a checkpoint.
  ///
  /// @throws InterruptedException when asked to stop waiting
  public void drain() throws InterruptedException {
    drain(() -> false);
  }

  /// The same, but no longer than until it is said to be over.
  void drain(BooleanSupplier isOver) throws InterruptedException {
    lock.lock();
    try {
      dispatcher.drain(now());
      while (busy > 0 || dispatcher.waiting() > 0) {
        if (!idle.await(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
          Checkpoint.pass();
        }
        if (isOver.getAsBoolean()) {
          return;
        }
        dispatcher.drain(now());
      }
    } finally {
      lock.unlock();
    }
  }

  /// Sheds what waits, lets the batches under way end, and ends the threads.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      dispatcher.close(now());
    } finally {
      lock.unlock();
    }
    var threads = new ArrayList<Thread>();
    workers.forEach(worker -> threads.add(worker.thread));
    if (timer != null) {
      threads.add(timer);
    }
    boolean interrupted = false;
    for (var thread : threads) {
      LockSupport.unpark(thread);
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException asked) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void wakeTimer() {
    if (timer != null && dispatcher.wakeNanos() < timerWakesAt) {
      LockSupport.unpark(timer);
    }
  }

  private void keepTime() {
    SharpTimers.ofThisThread();
    while (!closed) {
      long until;
      lock.lock();
      try {
        dispatcher.passes(now());
        until = dispatcher.wakeNanos();
        timerWakesAt = until;
      } finally {
        lock.unlock();
      }
      if (until == Arrivals.NEVER) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, Math.max(1, until - now()));
      }
    }
  }

  private static List<Query> queries(List<Request> batch) {
    return batch.stream().map(BatchServer::query).toList();
  }

  private static Query query(Request request) {
    return (Query) Objects.requireNonNull(request.content());
  }

  /// What the dispatcher decides, under the lock.
  private final class Orders implements Dispatcher.Outcome {
    @Override
    public void starts(int instance, List<Request> batch, long nowNanos) {
      busy++;
      workers.get(instance).give(new Given(batch, nowNanos));
    }

    @Override
    public void sheds(Request request, Shed why, long nowNanos) {
      recorder.sheds(request, why);
      meter.sheds();
      trace.sheds(request, why, nowNanos);
      query(request).shed(why);
    }
  }

  /// @param nanos when it was given; from here on it is in service
  private record Given(List<Request> batch, long nanos) {}

  private final class Worker {
    private final int number;
    private final ServingInstance instance;
    private final Thread thread;
    private final AtomicReference<@Nullable Given> given = new AtomicReference<>();

    Worker(int number, ServingInstance instance) {
      this.number = number;
      this.instance = instance;
      thread = thread("partitura-instance-" + number, this::work);
    }

    void give(Given batch) {
      given.set(batch);
      LockSupport.unpark(thread);
    }

    private void work() {
      while (true) {
        var next = given.getAndSet(null);
        if (next != null) {
          serve(next);
        } else if (closed) {
          // What was given before it was closed is there to be seen by now.
          var last = given.getAndSet(null);
          if (last == null) {
            return;
          }
          serve(last);
        } else {
          LockSupport.park(this);
        }
      }
    }

    private void serve(Given from) {
      var batch = from.batch();
      long start = from.nanos();
      var served = ServedBatch.of(instance, queries(batch));
      var ends = served.ends();
      long end = now();
      lock.lock();
      try {
        recorder.batch(number, batch.size(), start, end);
        long compute = Math.min(end - start, served.computeNanos());
        var answered = new ArrayList<Request>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
          if (ends.get(i).isAnswered()) {
            recorder.answers(batch.get(i), end, compute, end - start - compute);
            answered.add(batch.get(i));
          }
        }
        meter.answers(number, answered, batch.size(), start, end, served);
        trace.answers(number, answered, start, end, served);
        busy--;
        dispatcher.ends(number, now());
        wakeTimer();
        if (busy == 0) {
          idle.signalAll();
        }
      } finally {
        lock.unlock();
      }
      for (int i = 0; i < batch.size(); i++) {
        tell(query(batch.get(i)), ends.get(i), end);
      }
    }

    private void tell(Query query, ServedBatch.End of, long end) {
      if (of.outputs() != null) {
        query.answered(of.outputs(), end);
      } else {
        query.failed(Objects.requireNonNull(of.fault()));
      }
    }
  }
}
