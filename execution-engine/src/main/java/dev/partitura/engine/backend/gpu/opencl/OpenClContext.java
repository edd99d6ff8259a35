package dev.partitura.engine.backend.gpu.opencl;

import dev.partitura.engine.backend.gpu.CardMemory;
import dev.partitura.engine.backend.gpu.GpuArgument;
import dev.partitura.engine.backend.gpu.GpuCard;
import dev.partitura.engine.backend.gpu.GpuClock;
import dev.partitura.engine.backend.gpu.GpuCode;
import dev.partitura.engine.backend.gpu.GpuContext;
import dev.partitura.engine.backend.gpu.GpuLaunch;
import dev.partitura.engine.backend.gpu.GpuOperand;
import dev.partitura.engine.backend.gpu.GpuQueue;
import dev.partitura.engine.backend.gpu.KernelSource;
import dev.partitura.engine.problem.ProblemException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jocl.cl_platform_id;
import org.jocl.cl_program;
import org.jspecify.annotations.Nullable;

/// A device of OpenCL.
final class OpenClContext implements GpuContext {
  private static final int READINGS = 9;

  private final GpuCard card;
  private final cl_device_id device;
  private final cl_context context;
  private final cl_program program;
  private final CardMemory<cl_mem> memory = new CardMemory<>();
  private @Nullable GpuClock clock;

  private OpenClContext(GpuCard card, cl_device_id device, cl_context context, cl_program program) {
    this.card = card;
    this.device = device;
    this.context = context;
    this.program = program;
  }

  static OpenClContext open(GpuCard card, cl_platform_id platform, cl_device_id device) {
    try {
      var properties = new cl_context_properties();
      properties.addProperty(CL.CL_CONTEXT_PLATFORM, platform);
      var context =
          CL.clCreateContext(properties, 1, new cl_device_id[] {device}, null, null, null);
      return new OpenClContext(card, device, context, build(card, context, device));
    } catch (CLException fault) {
      throw failed(card, fault);
    }
  }

  private static cl_program build(GpuCard card, cl_context context, cl_device_id device) {
    var program =
        CL.clCreateProgramWithSource(
            context, 1, new String[] {KernelSource.behind("opencl.h")}, null, null);
    try {
      CL.clBuildProgram(program, 0, null, "-cl-std=CL1.2", null, null);
      return program;
    } catch (CLException fault) {
      var size = new long[1];
      CL.clGetProgramBuildInfo(program, device, CL.CL_PROGRAM_BUILD_LOG, 0, null, size);
      var log = new byte[(int) size[0]];
      CL.clGetProgramBuildInfo(
          program, device, CL.CL_PROGRAM_BUILD_LOG, log.length, Pointer.to(log), null);
      CL.clReleaseProgram(program);
      var text = new String(log, StandardCharsets.UTF_8).replace('\0', ' ').strip();
      throw ProblemException.of(
          "gpu.build",
          card.name(),
          card.name(),
          text.isEmpty()
              ? String.valueOf(fault.getMessage())
              : text.lines()
                  .filter(line -> line.contains("error"))
                  .limit(1)
                  .reduce("", (a, b) -> a + b));
    }
  }

  static ProblemException failed(GpuCard card, CLException fault) {
    return switch (fault.getStatus()) {
      case CL.CL_MEM_OBJECT_ALLOCATION_FAILURE, CL.CL_OUT_OF_RESOURCES ->
          ProblemException.of(
              "gpu.resources", card.name(), card.name(), String.valueOf(fault.getMessage()));
      default ->
          ProblemException.of(
              "gpu.failed", card.name(), card.name(), String.valueOf(fault.getMessage()));
    };
  }

  @Override
  public GpuCard card() {
    return card;
  }

  @Override
  public MemorySegment allocate(long bytes) {
    long size = Math.max(1, bytes);
    card.requireRoom(size);
    try {
      return memory.add(CL.clCreateBuffer(context, CL.CL_MEM_READ_WRITE, size, null, null), size);
    } catch (CLException fault) {
      throw failed(card, fault);
    }
  }

  @Override
  public void free(MemorySegment freed) {
    memory.remove(freed).ifPresent(CL::clReleaseMemObject);
  }

  @Override
  public boolean owns(MemorySegment segment) {
    return memory.has(segment);
  }

  CardMemory.Place<cl_mem> place(MemorySegment segment) {
    return memory.place(segment);
  }

  @Override
  public GpuCode prepare(GpuLaunch launch, List<MemorySegment> operands) {
    var arguments = new OpenClArguments();
    int next = 0;
    for (var argument : launch.arguments()) {
      switch (argument) {
        case GpuArgument.Memory _ -> {
          var place = place(operands.get(next++));
          arguments.add(Sizeof.cl_mem, Pointer.to(place.memory()));
          arguments.add(Sizeof.cl_long, Pointer.to(new long[] {place.offset()}));
        }
        case GpuArgument.Whole(int value) ->
            arguments.add(Sizeof.cl_int, Pointer.to(new int[] {value}));
        case GpuArgument.Real(float value) ->
            arguments.add(Sizeof.cl_float, Pointer.to(new float[] {value}));
      }
    }
    var groups = launch.groups();
    var items = launch.items();
    var local = new long[] {items.x(), items.y(), items.z()};
    var global =
        new long[] {
          (long) groups.x() * items.x(),
          (long) groups.y() * items.y(),
          (long) groups.z() * items.z()
        };
    var name = launch.kernel();
    return queue -> ((OpenClQueue) queue).launch(name, arguments, global, local);
  }

  cl_kernel kernel(String name) {
    return CL.clCreateKernel(program, name, null);
  }

  @Override
  public GpuQueue queue() {
    return new OpenClQueue(this, commands());
  }

  @SuppressWarnings("deprecation")
  private cl_command_queue commands() {
    try {
      // The function of 1.2: the newer one asks for a device of 2.0.
      return CL.clCreateCommandQueue(context, device, CL.CL_QUEUE_PROFILING_ENABLE, null);
    } catch (CLException fault) {
      throw failed(card, fault);
    }
  }

  @Override
  public synchronized GpuClock clock() {
    if (clock == null) {
      var queue = new OpenClQueue(this, commands());
      var target = allocate(Integer.BYTES);
      var idle =
          prepare(
              new GpuLaunch(
                  "idle",
                  new GpuLaunch.Axes(1, 1, 1),
                  new GpuLaunch.Axes(1, 1, 1),
                  List.of(new GpuArgument.Memory(new GpuOperand.Output(0)))),
              List.of(target));
      clock = new GpuClock(() -> read(queue, idle));
    }
    return Objects.requireNonNull(clock);
  }

  /// The end of a kernel that does nothing lies between its launch and the moment that it is known.
  private static GpuClock.Reading read(OpenClQueue queue, GpuCode idle) {
    GpuClock.Reading best = null;
    for (int i = 0; i < READINGS; i++) {
      long before = System.nanoTime();
      idle.enqueue(queue);
      queue.finish();
      long after = System.nanoTime();
      var reading =
          new GpuClock.Reading(
              queue.lastEnd(), before + (after - before) / 2, (after - before + 1) / 2);
      best = best == null || reading.errorNanos() < best.errorNanos() ? reading : best;
    }
    return Objects.requireNonNull(best);
  }
}
