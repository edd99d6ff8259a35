package dev.partitura.engine.execute.local;

import dev.partitura.engine.backend.Buffer;
import dev.partitura.engine.backend.Slot;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.task.lower.LoweredMessages;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.NativeMemory;
import dev.partitura.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The native memory of a prepared run: one block per device, and the buffers that look into it.
/// Frees everything when closed. Buffers are made by one thread before the run.
final class RunMemory implements AutoCloseable {
  private final Lowered lowered;
  private final MicroBatchInputs inputs;
  private final Share share;
  private final Arena arena = Arena.ofShared();
  private final List<MemorySegment> blocks = new ArrayList<>();

  /// By device where values lie that are to be on the host, at the same places as in its block.
  private final List<MemorySegment> staged = new ArrayList<>();

  private final boolean[] hasOwnMemory;
  private final long[] outputsAt;
  private final long[] keptAt;
  private final long[] scratchAt;
  private final long[] scratchBytes;
  private final Map<Key, Buffer> buffers = new HashMap<>();
  private final Map<Key, Long> offsets = new HashMap<>();
  private final Map<Key, MemorySegment> received = new HashMap<>();
  private final Map<Integer, Tensor> constants = new HashMap<>();

  /// A slot on a device, in a frame or, for what every micro-batch has of its own, in a
  /// micro-batch.
  private record Key(int replica, int device, int slot, int copy) {}

  RunMemory(Lowered lowered, LoadedDevices loaded, MicroBatchInputs inputs) {
    this(lowered, loaded, inputs, Share.all(lowered.cluster()));
  }

  /// Of the devices that this process has.
  RunMemory(Lowered lowered, LoadedDevices loaded, MicroBatchInputs inputs, Share share) {
    this.share = share;
    this.lowered = lowered;
    this.inputs = inputs;
    int devices = lowered.cluster().devices().size();
    outputsAt = new long[devices];
    keptAt = new long[devices];
    scratchAt = new long[devices];
    scratchBytes = new long[devices];
    hasOwnMemory = new boolean[devices];
    for (int device = 0; device < devices; device++) {
      long frames = 0;
      for (int replica = 0; replica < lowered.replicas(); replica++) {
        frames += bytes(replica, device);
      }
      outputsAt[device] = frames;
      keptAt[device] = frames + lowered.outputBytes(device);
      scratchAt[device] = keptAt[device] + lowered.keptBytes(device);
      scratchBytes[device] = share.owns(device) ? scratchBytes(loaded, device) : 0;
      long bytes =
          share.owns(device) ? lowered.valueBytes(device) + padded(scratchBytes[device]) : 0;
      allocate(loaded, device, bytes);
    }
    var nextOutput = outputsAt.clone();
    var nextKept = keptAt.clone();
    for (var place : lowered.places()) {
      var key = new Key(place.replica(), place.device(), place.slot(), 0);
      if (place.isPinned()) {
        offsets.put(key, nextOutput[place.device()]);
        nextOutput[place.device()] += padded(place.sizeBytes()) * lowered.microBatches();
      } else if (place.isKept()) {
        offsets.put(key, nextKept[place.device()]);
        nextKept[place.device()] += padded(place.sizeBytes());
      }
    }
    for (var into : lowered.messages().receptions()) {
      int device = into.device();
      if (!share.owns(device)) {
        continue;
      }
      received.put(
          new Key(into.replica(), device, -1, 0),
          blocks.get(device).asSlice(nextKept[device], into.bytes()));
      nextKept[device] += into.bytes();
    }
  }

  private void allocate(LoadedDevices loaded, int device, long bytes) {
    if (bytes == 0) {
      blocks.add(MemorySegment.NULL);
      staged.add(MemorySegment.NULL);
      return;
    }
    var runtime = loaded.runtime(device);
    hasOwnMemory[device] = runtime.hasOwnMemory();
    blocks.add(runtime.allocate(bytes, arena));
    // What is not touched of it takes no memory.
    staged.add(hasOwnMemory[device] ? NativeMemory.allocate(bytes, arena) : blocks.get(device));
  }

  private static long padded(long bytes) {
    return Math.ceilDiv(bytes, 64) * 64;
  }

  /// Temporary memory that the kernels of a device share.
  private long scratchBytes(LoadedDevices loaded, int device) {
    long most = 0;
    for (int replica = 0; replica < lowered.replicas(); replica++) {
      var template = lowered.template(replica);
      for (int node = 0; node < template.nodeCount(); node++) {
        if (template.device(node) == device && template.step(node) != null) {
          most = Math.max(most, loaded.program(device).scratchBytes(template.node(node).subject()));
        }
      }
    }
    return most;
  }

  MemorySegment scratch(int device) {
    long bytes = scratchBytes[device];
    return bytes == 0 ? MemorySegment.NULL : blocks.get(device).asSlice(scratchAt[device], bytes);
  }

  /// Whether the slot has memory of its own in every micro-batch, not only in every frame.
  boolean differsByMicroBatch(int replica, int device, int slot) {
    var template = lowered.template(replica);
    if (template.isOnHost(slot)) {
      return lowered.program().slots().get(template.root(slot)).constant() == null;
    }
    return lowered.isPinned(replica, device, slot);
  }

