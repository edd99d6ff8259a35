package dev.partitura.engine.execute.local;

import dev.partitura.engine.backend.Buffer;
import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.TaskTemplate;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.task.lower.LoweredMessages;
import dev.partitura.engine.task.lower.ReplicaTemplate;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Ties every task to its memory. Tasks of micro-batches that share a frame share their bound
/// kernel, unless they touch a network input or output.
final class KernelBinding {
  private final Lowered lowered;
  private final LoadedDevices loaded;
  private final RunMemory memory;
  private final Share share;
  private final @Nullable Parcel[] parcels;
  private final Map<Key, Kernel.Bound> bound = new HashMap<>();

  private record Key(int replica, int node, int copy) {}

  private KernelBinding(Lowered lowered, LoadedDevices loaded, RunMemory memory, Share share) {
    this.share = share;
    parcels = new Parcel[share.isWhole() ? 0 : lowered.graph().taskCount()];
    this.lowered = lowered;
    this.loaded = loaded;
    this.memory = memory;
  }

  /// The code of each task of the graph.
  static Kernel.Bound[] bind(Lowered lowered, LoadedDevices loaded, RunMemory memory) {
    return bind(lowered, loaded, memory, Share.all(lowered.cluster())).work();
  }

  /// The code of the tasks of this process, and what it sends and receives.
  static Bindings bind(Lowered lowered, LoadedDevices loaded, RunMemory memory, Share share) {
    var binding = new KernelBinding(lowered, loaded, memory, share);
    return new Bindings(binding.bindAll(), binding.parcels);
  }

  /// @param work by task; absent for what is not done here, or is done by messages
  /// @param parcels by task what is sent or received here; empty where nothing is
  record Bindings(Kernel.Bound[] work, @Nullable Parcel[] parcels) {}

  private Kernel.Bound[] bindAll() {
    var work = new Kernel.Bound[lowered.graph().taskCount()];
    for (int replica = 0; replica < lowered.replicas(); replica++) {
      var template = lowered.template(replica);
      for (int node = 0; node < template.nodeCount(); node++) {
        Checkpoint.pass();
        if (crosses(template.node(node), template.device(node))) {
          address(replica, node);
        }
        if (!isDone(template.node(node), template.device(node))) {
          continue;
        }
        boolean own = differsByMicroBatch(replica, node);
        int times = node < template.repeatedCount() ? lowered.microBatches() : 1;
        for (int microBatch = 0; microBatch < times; microBatch++) {
          int copy = own ? microBatch : frames(replica, node, microBatch);
          var key = new Key(replica, node, copy);
          var code = bound.get(key);
          if (code == null) {
            code = bindNode(replica, node, microBatch);
            bound.put(key, code);
          }
          work[lowered.task(replica, microBatch, node)] = code;
        }
      }
    }
    for (var message : lowered.messages().tasks()) {
      var template = lowered.graph().template(message.task());
      int device = lowered.graph().device(message.task());
      if (crosses(template, device)) {
        parcels[message.task()] = parcel(message, share.owns(device));
      } else if (isDone(template, device)) {
        work[message.task()] = bind(message);
      }
    }
    return work;
  }

  private boolean crosses(TaskTemplate task, int device) {
    return task.kind().moves()
        && share.crosses(task.source(), device)
        && (share.owns(task.source()) || share.owns(device));
  }

  /// Whether a worker of this process does it.
  private boolean isDone(TaskTemplate task, int device) {
    return share.owns(device) && !crosses(task, device);
  }

  /// Says where a transfer of each micro-batch begins or ends here.
  private void address(int replica, int node) {
    var template = lowered.template(replica);
    boolean comes = share.owns(template.device(node));
    int device = comes ? template.device(node) : template.node(node).source();
    var part = template.message(node);
    int times = node < template.repeatedCount() ? lowered.microBatches() : 1;
    for (int microBatch = 0; microBatch < times; microBatch++) {
      int slot = part == null ? template.node(node).subject() : comes ? part.to() : part.from();
      var buffer = memory.buffer(replica, device, slot, microBatch);
      long offset = part == null ? 0 : comes ? part.toOffset() : part.fromOffset();
      parcels[lowered.task(replica, microBatch, node)] =
          !buffer.isPlanned()
              ? new Parcel.Open(buffer)
              : part == null
                  ? Parcel.Fixed.of(List.of(buffer.memory()))
                  : Parcel.Fixed.of(List.of(buffer.memory().asSlice(offset, part.bytes())));
    }
  }

  private Parcel parcel(LoweredMessages.Message message, boolean comes) {
    var places = new ArrayList<MemorySegment>();
    long at = 0;
    for (var part : message.parts()) {
      if (comes && message.added()) {
        int device = lowered.template(message.to()).homeDevice(part.slot());
        places.add(memory.received(message.to(), device).asSlice(at, part.bytes()));
      } else {
        places.add(memory.part(comes ? message.to() : message.from(), message.microBatch(), part));
      }
      at += part.bytes();
    }
    return Parcel.Fixed.of(places);
  }

