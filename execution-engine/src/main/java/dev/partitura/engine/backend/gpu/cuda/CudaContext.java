package dev.partitura.engine.backend.gpu.cuda;

import dev.partitura.engine.backend.gpu.CardMemory;
import dev.partitura.engine.backend.gpu.GpuArgument;
import dev.partitura.engine.backend.gpu.GpuCard;
import dev.partitura.engine.backend.gpu.GpuClock;
import dev.partitura.engine.backend.gpu.GpuCode;
import dev.partitura.engine.backend.gpu.GpuContext;
import dev.partitura.engine.backend.gpu.GpuLaunch;
import dev.partitura.engine.backend.gpu.GpuQueue;
import dev.partitura.engine.backend.gpu.KernelSource;
import dev.partitura.engine.problem.ProblemException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import jcuda.CudaException;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;

/// A card of NVIDIA. The driver keeps one context for each thread that calls it: every function
/// here makes this one current first.
final class CudaContext implements GpuContext {
  private final GpuCard card;
  private final CUcontext context;
  private final CUmodule module;
  private final CardMemory<CUdeviceptr> memory = new CardMemory<>();
  private final ConcurrentHashMap<String, CUfunction> functions = new ConcurrentHashMap<>();
  private @Nullable CudaClock clock;

  private CudaContext(GpuCard card, CUcontext context, CUmodule module) {
    this.card = card;
    this.context = context;
    this.module = module;
  }

  static CudaContext open(GpuCard card) {
    try {
      var context = new CUcontext();
      JCudaDriver.cuDevicePrimaryCtxRetain(context, CudaDriver.device(card.number()));
      JCudaDriver.cuCtxSetCurrent(context);
      var module = new CUmodule();
      try {
        JCudaDriver.cuModuleLoadData(module, KernelSource.text("kernels.ptx"));
      } catch (CudaException fault) {
        throw ProblemException.of(
            "gpu.build", card.name(), card.name(), String.valueOf(fault.getMessage()));
      }
      return new CudaContext(card, context, module);
    } catch (CudaException fault) {
      throw ProblemException.of(
          "gpu.failed", card.name(), card.name(), String.valueOf(fault.getMessage()));
    }
  }

  ProblemException failed(CudaException fault) {
    return ProblemException.of(
        "gpu.failed", card.name(), card.name(), String.valueOf(fault.getMessage()));
  }

  /// Makes this the context of the thread.
  void enter() {
    JCudaDriver.cuCtxSetCurrent(context);
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
      enter();
      var block = new CUdeviceptr();
      JCudaDriver.cuMemAlloc(block, size);
      return memory.add(block, size);
    } catch (CudaException fault) {
      throw ProblemException.of(
          "gpu.resources", card.name(), card.name(), String.valueOf(fault.getMessage()));
    }
  }

  @Override
  public void free(MemorySegment freed) {
    enter();
    memory.remove(freed).ifPresent(JCudaDriver::cuMemFree);
  }

  @Override
  public boolean owns(MemorySegment segment) {
    return memory.has(segment);
  }

  /// The place of a segment as the driver takes it.
  CUdeviceptr pointer(MemorySegment segment) {
    var place = memory.place(segment);
    return place.memory().withByteOffset(place.offset());
  }

  @Override
  public GpuCode prepare(GpuLaunch launch, List<MemorySegment> operands) {
    var values = new ArrayList<NativePointerObject>();
    int next = 0;
    for (var argument : launch.arguments()) {
      switch (argument) {
        case GpuArgument.Memory _ -> {
          var place = memory.place(operands.get(next++));
          values.add(Pointer.to(place.memory()));
          values.add(Pointer.to(new long[] {place.offset()}));
        }
        case GpuArgument.Whole(int value) -> values.add(Pointer.to(new int[] {value}));
        case GpuArgument.Real(float value) -> values.add(Pointer.to(new float[] {value}));
      }
    }
    var arguments = Pointer.to(values.toArray(NativePointerObject[]::new));
    var function = functions.computeIfAbsent(launch.kernel(), this::function);
    var groups = launch.groups();
    var items = launch.items();
    return queue -> ((CudaQueue) queue).launch(function, groups, items, arguments);
  }

  private CUfunction function(String name) {
    enter();
    var function = new CUfunction();
    JCudaDriver.cuModuleGetFunction(function, module, name);
    return function;
  }

  CUstream stream() {
    enter();
    var stream = new CUstream();
    JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING);
    return stream;
  }

  @Override
  public GpuQueue queue() {
    try {
      return new CudaQueue(this, stream());
    } catch (CudaException fault) {
      throw failed(fault);
    }
  }

  synchronized CudaClock ownClock() {
    var known = clock;
    if (known == null) {
      known = new CudaClock(this);
      clock = known;
    }
    return known;
  }

  @Override
  public GpuClock clock() {
    return ownClock().mapping();
  }
}
