package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.Slot;
import dev.partitura.engine.task.Dependence;
import dev.partitura.engine.task.DependenceCause;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.EdgeReasons;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.tensor.TensorType;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is behind the edges of an expanded graph: for those of a template what lowering found, for
/// those between micro-batches the bytes of the frame that is taken over. Holds names and types,
/// not the program with its weights. Immutable; any thread.
final class LoweredReasons implements EdgeReasons {
  private final String[] values;
  private final @Nullable TensorType[] types;
  private final TaskNumbers numbers;
  private final List<Replica> replicas;

  /// @param memory its frames and workspaces
  @SuppressWarnings("ArrayRecordComponent")
  record Replica(TemplateEdges.Packed edges, FrameOverlaps overlaps, FramePlan.Sizes memory) {}

  /// @param slots of the program
  LoweredReasons(List<Slot> slots, TaskNumbers numbers, List<Replica> replicas) {
    values = slots.stream().map(Slot::value).toArray(String[]::new);
    types = slots.stream().map(Slot::type).toArray(TensorType[]::new);
    this.numbers = numbers;
    this.replicas = List.copyOf(replicas);
  }

  @Override
  public List<Dependence> of(TaskGraph graph, int from, int edge) {
    int target = graph.successor(edge);
    if (numbers.isShared(graph.templateNumber(from))) {
      return List.of(ofSum(graph, from, edge));
    }
    if (numbers.isShared(graph.templateNumber(target))) {
      return List.of(ofSum(graph, target, edge));
    }
    var replica = replicas.get(graph.replica(from));
    int node = numbers.node(graph.replica(from), graph.templateNumber(from));
    int to = target;
    int first = replica.edges().first()[node];
    int place = first + edge - graph.firstEdge(from);
    // The edges of the template come before those between actions.
    if (place < replica.edges().first()[node + 1]) {
      return told(replica.edges().hazards()[place]);
    }
    if (graph.edgeKind(edge) == EdgeKind.ORDER) {
      return List.of(
          new Dependence(
              EdgeKind.ORDER, DependenceCause.SCHEDULE, graph.device(to), "", "", null, 0));
    }
    var found =
        replica.overlaps().between(node, numbers.node(graph.replica(to), graph.templateNumber(to)));
    int device = graph.source(from);
    return found.isEmpty()
        ? List.of(
            new Dependence(
                graph.edgeKind(edge),
                DependenceCause.FRAME,
                device,
                "",
                "",
                null,
                replica.memory().takenOver(device)))
        : told(found.toArray(Hazard[]::new));
  }

  /// @param task that moves or adds the sum
  private Dependence ofSum(TaskGraph graph, int task, int edge) {
    int slot = graph.subject(task);
    return new Dependence(
        graph.edgeKind(edge),
        DependenceCause.CUT,
        graph.device(task),
        values[slot],
        values[slot],
        types[slot],
        graph.bytes(task));
  }

  private List<Dependence> told(Hazard[] hazards) {
    return java.util.Arrays.stream(hazards)
        .sorted(Comparator.comparing(Hazard::kind))
        .map(hazard ->
            new Dependence(
                hazard.kind(),
                hazard.cause(),
                hazard.device(),
                values[hazard.slot()],
                values[hazard.earlierSlot()],
                types[hazard.slot()],
                hazard.bytes()))
        .toList();
  }
}
