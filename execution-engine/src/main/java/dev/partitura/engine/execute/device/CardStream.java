package dev.partitura.engine.execute.device;

import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.backend.gpu.GpuContext;
import dev.partitura.engine.backend.gpu.GpuQueue;

/// A lane of a card as a queue of its driver.
final class CardStream implements DeviceStream {
  private final GpuContext card;
  private final GpuQueue queue;

  CardStream(GpuContext card) {
    this.card = card;
    queue = card.queue();
  }

  /// A mark of a card.
  private record CardEvent(GpuContext card, GpuQueue.Mark mark) implements DeviceEvent {
    @Override
    public void await() {
      mark.await();
    }

    @Override
    public long nanos() {
      return mark.nanos();
    }
  }

  @Override
  public long nanos() {
    return System.nanoTime();
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
    return new CardEvent(card, queue.mark());
  }

  @Override
  public void begin(DeviceEvent event) {
    queue.begin(((CardEvent) event).mark);
  }

  @Override
  public void record(DeviceEvent event) {
    queue.end(((CardEvent) event).mark);
  }

  /// The card itself waits for its own.
  @Override
  public void await(DeviceEvent event) {
    if (event instanceof CardEvent(var of, var mark) && of.equals(card)) {
      queue.await(mark);
    } else {
      event.await();
    }
  }

  @Override
  public void close() {
    queue.close();
  }
}
