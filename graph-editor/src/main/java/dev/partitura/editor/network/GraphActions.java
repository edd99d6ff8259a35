package dev.partitura.editor.network;

import dev.partitura.editor.edit.AddInput;
import dev.partitura.editor.edit.AddOp;
import dev.partitura.editor.edit.AddOutput;
import dev.partitura.editor.edit.Arrange;
import dev.partitura.editor.edit.DeleteNodes;
import dev.partitura.editor.edit.Fragment;
import dev.partitura.editor.edit.MoveNodes;
import dev.partitura.editor.edit.PaintOps;
import dev.partitura.editor.edit.Paste;
import dev.partitura.editor.edit.RenameOp;
import dev.partitura.editor.edit.RenameValue;
import dev.partitura.editor.edit.Terminal;
import dev.partitura.editor.edit.Tidy;
import dev.partitura.editor.edit.ToggleBlock;
import dev.partitura.editor.layout.Block;
import dev.partitura.editor.layout.Item;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Diagram.Position;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What can be done to the graph, apart from how a hand asks for it: each method makes one edit of
/// the selection.
public final class GraphActions {
  private static final double STEP = 184;

  private final GraphModel model;
  private final Session session;
  private final GraphSelection selection;
  private final Labels labels;

  public GraphActions(GraphModel model) {
    this(model, new GraphSelection(model.session().selection()));
  }

  GraphActions(GraphModel model, GraphSelection selection) {
    this.model = model;
    this.selection = selection;
    session = model.session();
    labels = new Labels(session.texts(GraphModel.class));
  }

  Labels labels() {
    return labels;
  }

  /// Does an edit; a refusal is shown.
  public boolean apply(Edit edit) {
    try {
      session.apply(edit);
      return true;
    } catch (ProblemException refused) {
      session.notices().show(refused);
      return false;
    }
  }

  /// An edit of a diagram that the layout placed so far, in which every node first stays where it
  /// is.
  private Edit frozen(Edit edit) {
    var positions = model.drawing().positions();
    return Edit.of(edit.label(), before -> edit.apply(new MoveNodes(positions, "").apply(before)));
  }

  Edit held(Edit edit) {
    boolean complete =
        model.drawing().items().stream()
            .allMatch(item -> session.project().diagram().positions().containsKey(item.id()));
    return complete ? edit : frozen(edit);
  }

  /// Adds an operator of the palette behind what is selected, or beside the drawing.
  public void add(String domain, String type) {
    var behind = freeValue();
    var at = behind == null ? besideAll() : behindSelected();
    place(domain, type, at, behind, model.drawing().items().isEmpty() || model.isPlacedByHand());
  }

  /// Adds an operator at a place.
  public void addAt(String domain, String type, Position at) {
    place(domain, type, at, null, true);
  }

