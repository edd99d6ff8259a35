package dev.partitura.ui.session;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// What is selected, the same in the graph and in every view. Ops and edges are of the project,
/// span and idle time are of the current run.
public final class Selection {
  /// No span.
  public static final int NONE = -1;

  /// A connection: a value on its way to one of its readers.
  public record Edge(String value, OpId reader) {}

  /// A stretch in which a track of the current run stood still.
  public record Idle(int track, long fromNanos, long toNanos) {}

  private final ReadOnlyObjectWrapper<Set<OpId>> ops =
      new ReadOnlyObjectWrapper<>(this, "ops", Set.of());
  private final ReadOnlyObjectWrapper<Set<Edge>> edges =
      new ReadOnlyObjectWrapper<>(this, "edges", Set.of());
  private final ReadOnlyIntegerWrapper span = new ReadOnlyIntegerWrapper(this, "span", NONE);
  private @Nullable Idle idle;

  // A follower may make another: the inspector makes its page when something is selected first.
  private final List<Runnable> followers = new CopyOnWriteArrayList<>();

  /// The selected ops in the order of selecting; the last one is what the inspector shows. Never
  /// modified in place.
  public ReadOnlyObjectProperty<Set<OpId>> opsProperty() {
    return ops.getReadOnlyProperty();
  }

  public Set<OpId> ops() {
    return ops.get();
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

  /// The selected stretch of idle time, or null.
  public @Nullable Idle idle() {
    return idle;
  }

  /// Calls `then` after every change, once all of it is as it shall be.
  public void whenChanged(Runnable then) {
    followers.add(then);
  }

  /// Selects these ops alone.
  public void selectOps(Iterable<OpId> chosen) {
    set(chosen, Set.of(), NONE, null);
  }

  public void selectOp(OpId op) {
    selectOps(List.of(op));
  }

  public void select(Iterable<OpId> chosenOps, Set<Edge> chosenEdges) {
    set(chosenOps, chosenEdges, NONE, null);
  }

  /// Selects a span of the current run and the ops it stands for.
  public void selectSpan(int index, Iterable<OpId> itsOps) {
    selectSpan(index, itsOps, Set.of());
  }

  /// Selects a span of the current run with the ops that it computes or the edges along which it
  /// carries a value.
  public void selectSpan(int index, Iterable<OpId> itsOps, Set<Edge> itsEdges) {
    set(itsOps, itsEdges, index, null);
  }

  /// Selects a stretch of the current run in which a track stood still.
  public void selectIdle(Idle stretch) {
    set(Set.of(), Set.of(), NONE, stretch);
  }

  public void clear() {
    set(Set.of(), Set.of(), NONE, null);
  }

  /// Keeps of the selection what an edit or an undo left in the network.
  void keep(Network network) {
    if (ops().isEmpty() && edges().isEmpty()) {
      return;
    }
    Set<OpId> there = network.ops().stream().map(Op::id).collect(Collectors.toSet());
    var connections = new HashSet<Edge>();
    for (var op : network.ops()) {
      op.dependencies().forEach(value -> connections.add(new Edge(value, op.id())));
    }
    if (!there.containsAll(ops()) || !connections.containsAll(edges())) {
      var left = ops().stream().filter(there::contains).toList();
      connections.retainAll(edges());
      select(left, connections);
    }
  }

  public boolean isEmpty() {
    return ops().isEmpty() && edges().isEmpty() && !isOfRun();
  }

  /// Whether a part of the current run is selected.
  public boolean isOfRun() {
    return span() != NONE || idle() != null;
  }

  private void set(
      Iterable<OpId> nextOps, Set<Edge> nextEdges, int nextSpan, @Nullable Idle nextIdle) {
    var copy = new LinkedHashSet<OpId>();
    nextOps.forEach(copy::add);
    // The span first: who follows the ops asks whether a span chose them.
    span.set(nextSpan);
    idle = nextIdle;
    edges.set(Set.copyOf(nextEdges));
    ops.set(Collections.unmodifiableSet(copy));
    followers.forEach(Runnable::run);
  }
}
