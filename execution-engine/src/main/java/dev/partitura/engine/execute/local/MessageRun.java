package dev.partitura.engine.execute.local;

import dev.partitura.engine.backend.Buffer;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.execute.local.Transport.Space;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.tensor.TensorBytes;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The messages of one rank in the iterations of a run. Receiving begins as soon as the place is
/// free and sending as soon as the value is there, many at once; whatever ends wakes the workers
/// that wait for it. An iteration ends when all messages have and all ranks have met.
///
/// Workers leave the tasks that concern others in a list without locks; all else is done by the
/// [MessageThread].
final class MessageRun implements Beyond, MessageThread.Work {
  private static final int NONE = -1;
  private static final int SPINS = 100;

  /// What a message is to this end; the number of its task stands behind it.
  private static final int SENT = 0;

  private static final int RECEIVED = 1;
  private static final int HEAD_RECEIVED = 2;
  private static final int SIGNAL_SENT = 3;
  private static final int SIGNALLED = 4;

  private static final MemorySegment EMPTY = MemorySegment.NULL;
  private static final VarHandle INTS = MethodHandles.arrayElementVarHandle(int[].class);

  private final TaskGraph graph;
  private final Crossings crossings;
  private final Share share;
  private final MessageThread thread;
  private final Transport transport;
  private final @Nullable Parcel[] parcels;

  private final int[] nextDone;
  private final int[] lastDone = {NONE};
  private final int[] waits;
  private final int[] piecesLeft;
  private final MemorySegment[] heads;
  private final MemorySegment[] open;
  private final long[] ended = new long[256];
  private int left;
  private final Meeting meeting;

  private @Nullable GraphRun run;
  private @Nullable Recording recording;
  private final AtomicInteger wanted = new AtomicInteger();
  private int begun;
  private volatile int meetingsWanted;
  private final AtomicInteger meetingsHeld = new AtomicInteger();
  private volatile @Nullable Thread waiting;
  private volatile @Nullable Throwable fault;

  MessageRun(Lowered lowered, Share share, @Nullable Parcel[] parcels, MessageThread thread) {
    this.graph = lowered.graph();
    this.share = share;
    this.thread = thread;
    this.transport = thread.transport();
    this.parcels = parcels;
    crossings = new Crossings(lowered, share);
    meeting = new Meeting(transport, Crossings.ranks(lowered), share.rank());
    int tasks = graph.taskCount();
    nextDone = new int[tasks];
    waits = new int[tasks];
    piecesLeft = new int[tasks];
    heads = new MemorySegment[tasks];
    open = new MemorySegment[tasks];
    Arrays.fill(heads, EMPTY);
    Arrays.fill(open, EMPTY);
    if (tasks >= Meeting.TAG) {
      throw new IllegalStateException("More tasks than messages have tags: " + tasks);
    }
  }

  @Override
  public boolean isServed(int queue) {
    var of = graph.queues().get(queue);
    return share.owns(of.device()) && of.lane() == Lane.COMPUTE;
  }

  @Override
  public boolean concerns(int task) {
    return crossings.concerns(task);
  }

  @Override
  public void done(int task) {
    int head;
    do {
      head = (int) INTS.getVolatile(lastDone, 0);
      nextDone[task] = head;
    } while (!INTS.compareAndSet(lastDone, 0, head, task));
    thread.wake();
  }

  @Override
  public void begin(GraphRun of, Recording into) {
    run = of;
    recording = into;
    wanted.incrementAndGet();
    thread.wake();
  }

  @Override
  public boolean finish(BooleanSupplier stopped) {
    int meetings = meetingsHeld.get() + 1;
    waiting = Thread.currentThread();
    meetingsWanted = meetings;
    thread.wake();
    for (int spin = 0; meetingsHeld.get() < meetings; spin++) {
      if (stopped.getAsBoolean() || fault != null) {
        return false;
      }
      if (spin < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(this, 1_000_000);
      }
    }
    return true;
  }

  /// What went wrong on the thread of messages.
  @Nullable Throwable fault() {
    return fault;
  }

  @Override
  public boolean awaits() {
    return left > 0 || meeting.isUnderWay() || transport.isBusy();
  }

  @Override
  public boolean step() {
    if (fault != null) {
      return false;
    }
    try {
      boolean moved = false;
      if (begun < wanted.get()) {
        begun = wanted.get();
        start();
        moved = true;
      }
      moved |= takeDone();
      for (int count = transport.poll(ended); count > 0; count = transport.poll(ended)) {
        for (int i = 0; i < count; i++) {
          end((int) (ended[i] >>> 32), (int) ended[i]);
        }
        moved = true;
      }
      return meet() || moved;
    } catch (RuntimeException | Error broken) {
      fault = broken;
      return false;
    }
  }

