package dev.partitura.editor.network;

import dev.partitura.editor.drawing.Drawing;
import dev.partitura.editor.layout.Arrangement;
import dev.partitura.editor.layout.BlockTree;
import dev.partitura.editor.layout.LayeredLayout;
import dev.partitura.editor.layout.Opening;
import dev.partitura.editor.layout.Sketch;
import dev.partitura.editor.layout.Sketcher;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.project.Diagram.Position;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.background.Job;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// Follows the session's project and makes of it what the canvas shows: facts, blocks, sketch and
/// drawing. Small networks are worked out at once, large ones in the background while the last
/// drawing stays. The layout is always made in the background.
@SuppressWarnings("ReferenceEquality")
public final class GraphModel {
  private static final int AT_ONCE = 800;
  private static final double RESIZED = 0.12;

  private final Session session;
  private final Texts texts;
  private final ReadOnlyObjectWrapper<Drawing> drawing =
      new ReadOnlyObjectWrapper<>(this, "drawing", Drawing.EMPTY);
  private final ReadOnlyObjectWrapper<NetworkFacts> facts;
  private BlockTree tree;
  private @Nullable Network shown;
  private int shownBatch;
  private Set<String> shownCollapsed = Set.of();
  private Sketch sketch = Sketch.EMPTY;
  private Sketch before = Sketch.EMPTY;
  private Arrangement arrangement = Arrangement.EMPTY;
  private Arrangement drawnArrangement = Arrangement.EMPTY;
  private Map<OpId, Position> drawnPositions = Map.of();

  /// What is collapsed where the room decides; null until that is known.
  private @Nullable Set<String> fitting;

  private Opening.Room room = Opening.Room.USUAL;
  private boolean edited;
  private @Nullable Job reading;
  private @Nullable Job laying;
  private final ShardLayout shards;

  private record Reading(Network network, int batch, NetworkFacts facts, BlockTree tree) {}

  public GraphModel(Session session) {
    this.session = session;
    texts = session.texts(GraphModel.class);
    var nothing = Network.empty("");
    facts = new ReadOnlyObjectWrapper<>(this, "facts", NetworkFacts.of(nothing, 1));
    tree = BlockTree.of(nothing);
    shards = new ShardLayout(session, texts);
    session.projectProperty().addListener((_, _, _) -> update());
    session.batchProperty().addListener((_, _, _) -> update());
    update();
  }

  public ReadOnlyObjectProperty<Drawing> drawingProperty() {
    return drawing.getReadOnlyProperty();
  }

  public Drawing drawing() {
    return drawing.get();
  }

  public ReadOnlyObjectProperty<NetworkFacts> factsProperty() {
    return facts.getReadOnlyProperty();
  }

  public NetworkFacts facts() {
    return facts.get();
  }

  public BlockTree tree() {
    return tree;
  }

  public Session session() {
    return session;
  }

  public Project project() {
    return session.project();
  }

  /// Samples of an iteration; 0 where the plan chooses them when it runs.
  int batch() {
    int asked = session.batchProperty().get();
    return asked > 0 ? asked : project().plan().globalBatch();
  }

  /// Micro-batches of an iteration, those of all replicas, under the plan on the graph.
  int slices() {
    var plan = session.results().shownPlanProperty().get();
    return plan.microBatches() * plan.replicas();
  }

  private void update() {
    var project = session.project();
    var network = project.network();
    int batch = Math.max(1, batch());
    if (network == shown && batch == shownBatch) {
      show(project);
      return;
    }
    if (reading != null) {
      reading.cancel();
      reading = null;
    }
    if (network.ops().size() <= AT_ONCE) {
      accept(read(network, batch));
    } else {
      reading =
          session
              .background()
              .run(texts.get("reading"), (_, _) -> read(network, batch), this::accept);
    }
  }

  private static Reading read(Network network, int batch) {
    var tree = BlockTree.of(network);
    return new Reading(network, batch, NetworkFacts.of(network, batch, tree), tree);
  }

  private void accept(Reading result) {
    if (result.network() != session.project().network()) {
      return;
    }
    boolean sameNetwork = shown == result.network();
    shown = result.network();
    shownBatch = result.batch();
    if (!sameNetwork) {
      tree = result.tree();
      sketch = Sketch.EMPTY;
      edited |= !facts.get().ops().isEmpty();
    }
    facts.set(result.facts());
    show(session.project());
  }

  /// Tells how much room there is for the drawing, in pixels. Blocks that nobody has opened or
  /// closed are then opened as far as they fit.
  public void setRoom(Opening.Room next) {
    boolean larger = Math.abs(next.width() - room.width()) > room.width() * RESIZED;
    boolean taller = Math.abs(next.height() - room.height()) > room.height() * RESIZED;
    if (larger || taller) {
      room = next;
      if (!edited && shown != null && isAutomatic()) {
        fitting = null;
        show(session.project());
      }
    }
  }

  /// Whether the blocks are opened by the room there is.
  private boolean isAutomatic() {
    var diagram = project().diagram();
    return diagram.collapsed().contains(Opening.AUTOMATIC) && diagram.positions().isEmpty();
  }

  /// The blocks that are drawn as one node.
  public Set<String> collapsed() {
    var chosen = fitting;
    return isAutomatic() && chosen != null ? chosen : project().diagram().collapsed();
  }

