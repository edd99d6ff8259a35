package dev.partitura.engine.task.lower;

import java.util.List;

/// How the tasks of a graph are numbered: by micro-batch, replica and node what every micro-batch
/// repeats, behind them what makes the sums of all replicas one, and last by replica and node what
/// is done once. Templates of tasks are numbered in the same way, for one micro-batch. Immutable.
final class TaskNumbers {
  private final int microBatches;
  private final int[] repeated;
  private final int[] firstRepeated;
  private final int[] firstOnce;
  private final int shared;

  /// @param shared tasks of all replicas together
  TaskNumbers(List<ReplicaTemplate> templates, int microBatches, int shared) {
    this.microBatches = microBatches;
    this.shared = shared;
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
    return firstRepeated[firstRepeated.length - 1];
  }

  int templates() {
    return stride() + shared + firstOnce[firstOnce.length - 1];
  }

  int tasks() {
    return stride() * microBatches + shared + firstOnce[firstOnce.length - 1];
  }

  /// Task of a node; for one that is done once the same for every micro-batch.
  int task(int replica, int microBatch, int node) {
    int once = node - repeated[replica];
    return once < 0
        ? microBatch * stride() + firstRepeated[replica] + node
        : microBatches * stride() + shared + firstOnce[replica] + once;
  }

  /// Number of the template of a node's tasks.
  int template(int replica, int node) {
    int once = node - repeated[replica];
    return once < 0 ? firstRepeated[replica] + node : stride() + shared + firstOnce[replica] + once;
  }

  /// Task that all replicas share.
  int sharedTask(int node) {
    return microBatches * stride() + node;
  }

  int sharedTemplate(int node) {
    return stride() + node;
  }

  boolean isShared(int template) {
    return template >= stride() && template < stride() + shared;
  }

  /// The node of a replica whose template has this number.
  int node(int replica, int template) {
    return template < stride()
        ? template - firstRepeated[replica]
        : template - stride() - shared - firstOnce[replica] + repeated[replica];
  }
}
