package dev.partitura.editor.network;

import dev.partitura.editor.edit.Arrange;
import dev.partitura.editor.edit.FreeInputs;
import dev.partitura.editor.edit.MoveNodes;
import dev.partitura.editor.edit.PaintOps;
import dev.partitura.editor.edit.RenameOp;
import dev.partitura.editor.edit.RenameValue;
import dev.partitura.editor.edit.Tidy;
import dev.partitura.editor.layout.Item;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Diagram;
import dev.partitura.engine.project.Diagram.Position;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.Session;
import java.util.LinkedHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What can be done to the graph, apart from how a hand asks for it: each method makes one edit of
/// the selection.
public final class GraphActions {
  private final GraphModel model;
  private final Session session;
  private final GraphSelection selection;
  private final Labels labels;
  private final AddActions adding;
  private final ClipboardActions clipboard;
  private final BlockActions blocks;

  public GraphActions(GraphModel model, GraphSelection selection) {
    this.model = model;
    this.selection = selection;
    session = model.session();
    labels = new Labels(session.texts(GraphModel.class));
    adding = new AddActions(this, model, selection);
    clipboard = new ClipboardActions(this, model, selection);
    blocks = new BlockActions(this, model);
  }

  /// What comes new into the graph.
  public AddActions adding() {
    return adding;
  }

  /// What goes to the clipboard and comes from it.
  public ClipboardActions clipboard() {
    return clipboard;
  }

  /// What opens and closes blocks.
  public BlockActions blocks() {
    return blocks;
  }

  public Labels labels() {
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
    return pinned(
        Edit.of(edit.label(), before -> edit.apply(new MoveNodes(positions, "").apply(before))));
  }

  /// An edit after which the blocks that are open stay open, and the others closed, whatever the
  /// room.
  public Edit pinned(Edit edit) {
    var collapsed = model.collapsed();
    return Edit.of(
        edit.label(),
        before ->
            edit.apply(before.withDiagram(new Diagram(before.diagram().positions(), collapsed))));
  }

  /// An edit that moves nothing but what it says, whoever placed the rest.
  public Edit held(Edit edit) {
    boolean complete =
        model.drawing().items().stream()
            .allMatch(item -> session.project().diagram().positions().containsKey(item.id()));
    return complete ? edit : frozen(edit);
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

  /// Lets the network take any batch, or says what fixes it.
  public void freeBatch() {
    apply(new FreeInputs(labels.get("freeBatch")));
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

  public void paint(Set<OpId> ops, DeviceId device) {
    if (!ops.isEmpty()) {
      apply(new PaintOps(model.tree().withMakers(ops), device, paintLabel(device)));
    }
  }

  public String paintLabel(DeviceId device) {
    return labels.get("edit.paint", session.project().cluster().letter(device));
  }

  /// The device that key `number` chooses, or null.
  public @Nullable DeviceId device(int number) {
    var devices = session.project().cluster().devices();
    return number >= 1 && number <= devices.size() ? devices.get(number - 1).id() : null;
  }
}
