package dev.partitura.engine.execute.local;

import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.execute.device.DeviceEvent;
import dev.partitura.engine.execute.device.DeviceQueue;
import dev.partitura.engine.execute.device.DeviceStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Devices that work on threads of their own while what submits goes on, like a GPU, and whose
/// clock ticks once for each event.
final class Streaming extends ForwardingRuntime {
  static final long TICK_NANOS = 1_000_000_000L;

  final AtomicInteger submitted = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();
  private final AtomicInteger ticks = new AtomicInteger();

  @Override
  public DeviceQueue queue(Device device, Lane lane) {
    return new Stream();
  }

  private final class Event implements DeviceEvent {
    private CompletableFuture<Long> reached = new CompletableFuture<>();

    @Override
    public void await() {
      try {
        reached.join();
      } catch (CompletionException failed) {
        if (failed.getCause() instanceof RuntimeException fault) {
          throw fault;
        }
        throw failed;
      }
    }

    @Override
    public long nanos() {
      return reached.join();
    }
  }

  private final class Stream implements DeviceStream {
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private @Nullable RuntimeException fault;

    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public void submit(Kernel.Bound code) {
      submitted.incrementAndGet();
      thread.execute(() -> {
        if (fault == null) {
          try {
            code.run();
          } catch (RuntimeException failed) {
            fault = failed;
          }
        }
      });
    }

    @Override
    public DeviceEvent event() {
      return new Event();
    }

    @Override
    public void record(DeviceEvent event) {
      var reached = new CompletableFuture<Long>();
      ((Event) event).reached = reached;
      thread.execute(() -> {
        if (fault == null) {
          reached.complete(ticks.incrementAndGet() * TICK_NANOS);
        } else {
          reached.completeExceptionally(fault);
        }
      });
    }

    @Override
    public void await(DeviceEvent event) {
      var reached = ((Event) event).reached;
      thread.execute(() -> {
        try {
          reached.join();
        } catch (CompletionException failed) {
          fault = new IllegalStateException(failed.getCause());
        }
      });
    }

    @Override
    public void close() {
      thread.close();
      closed.incrementAndGet();
    }
  }
}
