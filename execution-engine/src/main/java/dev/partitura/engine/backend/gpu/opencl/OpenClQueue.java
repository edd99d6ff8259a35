package dev.partitura.engine.backend.gpu.opencl;

import dev.partitura.engine.backend.gpu.GpuQueue;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_command_queue;
import org.jocl.cl_event;
import org.jocl.cl_kernel;
import org.jspecify.annotations.Nullable;

/// A command queue of OpenCL with its own kernel objects, since their arguments belong to whoever
/// sets them.
final class OpenClQueue extends GpuQueue {
  /// More bytes than a buffer of Java can show at once are copied in pieces.
  private static final long PIECE_BYTES = 1L << 30;

  private final OpenClContext context;
  private final cl_command_queue commands;
  private final Map<String, cl_kernel> kernels = new HashMap<>();
  private final List<OpenClMark> marks = new ArrayList<>();
  private final List<cl_event> awaited = new ArrayList<>();
  private @Nullable OpenClMark beginning;
  private @Nullable Shared last;

  OpenClQueue(OpenClContext context, cl_command_queue commands) {
    this.context = context;
    this.commands = commands;
  }

  /// An event of the driver with those who hold it.
  private static final class Shared {
    final cl_event event = new cl_event();
    int holders = 1;

    void release() {
      if (--holders == 0) {
        CL.clReleaseEvent(event);
      }
    }
  }

  @FunctionalInterface
  private interface Command {
    void put(int waits, cl_event @Nullable [] before, cl_event into);
  }

  private void put(Command command) {
    var event = new Shared();
    var before = awaited.isEmpty() ? null : awaited.toArray(cl_event[]::new);
    try {
      command.put(before == null ? 0 : before.length, before, event.event);
    } catch (CLException fault) {
      throw OpenClContext.failed(context.card(), fault);
    }
    awaited.clear();
    if (beginning != null) {
      beginning.set(event, CL.CL_PROFILING_COMMAND_START);
      beginning = null;
    }
    if (last != null) {
      last.release();
    }
    last = event;
  }

  void launch(String name, OpenClArguments arguments, long[] global, long[] local) {
    put((waits, before, into) -> {
      var kernel = kernels.computeIfAbsent(name, context::kernel);
      arguments.set(kernel);
      CL.clEnqueueNDRangeKernel(commands, kernel, 3, null, global, local, waits, before, into);
    });
  }

  @Override
  public void copyIn(MemorySegment host, MemorySegment card, long bytes) {
    for (long at = 0; at < bytes; at += PIECE_BYTES) {
      long size = Math.min(PIECE_BYTES, bytes - at);
      var from = pointer(host, at, size);
      var to = context.place(card.asSlice(at));
      put((waits, before, into) ->
          CL.clEnqueueWriteBuffer(
              commands, to.memory(), false, to.offset(), size, from, waits, before, into));
    }
  }

  @Override
  public void copyOut(MemorySegment card, MemorySegment host, long bytes) {
    for (long at = 0; at < bytes; at += PIECE_BYTES) {
      long size = Math.min(PIECE_BYTES, bytes - at);
      var from = context.place(card.asSlice(at));
      var to = pointer(host, at, size);
      put((waits, before, into) ->
          CL.clEnqueueReadBuffer(
              commands, from.memory(), false, from.offset(), size, to, waits, before, into));
    }
  }

  @Override
  public void copyWithin(MemorySegment from, MemorySegment to, long bytes) {
    if (bytes > 0) {
      var source = context.place(from);
      var target = context.place(to);
      put((waits, before, into) ->
          CL.clEnqueueCopyBuffer(
              commands,
              source.memory(),
              target.memory(),
              source.offset(),
              target.offset(),
              bytes,
              waits,
              before,
              into));
    }
  }

  private static Pointer pointer(MemorySegment host, long at, long bytes) {
    return Pointer.to(host.asSlice(at, bytes).asByteBuffer());
  }

  @Override
  public void finish() {
    try {
      CL.clFinish(commands);
      if (last != null) {
        require(last);
      }
    } catch (CLException fault) {
      throw OpenClContext.failed(context.card(), fault);
    }
  }

  private static void require(Shared event) {
    var status = new int[1];
    CL.clGetEventInfo(
        event.event, CL.CL_EVENT_COMMAND_EXECUTION_STATUS, Integer.BYTES, Pointer.to(status), null);
    if (status[0] < 0) {
      throw new CLException(CL.stringFor_errorCode(status[0]), status[0]);
    }
  }

  /// The end of the last command, on the clock of the card.
  long lastEnd() {
    return time(Objects.requireNonNull(last), CL.CL_PROFILING_COMMAND_END);
  }

  private static long time(Shared event, int what) {
    var nanos = new long[1];
    CL.clGetEventProfilingInfo(event.event, what, Long.BYTES, Pointer.to(nanos), null);
    return nanos[0];
  }

  @Override
  public Mark mark() {
    var mark = new OpenClMark();
    marks.add(mark);
    return mark;
  }

  @Override
  public void begin(Mark mark) {
    beginning = (OpenClMark) mark;
  }

  @Override
  public void end(Mark mark) {
    if (last == null || beginning != null) {
      // Nothing was put in since the beginning.
      put((waits, before, into) -> CL.clEnqueueMarkerWithWaitList(commands, waits, before, into));
    }
    ((OpenClMark) mark).set(Objects.requireNonNull(last), CL.CL_PROFILING_COMMAND_END);
    // Other queues may wait for it.
    CL.clFlush(commands);
  }

  @Override
  public void await(Mark mark) {
    var event = ((OpenClMark) mark).event;
    if (event != null) {
      awaited.add(event.event);
    }
  }

  @Override
  public void close() {
    CL.clFinish(commands);
    marks.forEach(OpenClMark::clear);
    if (last != null) {
      last.release();
      last = null;
    }
    kernels.values().forEach(CL::clReleaseKernel);
    kernels.clear();
    CL.clReleaseCommandQueue(commands);
  }

  private final class OpenClMark implements Mark {
    private volatile @Nullable Shared event;
    private int moment;

    void set(Shared reached, int when) {
      clear();
      reached.holders++;
      moment = when;
      event = reached;
    }

    void clear() {
      var old = event;
      if (old != null) {
        event = null;
        old.release();
      }
    }

    private Shared reached() {
      var reached = event;
      if (reached == null) {
        throw new IllegalStateException("A mark is awaited that no command has set");
      }
      return reached;
    }

    @Override
    public void await() {
      var reached = reached();
      try {
        CL.clWaitForEvents(1, new cl_event[] {reached.event});
        require(reached);
      } catch (CLException fault) {
        throw OpenClContext.failed(context.card(), fault);
      }
    }

    @Override
    public long cardNanos() {
      return time(reached(), moment);
    }
  }
}
