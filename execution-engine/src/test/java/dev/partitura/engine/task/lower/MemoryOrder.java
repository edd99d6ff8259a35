package dev.partitura.engine.task.lower;

import dev.partitura.engine.task.TaskGraph;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/// Looks for tasks that touch the same bytes, one of them writing, and that no edges put in order:
/// what the memory of a plan must never have, whatever the times of its tasks.
@NullMarked
final class MemoryOrder {
  private final Lowered lowered;
  private final BitSet[] behind;

  private record Region(int replica, int device, int frame) {
    static final int WORKSPACE = -1;
    static final int KEPT = -2;
  }

  private record Access(int task, int slot, long low, long high, boolean writes) {}

  private MemoryOrder(Lowered lowered) {
    this.lowered = lowered;
    behind = behind(lowered.graph());
  }

  /// The tasks that come behind each task.
  private static BitSet[] behind(TaskGraph graph) {
    var behind = new BitSet[graph.taskCount()];
    var order = graph.topologicalOrder();
    for (int at = order.length - 1; at >= 0; at--) {
      int task = order[at];
      behind[task] = new BitSet();
      for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
        behind[task].set(graph.successor(edge));
        behind[task].or(behind[graph.successor(edge)]);
      }
    }
    return behind;
  }

  static List<String> conflicts(Lowered lowered) {
    return new MemoryOrder(lowered).conflicts();
  }

  private List<String> conflicts() {
    var accesses = new HashMap<Region, List<Access>>();
    for (int replica = 0; replica < lowered.replicas(); replica++) {
      for (var storage : lowered.template(replica).storages()) {
        for (int batch = 0; batch < lowered.microBatches(); batch++) {
          add(accesses, replica, storage, batch);
        }
      }
    }
    var found = new ArrayList<String>();
    accesses.forEach((region, of) -> {
      for (int one = 0; one < of.size(); one++) {
        for (int other = one + 1; other < of.size(); other++) {
          compare(region, of.get(one), of.get(other), found);
        }
      }
    });
    return found;
  }

  private void add(
      Map<Region, List<Access>> accesses, int replica, Storage storage, int microBatch) {
    if (storage.isDynamic() || storage.pinned) {
      return;
    }
    int frame =
        storage.isKept()
            ? Region.KEPT - storage.slot
            : storage.passing
                ? Region.WORKSPACE
                : lowered.frame(replica, storage.device, microBatch);
    var of =
        accesses.computeIfAbsent(
            new Region(replica, storage.device, frame), _ -> new ArrayList<>());
    long base = storage.isKept() ? 0 : storage.offset;
    for (int access = 0; access < storage.accessCount(); access++) {
      of.add(
          new Access(
              lowered.task(replica, microBatch, storage.node(access)),
              storage.slot,
              base + storage.low(access),
              base + storage.high(access),
              storage.writes(access)));
    }
  }

  private void compare(Region region, Access one, Access other, List<String> found) {
    boolean meet = one.low < other.high && other.low < one.high && (one.writes || other.writes);
    if (meet
        && one.task != other.task
        && !behind[one.task].get(other.task)
        && !behind[other.task].get(one.task)) {
      found.add(text(one) + " and " + text(other) + " in " + region);
    }
  }

  private String text(Access access) {
    var graph = lowered.graph();
    return graph.phase(access.task)
        + " of micro-batch "
        + graph.microBatch(access.task)
        + " on "
        + lowered.program().slots().get(access.slot).value()
        + (access.writes ? " written" : " read");
  }
}
