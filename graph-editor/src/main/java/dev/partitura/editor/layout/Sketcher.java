package dev.partitura.editor.layout;

import dev.partitura.editor.edit.BlockId;
import dev.partitura.editor.edit.Slots;
import dev.partitura.editor.edit.Terminal;
import dev.partitura.editor.layout.Item.Kind;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides what is drawn of a network: ops, terminals, collapsed blocks and the lines between them.
/// Cost O(ops + edges).
public final class Sketcher {
  private static final double HEIGHT = 52;
  private static final double LEAST_WIDTH = 116;
  private static final double MOST_WIDTH = 208;

  private final Network network;
  private final BlockTree tree;
  private final Set<String> collapsed;
  private final List<Draft> drafts = new ArrayList<>();
  private final Map<OpId, Integer> byId = new HashMap<>();
  private final Map<OpId, Integer> itemOfOp = new HashMap<>();
  private final Map<String, Integer> source = new HashMap<>();
  private final Set<String> hidden = new HashSet<>();

  private static final class Draft {
    final OpId id;
    final Kind kind;
    final String title;
    final List<OpId> ops = new ArrayList<>();
    @Nullable Op op;
    @Nullable Block block;
    String value = "";
    int subtitle;
    List<Integer> slots = new ArrayList<>();
    final Set<String> outs = new LinkedHashSet<>();
    final Map<String, Integer> ins = new LinkedHashMap<>();

    Draft(OpId id, Kind kind, String title) {
      this.id = id;
      this.kind = kind;
      this.title = title;
    }
  }

  private Sketcher(Network network, BlockTree tree, Set<String> collapsed) {
    this.network = network;
    this.tree = tree;
    this.collapsed = collapsed;
  }

  public static Sketch sketch(Network network, BlockTree tree, Set<String> collapsed) {
    return new Sketcher(network, tree, collapsed).sketch();
  }

  private Sketch sketch() {
    for (var input : network.inputs()) {
      var draft = add(Terminal.input(input.name()), Kind.INPUT, input.name());
      draft.value = input.name();
      draft.subtitle = input.type() == null ? 0 : String.valueOf(input.type().shape()).length();
      draft.outs.add(input.name());
      source.put(input.name(), byId.get(draft.id));
    }
    hide();
    for (var op : network.ops()) {
      place(op);
    }
    network.ops().stream().filter(op -> isHidden(op.id())).forEach(this::placeWithReader);
    for (var output : network.outputs()) {
      var draft = add(Terminal.output(output.name()), Kind.OUTPUT, output.name());
      draft.value = output.name();
      draft.slots.add(0);
    }
    var lines = lines();
    var items = drafts.stream().map(this::item).toList();
    var wires = lines.values().stream().map(line -> line.wire(items)).toList();
    return new Sketch(items, wires, frames());
  }

  private Draft add(OpId id, Kind kind, String title) {
    var draft = new Draft(id, kind, title);
    byId.put(id, drafts.size());
    drafts.add(draft);
    return draft;
  }

  private void place(Op op) {
    var block = tree.collapsedAround(op.id(), collapsed);
    int index;
    if (block == null && isHidden(op.id())) {
      return;
    }
    if (block == null) {
      var draft = add(op.id(), Kind.OP, title(op));
      draft.op = op;
      draft.slots =
          Slots.ports(op, network).stream()
              .filter(slot -> !hidden.contains(Slots.value(op, slot)))
              .toList();
      op.outputs().stream().filter(value -> !value.isEmpty()).forEach(draft.outs::add);
      index = drafts.size() - 1;
    } else {
      var id = BlockId.of(block.path());
      var known = byId.get(id);
      if (known == null) {
        var draft = add(id, Kind.BLOCK, block.label());
        draft.block = block;
      }
      index = byId.getOrDefault(id, 0);
    }
    drafts.get(index).ops.add(op.id());
    itemOfOp.put(op.id(), index);
    op.outputs().forEach(value -> source.put(value, index));
    source.remove("");
  }

  /// Values of ops that make weights are not drawn as edges.
  private void hide() {
    network.ops().stream()
        .filter(op -> isHidden(op.id()))
        .forEach(op -> hidden.addAll(op.outputs()));
  }

  private boolean isHidden(OpId op) {
    return collapsed.contains(BlockTree.WEIGHTS) && tree.readerOfMaker(op) != null;
  }

  private void placeWithReader(Op op) {
    var reader = tree.readerOfMaker(op.id());
    var index = reader == null ? null : itemOfOp.get(reader);
    if (index != null && itemOfOp.putIfAbsent(op.id(), index) == null) {
      drafts.get(index).ops.add(op.id());
    }
  }

