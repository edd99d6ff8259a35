package dev.partitura.engine.backend.gpu.cuda;

import dev.partitura.engine.backend.gpu.GpuClock;
import java.util.Objects;
import jcuda.driver.CUevent;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;

/// The driver tells no times, only how long it was between two events, as a float of milliseconds
/// that is the coarser the longer that was. So times are counted from an event that is recorded
/// anew with every reading of the clocks. Any thread.
final class CudaClock {
  private static final int READINGS = 9;
  private static final double NANOS_OF_MILLI = 1e6;

  private final CudaContext context;
  private final CUstream stream;
  private final GpuClock mapping;
  private @Nullable CUevent origin;
  private long originNanos;

  CudaClock(CudaContext context) {
    this.context = context;
    stream = context.stream();
    mapping = new GpuClock(this::read);
  }

  GpuClock mapping() {
    return mapping;
  }

  /// The clock of the card at an event that was reached.
  synchronized long card(CUevent event) {
    context.enter();
    return originNanos + between(Objects.requireNonNull(origin), event);
  }

  private static long between(CUevent from, CUevent to) {
    var millis = new float[1];
    JCudaDriver.cuEventElapsedTime(millis, from, to);
    return Math.round(millis[0] * NANOS_OF_MILLI);
  }

  /// An event was reached between its recording and the moment that this is known.
  private synchronized GpuClock.Reading read() {
    context.enter();
    CUevent best = null;
    long host = 0;
    long error = Long.MAX_VALUE;
    for (int i = 0; i < READINGS; i++) {
      var event = new CUevent();
      JCudaDriver.cuEventCreate(event, 0);
      long before = System.nanoTime();
      JCudaDriver.cuEventRecord(event, stream);
      JCudaDriver.cuEventSynchronize(event);
      long after = System.nanoTime();
      long half = (after - before + 1) / 2;
      if (half < error) {
        if (best != null) {
          JCudaDriver.cuEventDestroy(best);
        }
        best = event;
        host = before + (after - before) / 2;
        error = half;
      } else {
        JCudaDriver.cuEventDestroy(event);
      }
    }
    var next = Objects.requireNonNull(best);
    var last = origin;
    if (last != null) {
      long since = between(last, next);
      originNanos += since;
      // What the float has rounded.
      error += (long) Math.ceil(Math.ulp((float) (since / NANOS_OF_MILLI)) * NANOS_OF_MILLI);
      JCudaDriver.cuEventDestroy(last);
    }
    origin = next;
    return new GpuClock.Reading(originNanos, host, error);
  }
}
