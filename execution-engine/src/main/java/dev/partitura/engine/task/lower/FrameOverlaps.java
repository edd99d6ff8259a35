package dev.partitura.engine.task.lower;

import dev.partitura.engine.task.DependenceCause;
import dev.partitura.engine.task.EdgeKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which bytes of a frame or workspace two nodes both touch when the later one belongs to the
/// micro-batch that takes it over. Made once the storages have their places. The first question
/// costs O(accesses), each further one the accesses of the two nodes. Any thread.
final class FrameOverlaps {
  private final List<Storage> storages;

  /// By node; null until somebody asks.
  private @Nullable Map<Integer, List<Access>> accesses;

  private record Access(
      int device, boolean passing, int slot, long low, long high, boolean writes) {
    boolean meets(Access other) {
      return device == other.device && passing == other.passing;
    }
  }

  FrameOverlaps(List<Storage> storages) {
    this.storages = storages;
  }

  private synchronized Map<Integer, List<Access>> accesses() {
    var known = accesses;
    if (known == null) {
      known = byNode(storages);
      accesses = known;
    }
    return known;
  }

  private static Map<Integer, List<Access>> byNode(List<Storage> storages) {
    var accesses = new HashMap<Integer, List<Access>>();
    for (var storage : storages) {
      if (!storage.isPlaced()) {
        continue;
      }
      for (int access = 0; access < storage.accessCount(); access++) {
        accesses
            .computeIfAbsent(storage.node(access), _ -> new ArrayList<>(4))
            .add(
                new Access(
                    storage.device,
                    storage.passing,
                    storage.slot,
                    storage.offset + storage.low(access),
                    storage.offset + storage.high(access),
                    storage.writes(access)));
      }
    }
    return accesses;
  }

  /// What node `to` of the later micro-batch overwrites of what node `from` of the earlier one
  /// touches, the strongest first; empty where `to` waits for the frame as a whole.
  List<Hazard> between(int from, int to) {
    var found = new ArrayList<Hazard>();
    var byNode = accesses();
    for (var later : byNode.getOrDefault(to, List.of())) {
      for (var earlier : byNode.getOrDefault(from, List.of())) {
        long bytes = Math.min(earlier.high, later.high) - Math.max(earlier.low, later.low);
        if (later.writes && earlier.meets(later) && bytes > 0) {
          found.add(
              new Hazard(
                  earlier.writes ? EdgeKind.WAW : EdgeKind.WAR,
                  DependenceCause.FRAME,
                  later.device,
                  later.slot,
                  earlier.slot,
                  bytes));
        }
      }
    }
    found.sort(Comparator.comparing(Hazard::kind));
    return found;
  }

  /// Why `to` waits for `from`. Where they share no bytes, nodes between them in their
  /// micro-batches do, and what is read last is what is waited for.
  EdgeKind kind(int from, int to) {
    var found = between(from, to);
    return found.isEmpty() ? EdgeKind.WAR : found.getFirst().kind();
  }
}
