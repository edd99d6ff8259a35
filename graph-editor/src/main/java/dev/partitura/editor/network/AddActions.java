package dev.partitura.editor.network;

import dev.partitura.editor.drawing.Drawing;
import dev.partitura.editor.edit.AddInput;
import dev.partitura.editor.edit.AddOp;
import dev.partitura.editor.edit.AddOutput;
import dev.partitura.editor.edit.Fragment;
import dev.partitura.editor.edit.Paste;
import dev.partitura.editor.edit.Terminal;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.project.Diagram;
import dev.partitura.engine.project.Diagram.Position;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.ui.canvas.Box;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Adds operators, blocks, inputs and outputs: behind what is selected and joined to it, or beside
/// the drawing where nothing is.
public final class AddActions {
  private static final double STEP = 184;

  private final GraphActions actions;
  private final GraphModel model;
  private final Session session;
  private final GraphSelection selection;

  AddActions(GraphActions actions, GraphModel model, GraphSelection selection) {
    this.actions = actions;
    this.model = model;
    this.selection = selection;
    session = model.session();
  }

  /// Adds an operator of the palette behind what is selected, or beside the drawing.
  public void operator(String domain, String type) {
    var behind = freeValue();
    var at = behind == null ? besideAll() : behindSelected();
    place(domain, type, at, behind, model.drawing().items().isEmpty() || model.isPlacedByHand());
  }

  /// Adds an operator at a place.
  public void operatorAt(String domain, String type, Position at) {
    place(domain, type, at, null, true);
  }

  private void place(
      String domain, String type, Position at, @Nullable String behind, boolean byHand) {
    var project = session.project();
    var operator = Operators.find(domain, type);
    if (operator == null) {
      return;
    }
    var edit = AddOp.of(project, domain, type, at, behind, actions.labels().get("edit.add", type));
    Edit whole =
        byHand
            ? actions.held(edit)
            : Edit.of(edit.label(), before -> withoutPlaces(edit.apply(before), Set.of(edit.id())));
    if (actions.apply(whole)) {
      session.selection().selectOp(edit.id());
    }
  }

  /// The last output of what was selected last, or null.
  private @Nullable String freeValue() {
    var ops = session.selection().ops();
    var last =
        ops.isEmpty()
            ? null
            : model.facts().ops().get(ops.stream().reduce((_, later) -> later).orElseThrow());
    if (last != null) {
      return last.outputs().stream().filter(value -> !value.isEmpty()).findFirst().orElse(null);
    }
    for (var id : selection.terminals(model.drawing())) {
      var input = Terminal.inputOf(id, session.project().network());
      if (input != null) {
        return input;
      }
    }
    return null;
  }

  private Position behindSelected() {
    var drawing = model.drawing();
    var items = selection.items(drawing);
    if (items.isEmpty()) {
      return besideAll();
    }
    double x = items.stream().mapToDouble(i -> drawing.xs()[i]).max().orElse(0);
    double y = items.stream().mapToDouble(i -> drawing.ys()[i]).average().orElse(0);
    return free(drawing, x + STEP, y);
  }

  private Position besideAll() {
    var drawing = model.drawing();
    var extent = drawing.extent();
    return extent.isEmpty()
        ? new Position(0, 0)
        : free(drawing, extent.left() + 62, extent.bottom() + 60);
  }

  private static Position free(Drawing drawing, double x, double wanted) {
    double y = wanted;
    for (int tries = 0; tries < 50; tries++) {
      var room = new Box(x - 62, y - 26, x + 62, y + 26);
      boolean taken = false;
      for (int i = 0; i < drawing.items().size(); i++) {
        taken |= drawing.box(i).meets(room);
      }
      if (!taken) {
        break;
      }
      y += 80;
    }
    return new Position(x, y);
  }

  /// Adds a ready block behind what is selected, or beside the drawing.
  public void block(Function<@Nullable TensorType, Fragment> block) {
    var behind = freeValue();
    var fragment = block.apply(behind == null ? null : model.facts().type(behind));
    boolean byHand = behind == null && !model.drawing().items().isEmpty() || model.isPlacedByHand();
    var edit =
        new Paste(
            fragment,
            behind == null ? besideAll() : behindSelected(),
            false,
            behind,
            actions.labels().get("edit.add", fragment.ops().getFirst().name().split("/")[0]));
    var added = edit.added(session.project());
    var before = session.project().network();
    Edit whole =
        byHand
            ? actions.held(edit)
            : Edit.of(edit.label(), project -> withoutPlaces(edit.apply(project), added));
    if (actions.apply(whole) && before.ops().size() < session.project().network().ops().size()) {
      session.selection().selectOp(session.project().network().ops().getLast().id());
    }
  }

  private static Project withoutPlaces(Project project, Set<OpId> ids) {
    var positions = new LinkedHashMap<>(project.diagram().positions());
    positions.keySet().removeAll(ids);
    return project.withDiagram(new Diagram(positions, project.diagram().collapsed()));
  }

  public void input(@Nullable Position at) {
    var edit =
        AddInput.of(
            session.project(),
            at == null ? besideAll() : at,
            actions.labels().get("edit.addInput"));
    if (actions.apply(actions.held(edit))) {
      var drawing = model.drawing();
      drawing.items().stream()
          .filter(item -> item.id().equals(Terminal.input(edit.name())))
          .findFirst()
          .ifPresent(item -> selection.select(List.of(item)));
    }
  }

  /// Makes what the selected ops produce last outputs of the network.
  public void outputs() {
    var value = freeValue();
    if (value != null) {
      var at = model.isPlacedByHand() ? behindSelected() : null;
      actions.apply(new AddOutput(value, at, actions.labels().get("edit.addOutput")));
    }
  }
}
