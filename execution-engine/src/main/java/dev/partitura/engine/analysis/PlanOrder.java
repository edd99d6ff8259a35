package dev.partitura.engine.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.analysis.Analysis.Known;
import dev.partitura.engine.task.Dependence;
import dev.partitura.engine.task.DependenceCause;
import dev.partitura.engine.task.EdgeKind;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Which edges come from the plan alone, by what made them: cuts, shared memory and the order of
/// the schedule; which of them force an order that the network does not, and for how long tasks
/// were held by them. Cost O(tasks + edges), and for each pair of task templates that such an edge
/// joins a search between the two.
///
/// @param groups those that held tasks longest first
public record PlanOrder(List<Group> groups) {
  public static final Analysis<PlanOrder> ANALYSIS =
      Analysis.of(
          "order of the plan",
          Set.of(Known.GRAPH),
          run -> new PlanOrderSearch(run).found(),
          PlanOrder::report);

  /// Edges that one thing in the plan made: a buffer, a cut value, the order of a device.
  ///
  /// @param of one of their reasons; the others differ in nothing but the micro-batch and the steps
  /// @param edges how many
  /// @param forcing how many of them force an order that the values that flow do not
  /// @param heldNanos how much longer tasks waited for them than for values and their worker; each
  ///   task counts once, for the one that came last
  /// @param task that one of the edges leaves, for which a task was held longest
  /// @param edge its number
  public record Group(
      Dependence of, long edges, long forcing, long heldNanos, int task, int edge) {}

  public PlanOrder {
    groups = List.copyOf(groups);
  }

  /// Edges of all groups of one cause.
  public long edges(DependenceCause cause) {
    return groups.stream().filter(group -> group.of.cause() == cause).mapToLong(Group::edges).sum();
  }

  public long forcing(DependenceCause cause) {
    return groups.stream()
        .filter(group -> group.of.cause() == cause)
        .mapToLong(Group::forcing)
        .sum();
  }

  public long heldNanos(DependenceCause cause) {
    return groups.stream()
        .filter(group -> group.of.cause() == cause)
        .mapToLong(Group::heldNanos)
        .sum();
  }

  /// Those that share memory, and so make the later task wait before it writes.
  public List<Group> buffers() {
    return groups.stream().filter(group -> group.of.cause().sharesMemory()).toList();
  }

  private void report(ObjectNode report) {
    var causes = report.putObject("planOrder");
    for (var cause : DependenceCause.values()) {
      if (edges(cause) > 0) {
        causes
            .putObject(cause.name().toLowerCase(Locale.ROOT))
            .put("edges", edges(cause))
            .put("forcing", forcing(cause))
            .put("heldNanos", heldNanos(cause));
      }
    }
    var kinds = report.putObject("waits");
    for (var kind : EdgeKind.values()) {
      long held =
          groups.stream()
              .filter(group -> group.of.kind() == kind)
              .mapToLong(Group::heldNanos)
              .sum();
      kinds.put(kind.name(), held);
    }
  }
}
