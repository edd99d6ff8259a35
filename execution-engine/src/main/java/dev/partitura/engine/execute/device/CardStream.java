package dev.partitura.engine.execute.device;

import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.backend.gpu.GpuContext;
import dev.partitura.engine.backend.gpu.GpuQueue;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// A lane of a card as a queue of its driver.
final class CardStream implements DeviceStream {
  private final GpuContext card;
  private final GpuQueue queue;
  private long begun;

  /// What was submitted since has its times mapped alike.
  private @Nullable LongUnaryOperator mapping;

  CardStream(GpuContext card) {
    this.card = card;
    queue = card.queue();
  }

  /// A mark of a card.
  private static final class CardEvent implements DeviceEvent {
    private final CardStream of;
    private final GpuQueue.Mark mark;
    private volatile long earliest;

    CardEvent(CardStream of, GpuQueue.Mark mark) {
      this.of = of;
      this.mark = mark;
    }

    @Override
    public void await() {
      mark.await();
    }

    /// Not before it was asked for, whatever the error of the clock.
    @Override
    public long nanos() {
      return Math.max(earliest, of.host(mark.cardNanos()));
    }
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  private long host(long cardNanos) {
    var known = mapping;
    if (known == null) {
      known = card.clock().mapping();
      mapping = known;
    }
    return known.applyAsLong(cardNanos);
  }

  @Override
  public long clockErrorNanos() {
    return card.clock().errorNanos();
  }

  @Override
  public void submit(Kernel.Bound code) {
    queue.during(code::run);
  }

  @Override
  public DeviceEvent event() {
    return new CardEvent(this, queue.mark());
  }

  @Override
  public void begin(DeviceEvent event) {
    begun = System.nanoTime();
    mapping = null;
    var own = (CardEvent) event;
    own.earliest = begun;
    queue.begin(own.mark);
  }

  @Override
  public void record(DeviceEvent event) {
    var own = (CardEvent) event;
    own.earliest = begun;
    queue.end(own.mark);
  }

  /// The card itself waits for its own.
  @Override
  public void await(DeviceEvent event) {
    if (event instanceof CardEvent own && own.of.card.equals(card)) {
      queue.await(own.mark);
    } else {
      event.await();
    }
  }

  @Override
  public void close() {
    queue.close();
  }
}
