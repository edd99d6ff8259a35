package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.Program;
import dev.partitura.engine.task.DependenceCause;
import dev.partitura.engine.task.EdgeKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// The memory that the nodes of a template touch, and the edges that follow from who reads and
/// writes which bytes of it: steps that work in place or write into a part of another value need no
/// word of their own. Nodes touch in their order.
final class TemplateMemory {
  private final Program program;
  private final SlotHomes homes;
  private final IntPredicate moves;
  private final TemplateEdges edges;
  private final Map<Long, Storage> storages = new LinkedHashMap<>();

  /// @param moves whether a node moves a value between devices
  /// @param edges to which those that follow are added
  TemplateMemory(Program program, SlotHomes homes, IntPredicate moves, TemplateEdges edges) {
    this.program = program;
    this.homes = homes;
    this.moves = moves;
    this.edges = edges;
  }

  /// A node reads or writes a slot on a device.
  void touch(int node, int on, int slot, boolean writes) {
    touch(node, on, slot, 0, program.slots().get(slot).sizeBytes(), writes);
  }

  /// As [#touch(int, int, int, boolean)], some bytes of the slot.
  ///
  /// @param from first of them
  void touch(int node, int on, int slot, long from, long bytes, boolean writes) {
    var storage = storageOf(on, slot);
    // A piece stands for the whole, which is made ready by it and complete with the others'.
    boolean whole = homes.isPiece(slot) && storage.slot == homes.root(slot);
    long low = whole ? 0 : from + (storage.slot == slot ? 0 : homes.rootOffset(slot));
    long size = storage.isDynamic() ? 1 : Math.max(1, whole ? storage.sizeBytes : bytes);
    if (!storage.isDynamic() && low + size > Math.max(1, storage.sizeBytes)) {
      throw new IllegalStateException(
          "Value " + program.slots().get(slot).value() + " does not fit into the value it views");
    }
    for (int access = storage.accessCount() - 1; access >= 0; access--) {
      boolean overlaps = storage.low(access) < low + size && low < storage.high(access);
      if (overlaps && (writes || storage.writes(access))) {
        long shared =
            storage.isDynamic()
                ? 0
                : Math.min(storage.high(access), low + size) - Math.max(storage.low(access), low);
        edges.add(
            storage.node(access),
            node,
            hazard(
                storage, storage.node(access), storage.writes(access), node, slot, writes, shared));
        if (storage.writes(access)
            && storage.low(access) <= low
            && storage.high(access) >= low + size
            && storage.node(access) != node) {
          break;
        }
      }
    }
    storage.access(node, low, low + size, writes);
  }

  private Hazard hazard(
      Storage storage,
      int earlier,
      boolean written,
      int later,
      int slot,
      boolean writes,
      long bytes) {
    if (writes) {
      return new Hazard(
          written ? EdgeKind.WAW : EdgeKind.WAR,
          DependenceCause.IN_PLACE,
          storage.device,
          slot,
          storage.slot,
          bytes);
    }
    boolean cut = moves.test(earlier) || moves.test(later);
    var cause = cut ? DependenceCause.CUT : DependenceCause.NETWORK;
    return new Hazard(EdgeKind.RAW, cause, storage.device, slot, slot, bytes);
  }

  private Storage storageOf(int on, int slot) {
    int holder = homes.holder(slot, on);
    return storages.computeIfAbsent(
        key(on, holder), _ -> new Storage(on, holder, homes.storedBytes(holder)));
  }

  /// A slot on a device, as one number.
  static long key(int device, int slot) {
    return (long) device << 32 | slot;
  }

  /// Once all nodes have touched what they touch: what is kept lies in no frame, nor do the outputs
  /// of the network.
  ///
  /// @param repeated nodes that every micro-batch repeats
  void settle(int repeated) {
    keep(repeated);
    pinOutputs();
  }

  /// What is kept, and what updates make, which micro-batches have no part in, lies in no frame.
  private void keep(int repeated) {
    for (var storage : storages.values()) {
      boolean kept =
          program.slots().get(storage.slot).kept() && homes.home(storage.slot) == storage.device;
      if (kept || storage.firstNode() >= repeated) {
        storage.offset = Storage.KEPT;
      } else if (storage.lastNode() >= repeated) {
        throw new IllegalStateException(
            "An update reads "
                + program.slots().get(storage.slot).value()
                + ", which every micro-batch has of its own");
      }
    }
  }

  private void pinOutputs() {
    for (int slot : program.outputSlots()) {
      if (slot >= 0 && !homes.isOnHost(slot)) {
        storageOf(homes.home(slot), slot).pinned = true;
      }
    }
    for (var storage : storages.values()) {
      if (storage.pinned) {
        storage.offset = Storage.PINNED;
      }
    }
  }

  List<Storage> storages() {
    return new ArrayList<>(storages.values());
  }

  /// The storage that holds `slot` on `device`, or null when that device never has it.
  @Nullable Storage find(int device, int slot) {
    return storages.get(key(device, homes.holder(slot, device)));
  }
}
