package dev.partitura.engine.backend.gpu.cuda;

import dev.partitura.engine.backend.gpu.GpuLaunch;
import dev.partitura.engine.backend.gpu.GpuQueue;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import jcuda.CudaException;
import jcuda.Pointer;
import jcuda.driver.CUevent;
import jcuda.driver.CUfunction;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/// A stream of the driver.
final class CudaQueue extends GpuQueue {
  /// More bytes than a buffer of Java can show at once are copied in pieces.
  private static final long PIECE_BYTES = 1L << 30;

  private final CudaContext context;
  private final CUstream stream;
  private final List<CudaMark> marks = new ArrayList<>();

  CudaQueue(CudaContext context, CUstream stream) {
    this.context = context;
    this.stream = stream;
  }

  private void put(Runnable command) {
    try {
      context.enter();
      command.run();
    } catch (CudaException fault) {
      throw context.failed(fault);
    }
  }

  void launch(CUfunction function, GpuLaunch.Axes groups, GpuLaunch.Axes items, Pointer arguments) {
    put(() ->
        JCudaDriver.cuLaunchKernel(
            function,
            groups.x(),
            groups.y(),
            groups.z(),
            items.x(),
            items.y(),
            items.z(),
            0,
            stream,
            arguments,
            null));
  }

  @Override
  public void copyIn(MemorySegment host, MemorySegment card, long bytes) {
    put(() -> {
      for (long at = 0; at < bytes; at += PIECE_BYTES) {
        long size = Math.min(PIECE_BYTES, bytes - at);
        JCudaDriver.cuMemcpyHtoDAsync(
            context.pointer(card.asSlice(at)), pointer(host, at, size), size, stream);
      }
    });
  }

  @Override
  public void copyOut(MemorySegment card, MemorySegment host, long bytes) {
    put(() -> {
      for (long at = 0; at < bytes; at += PIECE_BYTES) {
        long size = Math.min(PIECE_BYTES, bytes - at);
        JCudaDriver.cuMemcpyDtoHAsync(
            pointer(host, at, size), context.pointer(card.asSlice(at)), size, stream);
      }
    });
  }

  @Override
  public void copyWithin(MemorySegment from, MemorySegment to, long bytes) {
    if (bytes > 0) {
      put(() ->
          JCudaDriver.cuMemcpyDtoDAsync(context.pointer(to), context.pointer(from), bytes, stream));
    }
  }

  private static Pointer pointer(MemorySegment host, long at, long bytes) {
    return Pointer.to(host.asSlice(at, bytes).asByteBuffer());
  }

  @Override
  public void finish() {
    put(() -> JCudaDriver.cuStreamSynchronize(stream));
  }

  @Override
  public Mark mark() {
    var event = new CUevent();
    put(() -> JCudaDriver.cuEventCreate(event, 0));
    var mark = new CudaMark(context, event);
    marks.add(mark);
    return mark;
  }

  @Override
  public void begin(Mark mark) {
    end(mark);
  }

  @Override
  public void end(Mark mark) {
    put(() -> JCudaDriver.cuEventRecord(((CudaMark) mark).event, stream));
  }

  @Override
  public void await(Mark mark) {
    put(() -> JCudaDriver.cuStreamWaitEvent(stream, ((CudaMark) mark).event, 0));
  }

  /// What a fault has left is given back with the process.
  @Override
  public void close() {
    context.enter();
    JCudaDriver.cuStreamSynchronize(stream);
    marks.forEach(mark -> JCudaDriver.cuEventDestroy(mark.event));
    JCudaDriver.cuStreamDestroy(stream);
  }

  private record CudaMark(CudaContext context, CUevent event) implements Mark {
    @Override
    public void await() {
      try {
        context.enter();
        JCudaDriver.cuEventSynchronize(event);
      } catch (CudaException fault) {
        throw context.failed(fault);
      }
    }

    @Override
    public long cardNanos() {
      return context.ownClock().card(event);
    }
  }
}