  private String title(Op op) {
    var around = tree.around(op.id());
    var name = tree.title(op);
    if (!around.isEmpty()) {
      var path = around.getLast().path();
      var plain = name.startsWith("/") ? name.substring(1) : name;
      if (plain.length() > path.length() + 1 && plain.startsWith(path)) {
        return plain.substring(path.length() + 1);
      }
    }
    int slash = name.lastIndexOf('/');
    return slash >= 0 && slash + 1 < name.length() ? name.substring(slash + 1) : name;
  }

  private record Ends(String value, int from, int to, int slot) {}

  private static final class Line {
    final String value;
    final int from;
    final int to;
    final int slot;
    final Set<OpId> readers = new LinkedHashSet<>();

    Line(Ends ends) {
      value = ends.value();
      from = ends.from();
      to = ends.to();
      slot = ends.slot();
    }

    Wire wire(List<Item> items) {
      int inPort =
          items.get(to).kind() == Kind.OP
              ? Math.max(0, items.get(to).inSlots().indexOf(slot))
              : Math.max(0, slot);
      return new Wire(
          value,
          from,
          Math.max(0, items.get(from).outValues().indexOf(value)),
          to,
          inPort,
          List.copyOf(readers));
    }
  }

  private Map<Ends, Line> lines() {
    var lines = new LinkedHashMap<Ends, Line>();
    for (var op : network.ops()) {
      if (isHidden(op.id())) {
        continue;
      }
      int to = itemOfOp.getOrDefault(op.id(), -1);
      var reader = drafts.get(to);
      for (int slot = 0; slot < op.inputs().size(); slot++) {
        connect(lines, op.inputs().get(slot), to, reader, slot, op.id());
      }
      for (var capture : op.captures()) {
        connect(lines, capture, to, reader, 0, op.id());
      }
    }
    for (var output : network.outputs()) {
      int to = byId.getOrDefault(Terminal.output(output.name()), -1);
      var from = source.get(output.name());
      if (from != null) {
        drafts.get(from).outs.add(output.name());
        var ends = new Ends(output.name(), from, to, 0);
        lines.computeIfAbsent(ends, Line::new);
      }
    }
    return lines;
  }

  private void connect(
      Map<Ends, Line> lines, String value, int to, Draft reader, int slot, OpId op) {
    var from = source.get(value);
    if (from == null || from == to) {
      return;
    }
    if (drafts.get(from).kind == Kind.BLOCK) {
      drafts.get(from).outs.add(value);
    }
    int place = slot;
    if (reader.kind == Kind.BLOCK) {
      place = reader.ins.computeIfAbsent(value, _ -> reader.ins.size());
    }
    lines.computeIfAbsent(new Ends(value, from, to, place), Line::new).readers.add(op);
  }

  private Item item(Draft draft) {
    var slots = draft.kind == Kind.BLOCK ? numbers(draft.ins.size()) : draft.slots;
    int ports = Math.max(slots.size(), draft.outs.size());
    double height = Math.max(HEIGHT, Math.min(ports, 12) * 14 + 14);
    double width =
        Math.clamp(
            Math.max(
                (draft.kind == Kind.BLOCK ? 60 : 46) + 8.2 * draft.title.length(),
                38 + 6.1 * draft.subtitle),
            LEAST_WIDTH,
            MOST_WIDTH);
    return new Item(
        draft.id,
        draft.kind,
        draft.title,
        draft.ops,
        draft.op,
        draft.block,
        draft.value,
        slots,
        List.copyOf(draft.outs),
        Math.rint(width / 4) * 4,
        height);
  }

  private static List<Integer> numbers(int count) {
    var numbers = new ArrayList<Integer>();
    for (int i = 0; i < count; i++) {
      numbers.add(i);
    }
    return numbers;
  }

  private List<Sketch.Frame> frames() {
    var frames = new ArrayList<Sketch.Frame>();
    tree.root().children().forEach(child -> frame(child, -1, frames));
    return frames;
  }

  private void frame(Block block, int parent, List<Sketch.Frame> frames) {
    if (collapsed.contains(block.path())) {
      return;
    }
    var inside = new HashSet<Integer>();
    for (var op : block.allOps()) {
      inside.add(itemOfOp.getOrDefault(op, -1));
    }
    inside.remove(-1);
    int index = frames.size();
    frames.add(new Sketch.Frame(block, parent, inside.stream().sorted().toList()));
    block.children().forEach(child -> frame(child, index, frames));
  }
}