  private void place(
      String domain, String type, Position at, @Nullable String behind, boolean byHand) {
    var project = session.project();
    var operator = Operators.find(domain, type);
    if (operator == null) {
      return;
    }
    var edit = AddOp.of(project, domain, type, at, behind, labels.get("edit.add", type));
    Edit whole =
        byHand
            ? held(edit)
            : Edit.of(edit.label(), before -> withoutPlaces(edit.apply(before), Set.of(edit.id())));
    if (apply(whole)) {
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
  public void addBlock(java.util.function.Function<@Nullable TensorType, Fragment> block) {
    var behind = freeValue();
    var fragment = block.apply(behind == null ? null : model.facts().type(behind));
    boolean byHand = behind == null && !model.drawing().items().isEmpty() || model.isPlacedByHand();
    var edit =
        new Paste(
            fragment,
            behind == null ? besideAll() : behindSelected(),
            false,
            behind,
            labels.get("edit.add", fragment.ops().getFirst().name().split("/")[0]));
    var added = edit.added(session.project());
    var before = session.project().network();
    Edit whole =
        byHand
            ? held(edit)
            : Edit.of(edit.label(), project -> withoutPlaces(edit.apply(project), added));
    if (apply(whole) && before.ops().size() < session.project().network().ops().size()) {
      session.selection().selectOp(session.project().network().ops().getLast().id());
    }
  }

  private static Project withoutPlaces(Project project, Set<OpId> ids) {
    var positions = new LinkedHashMap<>(project.diagram().positions());
    positions.keySet().removeAll(ids);
    return project.withDiagram(
        new dev.partitura.engine.project.Diagram(positions, project.diagram().collapsed()));
  }

  public void addInput(@Nullable Position at) {
    var edit =
        AddInput.of(session.project(), at == null ? besideAll() : at, labels.get("edit.addInput"));
    if (apply(held(edit))) {
      var drawing = model.drawing();
      drawing.items().stream()
          .filter(item -> item.id().equals(Terminal.input(edit.name())))
          .findFirst()
          .ifPresent(item -> selection.select(List.of(item)));
    }
  }

  /// Makes what the selected ops produce last outputs of the network.
  public void addOutputs() {
    var value = freeValue();
    if (value != null) {
      var at = model.isPlacedByHand() ? behindSelected() : null;
      apply(new AddOutput(value, at, labels.get("edit.addOutput")));
    }
  }

  public void delete() {
    var drawing = model.drawing();
    var nodes = new LinkedHashSet<>(session.selection().ops());
    nodes.addAll(selection.terminals(drawing));
    var edges = session.selection().edges();
    if (!nodes.isEmpty() || !edges.isEmpty()) {
      int count = nodes.size() + edges.size();
      var first = nodes.isEmpty() ? labels.get("edge") : nodes.getFirst().name();
      apply(new DeleteNodes(nodes, edges, labels.of("edit.delete", count, first)));
      selection.clear();
    }
  }

  /// The selected ops as text for the clipboard; empty when none are selected.
  public String copy() {
    var fragment =
        Fragment.of(
            session.project(), session.selection().ops(), places(session.selection().ops()));
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
      paste(FragmentText.read(text), at, false);
    } catch (ProblemException refused) {
      session.notices().show(refused);
    }
  }

  public void duplicate() {
    var ops = session.selection().ops();
    if (!ops.isEmpty()) {
      var places = places(ops);
      double x = places.values().stream().mapToDouble(Position::x).average().orElse(0);
      double y = places.values().stream().mapToDouble(Position::y).max().orElse(0);
      double height = y - places.values().stream().mapToDouble(Position::y).min().orElse(0);
      paste(
          Fragment.of(session.project(), ops, places), new Position(x, y + 84 + height / 2), true);
    }
  }

  void paste(Fragment fragment, Position at, boolean keepInputs) {
    if (fragment.isEmpty()) {
      return;
    }
    var edit =
        new Paste(
            fragment,
            at,
            keepInputs,
            labels.of("edit.paste", fragment.ops().size(), fragment.ops().getFirst().name()));
    var added = edit.added(session.project());
    if (apply(held(edit))) {
      session.selection().selectOps(added);
    }
  }

  public void selectAll() {
    selection.select(model.drawing().items());
  }

  public void arrange(Arrange way) {
    var drawing = model.drawing();
    var nodes = new LinkedHashMap<OpId, Position>();
    for (int i : selection.items(drawing)) {
      nodes.put(drawing.items().get(i).id(), new Position(drawing.xs()[i], drawing.ys()[i]));
    }
    if (nodes.size() > 1) {
      apply(held(way.edit(nodes, labels.get("edit.arrange"))));
    }
  }

  public void tidy() {
    apply(new Tidy(labels.get("edit.tidy")));
  }

  public void rename(Item item, String name) {
    var label = labels.get("edit.rename", name);
    if (item.op() != null) {
      var op = item.op().id();
      var full =
          op.name().endsWith(item.title())
              ? op.name().substring(0, op.name().length() - item.title().length()) + name
              : name;
      if (apply(new RenameOp(op, full, label))) {
        session.selection().selectOp(new OpId(full));
      }
    } else if (item.block() == null) {
      apply(new RenameValue(item.value(), name, label));
    }
  }

  public void toggle(Block block) {
    boolean isCollapsed = session.project().diagram().collapsed().contains(block.path());
    var path = Set.of(block.path());
    apply(
        isCollapsed
            ? new ToggleBlock(Set.of(), path, labels.get("edit.expand", block.label()))
            : new ToggleBlock(path, Set.of(), labels.get("edit.collapse", block.label())));
  }

  public void collapseAll() {
    apply(new ToggleBlock(model.tree().paths(), Set.of(), labels.get("edit.collapseAll")));
  }

  public void expandAll() {
    apply(
        new ToggleBlock(
            Set.of(), session.project().diagram().collapsed(), labels.get("edit.expandAll")));
  }

  public void paint(Set<OpId> ops, DeviceId device) {
    if (!ops.isEmpty()) {
      apply(new PaintOps(ops, device, paintLabel(device)));
    }
  }

  String paintLabel(DeviceId device) {
    return labels.get("edit.paint", session.project().cluster().letter(device));
  }

  /// The device that key `number` chooses, or null.
  @Nullable DeviceId device(int number) {
    var devices = session.project().cluster().devices();
    return number >= 1 && number <= devices.size() ? devices.get(number - 1).id() : null;
  }

  void select(Block block) {
    session.selection().selectOps(block.allOps());
  }

  /// Items in the order of the drawing that the tab key walks: readers of the given one, top to
  /// bottom.
  static List<Integer> after(Drawing drawing, int item) {
    var next = new ArrayList<Integer>();
    for (var wire : drawing.sketch().wires()) {
      if (wire.from() == item && !next.contains(wire.to())) {
        next.add(wire.to());
      }
    }
    return next;
  }

  static List<Integer> before(Drawing drawing, int item) {
    var next = new ArrayList<Integer>();
    for (var wire : drawing.sketch().wires()) {
      if (wire.to() == item && !next.contains(wire.from())) {
        next.add(wire.from());
      }
    }
    return next;
  }
}
