package dev.partitura.engine.task.lower;

import java.util.List;

/// How the tasks of a graph are numbered: by micro-batch, replica and node what every micro-batch
/// repeats, with the messages among replicas behind those of each micro-batch; behind them the
/// messages that are sent once, and last by replica and node what is done once. Templates of tasks
/// are numbered in the same way, for one micro-batch. Immutable.
final class TaskNumbers {
  private final int microBatches;
  private final int[] repeated;
  private final int[] firstRepeated;
  private final int[] firstOnce;
  private final int shared;
  private final int sharedRepeated;

  /// @param messages among the replicas
  TaskNumbers(List<ReplicaTemplate> templates, int microBatches, ReplicaMessages messages) {
    this.microBatches = microBatches;
    shared = messages.nodes().size();
    sharedRepeated = messages.repeatedCount();
    int replicas = templates.size();
    repeated = new int[replicas];
    firstRepeated = new int[replicas + 1];
    firstOnce = new int[replicas + 1];
    for (int replica = 0; replica < replicas; replica++) {
      var template = templates.get(replica);
      repeated[replica] = template.repeatedCount();
      firstRepeated[replica + 1] = Math.addExact(firstRepeated[replica], repeated[replica]);
      firstOnce[replica + 1] = firstOnce[replica] + template.nodeCount() - repeated[replica];
    }
  }

  /// Tasks of one micro-batch of all replicas.
  int stride() {
    return ofReplicas() + sharedRepeated;
  }

  private int ofReplicas() {
    return firstRepeated[firstRepeated.length - 1];
  }

  int templates() {
    return ofReplicas() + shared + firstOnce[firstOnce.length - 1];
  }

  int tasks() {
    return stride() * microBatches + shared - sharedRepeated + firstOnce[firstOnce.length - 1];
  }

  /// Task of a node; for one that is done once the same for every micro-batch.
  int task(int replica, int microBatch, int node) {
    int once = node - repeated[replica];
    return once < 0
        ? microBatch * stride() + firstRepeated[replica] + node
        : microBatches * stride() + shared - sharedRepeated + firstOnce[replica] + once;
  }

  /// Number of the template of a node's tasks.
  int template(int replica, int node) {
    int once = node - repeated[replica];
    return once < 0
        ? firstRepeated[replica] + node
        : ofReplicas() + shared + firstOnce[replica] + once;
  }

  /// Task of a message; for one that is sent once the same for every micro-batch.
  int sharedTask(int message, int microBatch) {
    return isRepeated(message)
        ? microBatch * stride() + ofReplicas() + message
        : microBatches * stride() + message - sharedRepeated;
  }

  /// Whether a message is sent in every micro-batch.
  boolean isRepeated(int message) {
    return message < sharedRepeated;
  }

  /// How often a message is sent.
  int times(int message) {
    return isRepeated(message) ? microBatches : 1;
  }

  int sharedTemplate(int message) {
    return ofReplicas() + message;
  }

  boolean isShared(int template) {
    return template >= ofReplicas() && template < ofReplicas() + shared;
  }

  /// The node of a replica whose template has this number.
  int node(int replica, int template) {
    return template < ofReplicas()
        ? template - firstRepeated[replica]
        : template - ofReplicas() - shared - firstOnce[replica] + repeated[replica];
  }
}
