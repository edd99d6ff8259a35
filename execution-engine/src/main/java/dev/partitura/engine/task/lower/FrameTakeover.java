package dev.partitura.engine.task.lower;

import dev.partitura.engine.task.EdgeKind;
import java.util.ArrayList;
import java.util.List;

/// A micro-batch that takes over a frame of memory waits on each device until the micro-batch
/// before it in that frame is done there.
final class FrameTakeover implements MicroBatchLinks {
  private final List<List<NodePairs>> pairs = new ArrayList<>();
  private final int microBatches;
  private final int frames;

  /// @param frames micro-batches that may be under way on a device at once
  FrameTakeover(List<ReplicaTemplate> templates, int devices, int microBatches, int frames) {
    this.microBatches = microBatches;
    this.frames = frames;
    for (var template : templates) {
      var ofReplica = new ArrayList<NodePairs>();
      for (int device = 0; device < devices && microBatches > frames; device++) {
        var users = NodeSet.touching(template, device);
        ofReplica.add(NodePairs.of(users.last(), users.first()));
      }
      pairs.add(ofReplica);
    }
  }

  @Override
  public void visit(Visitor visitor) {
    for (int microBatch = frames; microBatch < microBatches; microBatch++) {
      for (int replica = 0; replica < pairs.size(); replica++) {
        for (var each : pairs.get(replica)) {
          visitor.link(replica, microBatch - frames, microBatch, each, EdgeKind.MEMORY);
        }
      }
    }
  }
}
