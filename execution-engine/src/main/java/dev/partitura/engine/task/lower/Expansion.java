package dev.partitura.engine.task.lower;

import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.task.TaskGraphBuilder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Copies the templates of all replicas for every micro-batch into one task graph. A micro-batch
/// that takes over a frame of memory waits on each device until the micro-batch before it in that
/// frame is done there.
final class Expansion {
  private final List<ReplicaTemplate> templates;
  private final int devices;
  private final int microBatches;
  private final int frames;
  private final int[] firstTask;
  private final TaskGraphBuilder builder;

  /// @param frames micro-batches that may be under way on a device at once
  Expansion(List<ReplicaTemplate> templates, int devices, int microBatches, int frames) {
    this.templates = templates;
    this.devices = devices;
    this.microBatches = microBatches;
    this.frames = frames;
    this.firstTask = new int[Math.multiplyExact(microBatches, templates.size())];
    this.builder = new TaskGraphBuilder(devices);
  }

  /// First task by micro-batch and then replica.
  int[] firstTask() {
    return firstTask.clone();
  }

  TaskGraph expand() {
    var takeovers = new ArrayList<List<int[]>>();
    for (var template : templates) {
      takeovers.add(takeover(template));
    }
    for (int microBatch = 0; microBatch < microBatches; microBatch++) {
      for (int replica = 0; replica < templates.size(); replica++) {
        var template = templates.get(replica);
        int first = builder.taskCount();
        firstTask[microBatch * templates.size() + replica] = first;
        addNodes(template, replica, microBatch);
        for (int node = 0; node < template.nodeCount(); node++) {
          for (var edge : template.edges().into(node)) {
            builder.edge(first + edge.from(), first + node, edge.kind());
          }
        }
        if (microBatch >= frames) {
          int earlier = firstTask[(microBatch - frames) * templates.size() + replica];
          for (var pair : takeovers.get(replica)) {
            builder.edge(earlier + pair[0], first + pair[1], EdgeKind.MEMORY);
          }
        }
      }
    }
    return builder.build();
  }

  private void addNodes(ReplicaTemplate template, int replica, int microBatch) {
    for (int node = 0; node < template.nodeCount(); node++) {
      if (template.isTransfer(node)) {
        builder.transfer(
            template.subject(node),
            template.source(node),
            template.device(node),
            template.transferBytes(node),
            replica,
            microBatch);
      } else {
        builder.compute(template.subject(node), template.device(node), replica, microBatch);
      }
    }
  }

  /// Pairs of nodes: the last users of a device's frame, and the first users of the micro-batch
  /// that takes it over.
  private List<int[]> takeover(ReplicaTemplate template) {
    var pairs = new ArrayList<int[]>();
    if (microBatches <= frames) {
      return pairs;
    }
    for (int device = 0; device < devices; device++) {
      var users = new BitSet();
      for (var storage : template.storages()) {
        if (storage.device == device && !storage.pinned) {
          for (int access = 0; access < storage.accessCount(); access++) {
            users.set(storage.node(access));
          }
        }
      }
      for (int node = 0; node < template.nodeCount(); node++) {
        if (!template.isTransfer(node) && template.device(node) == device) {
          users.set(node);
        }
      }
      addPairs(template, users, pairs);
    }
    return pairs;
  }

  private static void addPairs(ReplicaTemplate template, BitSet users, List<int[]> pairs) {
    var first = new BitSet();
    var last = (BitSet) users.clone();
    for (int node = users.nextSetBit(0); node >= 0; node = users.nextSetBit(node + 1)) {
      boolean waits = false;
      for (var edge : template.edges().into(node)) {
        if (users.get(edge.from())) {
          waits = true;
          last.clear(edge.from());
        }
      }
      first.set(node, !waits);
    }
    for (int from = last.nextSetBit(0); from >= 0; from = last.nextSetBit(from + 1)) {
      for (int to = first.nextSetBit(0); to >= 0; to = first.nextSetBit(to + 1)) {
        pairs.add(new int[] {from, to});
      }
    }
  }
}
