package dev.partitura.ui.session;

import dev.partitura.engine.network.OpId;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// What is selected, the same in the graph and in every view. Ops and edges are of the project, the
/// span is of the current run.
public final class Selection {
  /// No span.
  public static final int NONE = -1;

  /// A connection: a value on its way to one of its readers.
  public record Edge(String value, OpId reader) {}

  private final ReadOnlyObjectWrapper<Set<OpId>> ops =
      new ReadOnlyObjectWrapper<>(this, "ops", Set.of());
  private final ReadOnlyObjectWrapper<Set<Edge>> edges =
      new ReadOnlyObjectWrapper<>(this, "edges", Set.of());
  private final ReadOnlyIntegerWrapper span = new ReadOnlyIntegerWrapper(this, "span", NONE);

  /// The selected ops in the order of selecting; the last one is what the inspector shows. Never
  /// modified in place.
  public ReadOnlyObjectProperty<Set<OpId>> opsProperty() {
    return ops.getReadOnlyProperty();
  }

  public Set<OpId> ops() {
    return ops.get();
  }

  public boolean contains(OpId op) {
    return ops().contains(op);
  }

  public ReadOnlyObjectProperty<Set<Edge>> edgesProperty() {
    return edges.getReadOnlyProperty();
  }

  public Set<Edge> edges() {
    return edges.get();
  }

  /// Row of the selected span in the current run's trace, or [#NONE].
  public ReadOnlyIntegerProperty spanProperty() {
    return span.getReadOnlyProperty();
  }

  public int span() {
    return span.get();
  }

  /// Selects these ops alone.
  public void selectOps(Iterable<OpId> chosen) {
    set(chosen, Set.of(), NONE);
  }

  public void selectOp(OpId op) {
    selectOps(List.of(op));
  }

  public void select(Iterable<OpId> chosenOps, Set<Edge> chosenEdges) {
    set(chosenOps, chosenEdges, NONE);
  }

  /// Selects a span of the current run and the ops it stands for.
  public void selectSpan(int index, Iterable<OpId> itsOps) {
    set(itsOps, Set.of(), index);
  }

  public void clear() {
    set(Set.of(), Set.of(), NONE);
  }

  public boolean isEmpty() {
    return ops().isEmpty() && edges().isEmpty() && span() == NONE;
  }

  private void set(Iterable<OpId> nextOps, Set<Edge> nextEdges, int nextSpan) {
    var copy = new LinkedHashSet<OpId>();
    nextOps.forEach(copy::add);
    // The span first: who follows the ops asks whether a span chose them.
    span.set(nextSpan);
    edges.set(Set.copyOf(nextEdges));
    ops.set(Collections.unmodifiableSet(copy));
  }
}
