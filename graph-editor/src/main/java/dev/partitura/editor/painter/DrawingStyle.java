package dev.partitura.editor.painter;

import dev.partitura.editor.drawing.Drawing;
import dev.partitura.editor.layout.Item;
import dev.partitura.editor.network.CutBytes;
import dev.partitura.editor.network.GraphModel;
import dev.partitura.editor.network.NetworkFacts;
import dev.partitura.editor.network.OpSummary;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.Category;
import dev.partitura.engine.operator.Sharding;
import dev.partitura.ui.explain.Legend;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Palette;
import dev.partitura.ui.theme.Texts;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;

/// How each item and wire of a drawing looks: its words, hues and letters, worked out once and then
/// painted many times.
public final class DrawingStyle {
  /// @param hues of its stripe, one part each
  /// @param fills the same, made to stand out from the canvas; one at least
  /// @param ground of its card
  /// @param second of its second line, readable on the ground
  /// @param border of its card
  /// @param letters of its devices
  /// @param dot the hue of its kind
  public record NodeStyle(
      String title,
      String subtitle,
      List<Color> hues,
      List<Color> fills,
      Color ground,
      Color second,
      Color border,
      List<String> letters,
      Color dot,
      boolean hasProblem) {}

  /// @param moved what goes between devices, in an iteration, such as `1.60 kB × 4` or `all-reduce
  ///   4.10 kB`; empty where nothing does
  /// @param isCut whether it goes to another part, or is exchanged by shards
  public record WireStyle(String shape, String moved, boolean isCut) {}

  private final List<NodeStyle> nodes = new ArrayList<>();
  private final List<WireStyle> wires = new ArrayList<>();
  private final Map<String, OpId> producers = new HashMap<>();
  private final Set<Category> kinds = EnumSet.noneOf(Category.class);
  private boolean hasUnknown;
  private final Heat heat;
  private final int[] cuts;

  public DrawingStyle(
      Drawing drawing, GraphModel model, NodeColor by, MeasuredTimes times, Texts texts) {
    var session = model.session();
    var facts = model.facts();
    heat = new Heat(by, drawing, facts, times);
    facts
        .ops()
        .values()
        .forEach(op -> op.outputs().forEach(value -> producers.put(value, op.id())));
    for (var item : drawing.items()) {
      nodes.add(node(item, model, facts, session, by, texts));
    }
    var cutting = model.cuts();
    for (var wire : drawing.sketch().wires()) {
      boolean cut = cutting.isCut(wire.value(), wire.readers());
      var moved = cut ? CutBytes.text(model, wire.value()) : "";
      var exchanged =
          model.shards().exchanges(wire.value(), wire.readers()).stream()
              .map(each -> each.kind().word() + " " + CutBytes.ofSlices(model, each.bytes()))
              .toList();
      wires.add(
          new WireStyle(
              shape(wire.value(), model),
              Stream.concat(Stream.of(moved), exchanged.stream())
                  .filter(text -> !text.isEmpty())
                  .collect(Collectors.joining(" + ")),
              cut || !exchanged.isEmpty()));
    }
    cuts = IntStream.range(0, wires.size()).filter(i -> wires.get(i).isCut()).toArray();
  }

  /// The shape of a value without its batch, with the axis along which shards split it.
  private String shape(String value, GraphModel model) {
    var type = model.facts().type(value);
    var producer = producers.get(value);
    var plan = model.session().results().shownPlanProperty().get();
    int shards = producer == null ? 1 : plan.meshOf(producer).shards();
    return switch (model.shards().sharding(value)) {
      case Sharding.Along(int axis) -> OpSummary.onEdge(type, axis, shards);
      case Sharding.Partial _ -> shards + "Σ " + OpSummary.onEdge(type);
      case Sharding.Replicated _, Sharding.Unknown _ -> OpSummary.onEdge(type);
    };
  }

  /// Wires that are cut; not to be written.
  int[] cuts() {
    return cuts;
  }

  /// The quantity that the hues of nodes say, where they say one.
  public Heat heat() {
    return heat;
  }