  private Kernel.Bound bind(LoweredMessages.Message message) {
    var steps = new ArrayList<Kernel.Bound>();
    long at = 0;
    for (var part : message.parts()) {
      int device = lowered.template(message.to()).homeDevice(part.slot());
      var own = memory.part(message.to(), message.microBatch(), part);
      var received =
          message.added() ? memory.received(message.to(), device).asSlice(at, part.bytes()) : own;
      at += part.bytes();
      if (message.kind().adds()) {
        var type = Objects.requireNonNull(lowered.program().slots().get(part.slot()).type());
        requireSums(device);
        steps.add(new SumKernel(type.dataType(), own, received, message.factor()));
      } else {
        var sent = memory.part(message.from(), message.microBatch(), part);
        steps.add(loaded.runtime(device).copy(Buffer.planned(sent), Buffer.planned(received)));
      }
    }
    return steps.size() == 1 ? steps.getFirst() : () -> steps.forEach(Kernel.Bound::run);
  }

  /// @throws ProblemException when what the device received cannot be added up there
  private void requireSums(int device) {
    if (loaded.runtime(device).hasOwnMemory()) {
      var id = lowered.cluster().devices().get(device).id();
      throw ProblemException.of("gpu.sum", id.name(), id);
    }
  }

  /// A number for the frames that a node touches.
  private int frames(int replica, int node, int microBatch) {
    var template = lowered.template(replica);
    int device = template.device(node);
    int source = template.node(node).source();
    int frame = lowered.frame(replica, device, microBatch);
    return source == device
        ? frame
        : frame + lowered.frames(replica, device) * lowered.frame(replica, source, microBatch);
  }

  private boolean differsByMicroBatch(int replica, int node) {
    var template = lowered.template(replica);
    int device = template.device(node);
    int subject = template.node(node).subject();
    var part = template.message(node);
    if (part != null) {
      return memory.differsByMicroBatch(replica, template.node(node).source(), part.from())
          || memory.differsByMicroBatch(replica, device, part.to());
    }
    return switch (template.node(node).kind()) {
      case TRANSFER ->
          memory.differsByMicroBatch(replica, template.node(node).source(), subject)
              || memory.differsByMicroBatch(replica, device, subject);
      case COMPUTE -> {
        var step = lowered.program().steps().get(subject);
        yield Stream.concat(step.inputs().stream(), step.outputs().stream())
            .anyMatch(slot -> memory.differsByMicroBatch(replica, device, slot));
      }
      case REDUCTION, OTHER, COLLECTIVE -> throw unknown(template.node(node));
    };
  }

  private static IllegalStateException unknown(TaskTemplate node) {
    return new IllegalStateException("There is no code for a " + node.kind());
  }

  private Kernel.Bound bindNode(int replica, int node, int microBatch) {
    var template = lowered.template(replica);
    int device = template.device(node);
    int subject = template.node(node).subject();
    var part = template.message(node);
    if (part != null) {
      return bind(replica, node, part, microBatch);
    }
    return switch (template.node(node).kind()) {
      case TRANSFER ->
          loaded
              .runtime(device)
              .copy(
                  memory.buffer(replica, template.node(node).source(), subject, microBatch),
                  memory.buffer(replica, device, subject, microBatch));
      case COMPUTE -> {
        var step = lowered.program().steps().get(subject);
        yield loaded
            .program(device)
            .kernels()
            .get(subject)
            .bind(
                buffers(replica, device, step.inputs(), microBatch),
                buffers(replica, device, step.outputs(), microBatch),
                memory.scratch(device));
      }
      case REDUCTION, OTHER, COLLECTIVE -> throw unknown(template.node(node));
    };
  }

  /// A message of a collective among shards, or the sum with what was received.
  private Kernel.Bound bind(
      int replica, int node, ReplicaTemplate.PartMessage part, int microBatch) {
    var of = lowered.template(replica).node(node);
    int device = lowered.template(replica).device(node);
    var from =
        memory
            .buffer(replica, of.source(), part.from(), microBatch)
            .memory()
            .asSlice(part.fromOffset(), part.bytes());
    var to =
        memory
            .buffer(replica, device, part.to(), microBatch)
            .memory()
            .asSlice(part.toOffset(), part.bytes());
    if (of.kind().adds()) {
      var type = Objects.requireNonNull(lowered.program().slots().get(part.to()).type());
      requireSums(device);
      return new SumKernel(type.dataType(), to, from, 1);
    }
    return loaded.runtime(device).copy(Buffer.planned(from), Buffer.planned(to));
  }

  private List<Buffer> buffers(int replica, int device, List<Integer> slots, int microBatch) {
    var buffers = new ArrayList<Buffer>();
    for (int slot : slots) {
      buffers.add(memory.buffer(replica, device, slot, microBatch));
    }
    return buffers;
  }
}