  /// The buffer in which `device` finds `slot` for a micro-batch.
  Buffer buffer(int replica, int device, int slot, int microBatch) {
    return buffers.computeIfAbsent(
        new Key(replica, device, slot, copy(replica, device, slot, microBatch)),
        key -> make(key, microBatch));
  }

  /// Part of a value of a replica.
  MemorySegment part(int replica, int microBatch, LoweredMessages.Part part) {
    int device = lowered.template(replica).homeDevice(part.slot());
    return buffer(replica, device, part.slot(), microBatch)
        .memory()
        .asSlice(part.offset(), part.bytes());
  }

  /// Where a replica receives on a device what it adds.
  MemorySegment received(int replica, int device) {
    return Objects.requireNonNull(received.get(new Key(replica, device, -1, 0)));
  }

  /// Which of its copies the slot has for a micro-batch; a constant is the same everywhere, also on
  /// a device that the replica does not use.
  private int copy(int replica, int device, int slot, int microBatch) {
    if (differsByMicroBatch(replica, device, slot)) {
      return microBatch;
    }
    var place = lowered.find(replica, device, slot);
    return lowered.template(replica).isOnHost(slot) || place != null && place.isKept()
        ? 0
        : lowered.frame(replica, device, microBatch);
  }

  private Buffer make(Key key, int microBatch) {
    var slot = lowered.program().slots().get(key.slot());
    var template = lowered.template(key.replica());
    int root = template.root(key.slot());
    if (template.isOnHost(key.slot())) {
      var constant = lowered.program().slots().get(root).constant();
      var tensor =
          constant != null
              ? constants.computeIfAbsent(root, _ -> aligned(constant.tensor()))
              : input(root, lowered.microBatchOfBatch(key.replica(), microBatch));
      return key.slot() == root
          ? Buffer.of(tensor)
          : view(
              slot, tensor.data().asSlice(template.rootOffset(key.slot()), slot.sizeBytes()), true);
    }
    var place = lowered.find(key.replica(), key.device(), key.slot());
    if (place == null) {
      return Buffer.dynamic();
    }
    long inside = place.slot() == key.slot() ? 0 : template.rootOffset(key.slot());
    long at =
        place.isPinned()
            ? offset(place) + padded(place.sizeBytes()) * microBatch
            : place.isKept()
                ? offset(place)
                : place.passing()
                    ? workspace(key.replica(), key.device()) + place.offset()
                    : frame(key.replica(), key.device(), microBatch) + place.offset();
    var block = (slot.staged() ? staged : blocks).get(key.device());
    return view(
        slot,
        slot.sizeBytes() == 0 ? MemorySegment.NULL : block.asSlice(at + inside, slot.sizeBytes()),
        slot.staged() || !hasOwnMemory[key.device()]);
  }

  /// Elements in a file may lie anywhere, kernels want theirs on cache lines.
  private Tensor aligned(Tensor tensor) {
    if (tensor.data().address() % Tensor.ALIGNMENT_BYTES == 0) {
      return tensor;
    }
    var copy = Tensor.allocate(tensor.type(), arena);
    copy.copyFrom(tensor);
    return copy;
  }

  /// @param ofHost whether the memory can be read here
  private static Buffer view(Slot slot, MemorySegment memory, boolean ofHost) {
    var type = slot.type();
    boolean tensor =
        ofHost
            && slot.plain()
            && type != null
            && type.isStatic()
            && type.dataType() != DataType.STRING;
    return tensor && type != null ? Buffer.of(Tensor.over(type, memory)) : Buffer.planned(memory);
  }

  private Tensor input(int slot, int microBatch) {
    int index = lowered.program().inputSlots().indexOf(slot);
    return inputs.of(lowered.binding().network().inputs().get(index).name(), microBatch);
  }

  private long offset(Lowered.Place place) {
    return offsets.getOrDefault(new Key(place.replica(), place.device(), place.slot(), 0), 0L);
  }

  private long frame(int replica, int device, int microBatch) {
    return workspace(replica, device)
        + lowered.workspaceBytes(replica, device)
        + lowered.frameBytes(replica, device) * lowered.frame(replica, device, microBatch);
  }

  /// In front of the frames of its replica.
  private long workspace(int replica, int device) {
    long at = 0;
    for (int earlier = 0; earlier < replica; earlier++) {
      at += bytes(earlier, device);
    }
    return at;
  }

  /// Of the workspace and the frames of a replica.
  private long bytes(int replica, int device) {
    return lowered.workspaceBytes(replica, device)
        + lowered.frameBytes(replica, device) * lowered.frames(replica, device);
  }

  /// Sets what stays from one iteration to the next; zeros where `values` has no such name.
  void keep(Map<String, Tensor> values) {
    new KeptValues(lowered, share, this::tensor).set(values);
  }

  /// Copies of what stays, put together from shards and pieces.
  ///
  /// @param apart whether each replica has its own, or else that of the first is that of all
  Map<String, Tensor> kept(boolean apart) {
    return new KeptValues(lowered, share, this::tensor).get(apart);
  }

  /// What stays in a place, as it is now.
  Tensor tensor(Lowered.Place place) {
    return Objects.requireNonNull(
        buffer(place.replica(), place.device(), place.slot(), 0).tensor());
  }

  /// Fills all memory with a byte pattern, so that a value that is read before it is written shows.
  void fill(byte pattern) {
    blocks.forEach(block -> block.fill(pattern));
  }

  @Override
  public void close() {
    buffers.clear();
    arena.close();
  }
}
