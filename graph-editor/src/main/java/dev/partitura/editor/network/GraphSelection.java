package dev.partitura.editor.network;

import dev.partitura.editor.drawing.Drawing;
import dev.partitura.editor.layout.Item;
import dev.partitura.engine.network.OpId;
import dev.partitura.ui.session.Selection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The session's selection in terms of items. Inputs and outputs of the network are selected here
/// alone: to all others they are no ops.
public final class GraphSelection {
  private final Selection shared;
  private final Set<OpId> terminals = new LinkedHashSet<>();
  private boolean choosing;

  public GraphSelection(Selection shared) {
    this.shared = shared;
    shared
        .opsProperty()
        .addListener((_, _, _) -> {
          if (!choosing) {
            terminals.clear();
          }
        });
  }

  private void choose(Iterable<OpId> ops) {
    choosing = true;
    shared.selectOps(ops);
    choosing = false;
  }

  public boolean contains(Item item) {
    return item.ops().isEmpty()
        ? terminals.contains(item.id())
        : shared.ops().containsAll(item.chosen());
  }

  /// Items that are selected or hold something that is, such as the collapsed block of an op: what
  /// is to be marked.
  public Set<Integer> marked(Drawing drawing) {
    var marked = new LinkedHashSet<Integer>();
    for (int i = 0; i < drawing.items().size(); i++) {
      var item = drawing.items().get(i);
      if (contains(item) || item.ops().stream().anyMatch(shared.ops()::contains)) {
        marked.add(i);
      }
    }
    return marked;
  }

  public Set<Integer> items(Drawing drawing) {
    var chosen = new LinkedHashSet<Integer>();
    if (shared.ops().isEmpty() && terminals.isEmpty()) {
      return chosen;
    }
    for (int i = 0; i < drawing.items().size(); i++) {
      if (contains(drawing.items().get(i))) {
        chosen.add(i);
      }
    }
    return chosen;
  }

  public Set<Integer> wires(Drawing drawing) {
    var chosen = new LinkedHashSet<Integer>();
    if (!shared.edges().isEmpty()) {
      for (int w = 0; w < drawing.sketch().wires().size(); w++) {
        var wire = drawing.sketch().wires().get(w);
        if (wire.readers().stream()
            .anyMatch(
                reader -> shared.edges().contains(new Selection.Edge(wire.value(), reader)))) {
          chosen.add(w);
        }
      }
    }
    return chosen;
  }

  /// Terminals that are selected and still there.
  public Set<OpId> terminals(Drawing drawing) {
    var there = new HashSet<OpId>();
    drawing.items().forEach(item -> there.add(item.id()));
    terminals.retainAll(there);
    return Set.copyOf(terminals);
  }

  public void select(Collection<Item> items) {
    terminals.clear();
    var ops = new ArrayList<OpId>();
    for (var item : items) {
      ops.addAll(item.chosen());
      if (item.ops().isEmpty()) {
        terminals.add(item.id());
      }
    }
    choose(ops);
  }

  public void toggle(Item item) {
    if (item.ops().isEmpty()) {
      if (!terminals.remove(item.id())) {
        terminals.add(item.id());
      }
      choose(shared.ops());
      return;
    }
    var ops = new LinkedHashSet<>(shared.ops());
    if (!ops.removeAll(item.chosen())) {
      ops.addAll(item.chosen());
    }
    choose(ops);
  }

  public void selectWire(String value, List<OpId> readers) {
    terminals.clear();
    var edges = new HashSet<Selection.Edge>();
    readers.forEach(reader -> edges.add(new Selection.Edge(value, reader)));
    shared.select(List.of(), edges);
  }

  public void clear() {
    terminals.clear();
    shared.clear();
  }
}
