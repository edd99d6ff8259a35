package dev.partitura.engine.task.lower;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.problem.ProblemException;
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
  private static final long MOST_EDGES = 100_000_000;

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
    requireCountable();
    var takeovers = new ArrayList<List<int[]>>();
    for (var template : templates) {
      takeovers.add(takeover(template));
    }
    for (int microBatch = 0; microBatch < microBatches; microBatch++) {
      for (int replica = 0; replica < templates.size(); replica++) {
        Checkpoint.pass();
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

  /// @throws ProblemException when there are more edges than can be kept
  private void requireCountable() {
    long edges = 0;
    for (var template : templates) {
      for (int node = 0; node < template.nodeCount(); node++) {
        edges += (long) template.edges().into(node).size() * microBatches;
      }
      for (int device = 0; device < devices && microBatches > frames; device++) {
        var ends = new Ends(template, users(template, device));
        edges +=
            (long) ends.first().cardinality() * ends.last().cardinality() * (microBatches - frames);
      }
    }
    if (edges > MOST_EDGES) {
      throw new ProblemException(
          "plan.tasks.many",
          "",
          "The plan makes "
              + edges
              + " dependences between its tasks, more than the "
              + MOST_EDGES
              + " that can be kept.",
          "Use fewer micro-batches.");
    }
  }

  private void addNodes(ReplicaTemplate template, int replica, int microBatch) {
    for (int node = 0; node < template.nodeCount(); node++) {
      Checkpoint.pass(node);
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
      var ends = new Ends(template, users(template, device));
      ends.last().stream()
          .forEach(from -> ends.first().stream().forEach(to -> pairs.add(new int[] {from, to})));
    }
    return pairs;
  }

  /// Nodes that touch a device's frame.
  private static BitSet users(ReplicaTemplate template, int device) {
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
    return users;
  }

  /// Of some nodes, those that wait for no other of them, and those for which no other waits.
  private record Ends(BitSet first, BitSet last) {
    Ends(ReplicaTemplate template, BitSet users) {
      this(new BitSet(), (BitSet) users.clone());
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
    }
  }
}
