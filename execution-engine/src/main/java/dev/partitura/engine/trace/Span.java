package dev.partitura.engine.trace;

import dev.partitura.engine.network.OpId;
import dev.partitura.engine.task.TaskKind;
import java.util.List;

/// A view of one row of a [Trace], made on demand.
///
/// @param index its row
/// @param category operator type, such as `Conv`; `transfer` for a copy
/// @param ops ops of the network as drawn that it stands for; empty for a transfer, a reorder or a
///   foreign span
/// @param microBatch global index over replicas, or -1
/// @param task index in the task graph, or -1
public record Span(
    int index,
    int track,
    TaskKind kind,
    String name,
    String category,
    List<OpId> ops,
    int replica,
    int microBatch,
    int task,
    long startNanos,
    long endNanos,
    long bytes) {
  public long durationNanos() {
    return endNanos - startNanos;
  }
}