  private void start() {
    System.arraycopy(crossings.waits, 0, waits, 0, waits.length);
    left =
        crossings.incoming.length
            + crossings.outgoing.length
            + crossings.awaited.length
            + crossings.signals;
    for (int task : crossings.awaited) {
      transport.receive(Space.SIGNALS, crossings.owner(task), task, EMPTY, number(SIGNALLED, task));
    }
    for (int task : crossings.incoming) {
      if (waits[task] == 0) {
        post(task);
      }
    }
    for (int task : crossings.outgoing) {
      if (waits[task] == 0) {
        post(task);
      }
    }
  }

  private static long number(int what, int task) {
    return (long) what << 32 | task;
  }

  private boolean takeDone() {
    int task = (int) INTS.getAndSet(lastDone, 0, NONE);
    boolean any = task != NONE;
    while (task != NONE) {
      int next = nextDone[task];
      follow(task);
      task = next;
    }
    return any;
  }

  /// A task is done as it is seen here.
  private void follow(int task) {
    for (int rank : crossings.signalled[task]) {
      transport.send(Space.SIGNALS, rank, task, EMPTY, number(SIGNAL_SENT, task));
    }
    boolean worked = crossings.isWorked(task);
    for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
      int next = graph.successor(edge);
      if (crossings.isWorked(next)) {
        // Between workers of this rank it is known already.
        if (!worked) {
          Objects.requireNonNull(run).release(next);
        }
      } else if (crossings.waitsHere(task, next) && --waits[next] == 0) {
        post(next);
      }
    }
  }

  /// Begins this end of a transfer.
  private void post(int task) {
    boolean comes = crossings.owner(task) == share.rank();
    int other = comes ? crossings.sender(task) : crossings.owner(task);
    times().beginNanos()[task] = System.nanoTime();
    switch (Objects.requireNonNull(parcels[task])) {
      case Parcel.Fixed(var pieces) -> {
        piecesLeft[task] = pieces.size();
        for (var piece : pieces) {
          if (comes) {
            transport.receive(Space.VALUES, other, task, piece, number(RECEIVED, task));
          } else {
            transport.send(Space.VALUES, other, task, piece, number(SENT, task));
          }
        }
      }
      case Parcel.Open(var buffer) -> {
        if (comes) {
          heads[task] = TensorBytes.emptyHead();
          transport.receive(Space.VALUES, other, task, heads[task], number(HEAD_RECEIVED, task));
        } else {
          send(task, other, buffer);
        }
      }
    }
  }

  private void send(int task, int to, Buffer buffer) {
    var tensor = buffer.tensor();
    if (tensor == null) {
      throw new IllegalStateException("A value is sent that nothing has produced");
    }
    open[task] = TensorBytes.elements(tensor);
    heads[task] = TensorBytes.head(tensor, open[task]);
    var pieces = Parcel.Fixed.of(List.of(open[task])).pieces();
    piecesLeft[task] = 1 + pieces.size();
    transport.send(Space.VALUES, to, task, heads[task], number(SENT, task));
    pieces.forEach(piece -> transport.send(Space.VALUES, to, task, piece, number(SENT, task)));
  }

  private void end(int what, int task) {
    switch (what) {
      case SENT, RECEIVED -> {
        if (--piecesLeft[task] == 0) {
          if (what == RECEIVED && parcels[task] instanceof Parcel.Open(var buffer)) {
            buffer.set(TensorBytes.tensor(heads[task], open[task]));
          }
          times().endNanos()[task] = System.nanoTime();
          left--;
          follow(task);
        }
      }
      case HEAD_RECEIVED -> {
        open[task] = TensorBytes.room(heads[task]);
        var pieces = Parcel.Fixed.of(List.of(open[task])).pieces();
        piecesLeft[task] = pieces.size();
        pieces.forEach(piece ->
            transport.receive(
                Space.VALUES, crossings.sender(task), task, piece, number(RECEIVED, task)));
      }
      case SIGNAL_SENT -> left--;
      case SIGNALLED -> {
        left--;
        follow(task);
      }
      case Meeting.MET -> meeting.heard();
      default -> throw new IllegalStateException("No message is of kind " + what);
    }
  }

  private Recording times() {
    return Objects.requireNonNull(recording);
  }

  /// Goes on with the meeting at the end of an iteration.
  private boolean meet() {
    boolean begins =
        !meeting.isUnderWay()
            && left == 0
            && begun == wanted.get()
            && meetingsHeld.get() < meetingsWanted;
    boolean moved = begins || meeting.mayGoOn();
    if (moved && (begins ? meeting.begin() : meeting.goOn())) {
      meetingsHeld.incrementAndGet();
      LockSupport.unpark(waiting);
    }
    return moved;
  }
}