  /// What the hues of kinds mean, of the kinds that there are.
  public List<Legend.Entry> legend() {
    var entries = new ArrayList<>(Legend.kinds(kinds));
    if (hasUnknown) {
      entries.add(Legend.OTHER);
    }
    return entries;
  }

  NodeStyle node(int item) {
    return nodes.get(item);
  }

  WireStyle wire(int wire) {
    return wires.get(wire);
  }

  private NodeStyle node(
      Item item, GraphModel model, NetworkFacts facts, Session session, NodeColor by, Texts texts) {
    var palette = session.palette();
    var ops = item.ops().isEmpty() ? neighbours(item, facts) : item.ops();
    var devices = ops.isEmpty() ? List.<DeviceId>of() : model.devices(ops);
    var letters = devices.stream().limit(3).map(session.project().cluster()::letter).toList();
    var hues =
        switch (by) {
          case DEVICE -> devices.stream().map(session::deviceColor).toList();
          case KIND -> List.of(kind(item, facts, palette));
          case TIME, FLOPS, BYTES, MEMORY ->
              List.of(item.ops().isEmpty() ? palette.edge() : heat.hue(item.ops(), palette));
        };
    var fills =
        (hues.isEmpty() ? List.of(palette.edge()) : hues)
            .stream().map(hue -> palette.visible(hue, palette.canvas())).toList();
    var first = fills.getFirst();
    var ground = palette.card().interpolate(first, by.isHeat() ? 0.3 : 0.1);
    boolean problem = item.ops().stream().anyMatch(op -> !facts.problems(op).isEmpty());
    return new NodeStyle(
        item.title(),
        subtitle(item, model, by, texts),
        hues,
        fills,
        ground,
        palette.readable(palette.muted(), ground),
        fills.size() == 1
            ? palette.visible(palette.card().interpolate(first, 0.6), palette.canvas())
            : palette.visible(palette.edge(), palette.canvas()),
        letters,
        kind(item, facts, palette),
        problem);
  }

  /// A terminal lies with the op beside it.
  private List<OpId> neighbours(Item item, NetworkFacts facts) {
    var producer = producers.get(item.value());
    if (producer != null) {
      return List.of(producer);
    }
    for (var op : facts.ops().values()) {
      if (op.inputs().contains(item.value())) {
        return List.of(op.id());
      }
    }
    return List.of();
  }

  private String subtitle(Item item, GraphModel model, NodeColor by, Texts texts) {
    var facts = model.facts();
    if (by.isHeat() && !item.ops().isEmpty()) {
      return heat.text(heat.of(item.ops()));
    }
    var block = item.block();
    var op = item.op() == null ? null : facts.ops().get(item.id());
    if (op != null) {
      return OpSummary.of(op, facts);
    }
    if (block != null) {
      int children = block.children().size();
      return children > 1
          ? texts.get("blocks", children)
          : texts.get("ops", model.countOf(item.ops()));
    }
    var type = facts.type(item.value());
    return type == null
        ? ""
        : type.shape() == null ? type.dataType().label() : String.valueOf(type.shape());
  }

  private Color kind(Item item, NetworkFacts facts, Palette palette) {
    if (item.ops().isEmpty()) {
      return palette.faint();
    }
    var ops = item.chosen().size() == 1 ? item.chosen() : item.ops();
    var kind = mainCategory(ops, facts);
    if (kind == null) {
      hasUnknown = true;
      return palette.edge();
    }
    kinds.add(kind);
    return palette.category(kind);
  }

  /// The kind that does most of the arithmetic of some ops; null where the catalogue knows none.
  private static @Nullable Category mainCategory(List<OpId> ops, NetworkFacts facts) {
    var sums = new EnumMap<Category, Long>(Category.class);
    for (var id : ops) {
      var op = facts.ops().get(id);
      var operator = op == null ? null : dev.partitura.engine.operator.Operators.find(op);
      if (operator != null) {
        sums.merge(operator.signature().category(), 1 + facts.flops(id), Long::sum);
      }
    }
    return sums.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(null);
  }
}