  private void show(Project project) {
    if (isAutomatic()) {
      var chosen = fitting;
      if (chosen == null) {
        open(project);
        return;
      }
      var holding = cuts().holding();
      if (chosen.stream().anyMatch(holding::contains)) {
        var open = new LinkedHashSet<>(chosen);
        open.removeAll(holding);
        fitting = open;
      }
    }
    var collapsed = collapsed();
    if (sketch.items().isEmpty() || !collapsed.equals(shownCollapsed)) {
      shownCollapsed = collapsed;
      var next = Sketcher.sketch(project.network(), tree, collapsed);
      boolean sameShape = isSameShape(next, before);
      before = next;
      sketch = next;
      if (!sameShape || arrangement == Arrangement.EMPTY) {
        layOut(project);
        return;
      }
    }
    if (laying == null || complete(project)) {
      draw(project);
    }
  }

  private void draw(Project project) {
    var positions = project.diagram().positions();
    if (drawing.get().sketch() == sketch
        && drawnArrangement == arrangement
        && drawnPositions.equals(positions)) {
      return;
    }
    drawnArrangement = arrangement;
    drawnPositions = positions;
    drawing.set(Drawing.of(sketch, positions, arrangement, drawing.get()));
  }

  private void open(Project project) {
    stopLaying();
    var network = project.network();
    var blocks = tree;
    var holding = cuts().holding();
    var within = room;
    laying =
        session
            .background()
            .run(
                texts.get("laying"),
                (cancellation, _) -> Opening.of(network, blocks, holding, within, cancellation),
                done -> opened(blocks, done));
  }

  private void opened(BlockTree blocks, Opening done) {
    if (blocks != tree || !isAutomatic()) {
      return;
    }
    laying = null;
    fitting = done.collapsed();
    shownCollapsed = done.collapsed();
    sketch = done.sketch();
    before = sketch;
    arrangement = done.arrangement();
    show(session.project());
  }

  private void stopLaying() {
    if (laying != null) {
      laying.cancel();
      laying = null;
    }
  }

  /// Whether the layout of one serves the other: equal nodes of equal size, equally wired.
  private static boolean isSameShape(Sketch one, Sketch two) {
    if (one.items().size() != two.items().size()
        || one.frames().size() != two.frames().size()
        || !one.wires().equals(two.wires())) {
      return false;
    }
    for (int i = 0; i < one.items().size(); i++) {
      var a = one.items().get(i);
      var b = two.items().get(i);
      if (!a.id().equals(b.id())
          || a.width() != b.width()
          || a.height() != b.height()
          || !a.inSlots().equals(b.inSlots())
          || !a.outValues().equals(b.outValues())) {
        return false;
      }
    }
    return true;
  }

  private boolean complete(Project project) {
    return sketch.items().stream()
        .allMatch(item -> project.diagram().positions().containsKey(item.id()));
  }

  private void layOut(Project project) {
    stopLaying();
    if (complete(project)) {
      arrangement = Arrangement.EMPTY;
      draw(project);
    }
    var wanted = sketch;
    var within = room;
    if (wanted.items().isEmpty()) {
      arrangement = Arrangement.EMPTY;
      drawing.set(Drawing.EMPTY);
      return;
    }
    laying =
        session
            .background()
            .run(
                texts.get("laying"),
                (cancellation, _) -> LayeredLayout.arrange(wanted, within, cancellation),
                done -> laid(wanted, done));
  }

  private void laid(Sketch wanted, Arrangement done) {
    if (wanted == sketch) {
      laying = null;
      arrangement = done;
      draw(session.project());
    }
  }

  /// Whether every item has a place that a person gave it.
  boolean isPlacedByHand() {
    return !project().diagram().positions().isEmpty();
  }

  /// Devices that run any of the ops, in the order of the cluster, all replicas counted.
  public List<DeviceId> devices(List<OpId> ops) {
    var plan = session.results().shownPlanProperty().get();
    var cluster = project().cluster();
    if (ops.size() == 1 && plan.replicas() == 1) {
      return plan.meshOf(ops.getFirst()).devices();
    }
    var devices = new LinkedHashSet<DeviceId>();
    for (var op : ops) {
      // What makes weights is done before the run and lies where its reader is.
      if (ops.size() == 1 || tree.readerOfMaker(op) == null) {
        devices.addAll(plan.meshOf(op).devices());
      }
    }
    return devices.stream().sorted(java.util.Comparator.comparingInt(cluster::indexOf)).toList();
  }

  /// Letter and label of a device, such as `A CPU 0`.
  public String deviceTitle(DeviceId id) {
    var device = project().cluster().device(id);
    return project().cluster().letter(id) + " " + (device == null ? id.name() : device.label());
  }

  /// How many ops a block is said to hold: those that make weights count where they are drawn.
  public int countOf(List<OpId> ops) {
    return collapsed().contains(BlockTree.WEIGHTS)
        ? (int) ops.stream().filter(op -> tree.readerOfMaker(op) == null).count()
        : ops.size();
  }

  /// How the shown plan splits values among shards.
  public ShardLayout shards() {
    return shards;
  }

  /// Where the present plan moves values between devices.
  public Cuts cuts() {
    return new Cuts(project().network(), session.results().shownPlanProperty().get(), tree);
  }
}
