package dev.partitura.editor.network;

import dev.partitura.editor.edit.DeleteNodes;
import dev.partitura.editor.edit.Fragment;
import dev.partitura.editor.edit.Paste;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Diagram.Position;
import dev.partitura.ui.canvas.Box;
import dev.partitura.ui.session.Session;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// Copies, duplicates and deletes what is selected, and pastes what was copied.
public final class ClipboardActions {
  private static final double ASIDE = 20;
  private static final double BELOW = 40;
  private static final int MOST_TRIES = 200;

  private final GraphActions actions;
  private final GraphModel model;
  private final Session session;
  private final GraphSelection selection;

  ClipboardActions(GraphActions actions, GraphModel model, GraphSelection selection) {
    this.actions = actions;
    this.model = model;
    this.selection = selection;
    session = model.session();
  }

  /// What is selected, and what makes its weights.
  private Set<OpId> chosen() {
    return model.tree().withMakers(session.selection().ops());
  }

  public void delete() {
    var drawing = model.drawing();
    var nodes = new LinkedHashSet<>(chosen());
    nodes.addAll(selection.terminals(drawing));
    var edges = session.selection().edges();
    if (!nodes.isEmpty() || !edges.isEmpty()) {
      int count = nodes.size() + edges.size();
      var first = nodes.isEmpty() ? actions.labels().get("edge") : nodes.getFirst().name();
      actions.apply(
          new DeleteNodes(nodes, edges, actions.labels().of("edit.delete", count, first)));
      selection.clear();
    }
  }

  /// The selected ops as text for the clipboard; empty when none are selected.
  public String copy() {
    var ops = chosen();
    var fragment = Fragment.of(session.project(), ops, places(ops));
    return fragment.isEmpty()
        ? ""
        : FragmentText.write(fragment, session.project().network().opset());
  }

  private Map<OpId, Position> places(Set<OpId> ops) {
    var drawing = model.drawing();
    var items = drawing.sketch().itemOfOp();
    var places = new LinkedHashMap<OpId, Position>();
    for (var op : ops) {
      var item = items.get(op);
      if (item != null) {
        places.put(op, new Position(drawing.xs()[item], drawing.ys()[item]));
      }
    }
    return places;
  }

  public void paste(String text, Position at) {
    try {
      var fragment = FragmentText.read(text);
      paste(fragment, free(fragment, at), false);
    } catch (ProblemException refused) {
      session.notices().show(refused);
    }
  }

  /// The place, or one below it where the pasted ops lie on no node.
  private Position free(Fragment fragment, Position at) {
    var free = at;
    for (int tries = 0; tries < MOST_TRIES && isTaken(fragment, free); tries++) {
      free = new Position(free.x() + ASIDE, free.y() + BELOW);
    }
    return free;
  }

  private boolean isTaken(Fragment fragment, Position at) {
    for (var op : fragment.ops()) {
      var place = fragment.places().getOrDefault(op.id(), new Position(0, 0));
      double x = at.x() + place.x();
      double y = at.y() + place.y();
      if (model.drawing().itemsIn(new Box(x - 30, y - 26, x + 30, y + 26)).length > 0) {
        return true;
      }
    }
    return false;
  }

  public void duplicate() {
    var ops = chosen();
    if (!ops.isEmpty()) {
      var places = places(ops);
      double x = places.values().stream().mapToDouble(Position::x).average().orElse(0);
      double y = places.values().stream().mapToDouble(Position::y).max().orElse(0);
      double height = y - places.values().stream().mapToDouble(Position::y).min().orElse(0);
      paste(
          Fragment.of(session.project(), ops, places), new Position(x, y + 84 + height / 2), true);
    }
  }

  private void paste(Fragment fragment, Position at, boolean keepInputs) {
    if (fragment.isEmpty()) {
      return;
    }
    var edit =
        new Paste(
            fragment,
            at,
            keepInputs,
            actions
                .labels()
                .of("edit.paste", fragment.ops().size(), fragment.ops().getFirst().name()));
    var added = edit.added(session.project());
    if (actions.apply(actions.held(edit))) {
      session.selection().selectOps(added);
    }
  }
}
