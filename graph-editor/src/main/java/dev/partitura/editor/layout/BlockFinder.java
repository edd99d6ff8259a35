package dev.partitura.editor.layout;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.OpId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds blocks: first in the names, then, inside whatever is still a long plain list, in the
/// structure. Ops that make weights take no part in it; they go where their readers are.
final class BlockFinder {
  private static final int LONG_LIST = 10;
  private static final int LEAST_REPEATS = 3;
  private static final int MANY = 8;

  private final Network network;
  private final OpGraph graph;
  private final WeightMakers makers;
  private final BlockLabels labels;
  private final List<Integer> ops = new ArrayList<>();

  private BlockFinder(Network network, OpGraph graph, WeightMakers makers) {
    this.network = network;
    this.graph = graph;
    this.makers = makers;
    labels = new BlockLabels(network, graph, makers);
    for (int i = 0; i < network.ops().size(); i++) {
      if (!makers.isMaker(i)) {
        ops.add(i);
      }
    }
  }

  static Block find(Network network, OpGraph graph, WeightMakers makers) {
    var finder = new BlockFinder(network, graph, makers);
    var found = finder.repeatsGrouped(finder.structured(finder.named()), true);
    return finder.withMakers(found);
  }

  private static final class Draft {
    final String path;
    final List<Integer> ops = new ArrayList<>();
    final Map<String, Draft> children = new LinkedHashMap<>();

    Draft(String path) {
      this.path = path;
    }
  }

  private Block named() {
    var split = NamePath.of(ops.stream().map(i -> network.ops().get(i).name()).toList());
    var root = new Draft("");
    for (int i : ops) {
      var place = root;
      var path = new StringBuilder();
      for (var part : split.blocks(network.ops().get(i).name())) {
        path.append(path.isEmpty() ? "" : "/").append(part);
        var full = path.toString();
        place = place.children.computeIfAbsent(part, _ -> new Draft(full));
      }
      place.ops.add(i);
    }
    var parts = new ArrayList<Block>();
    var outside = new ArrayList<Integer>(root.ops);
    root.children.values().forEach(child -> settle(child, parts, outside));
    return block("", "", outside, parts);
  }

  /// Turns a draft into a block of `parts`, or, when it is no use as one node, hands its content to
  /// the parent.
  private void settle(Draft draft, List<Block> parts, List<Integer> parentOps) {
    var children = new ArrayList<Block>();
    var own = new ArrayList<>(draft.ops);
    draft.children.values().forEach(child -> settle(child, children, own));
    int count = own.size() + children.stream().mapToInt(Block::opCount).sum();
    boolean everything = count == ops.size();
    boolean onlyOneChild = own.isEmpty() && children.size() == 1;
    if (count < 2 || everything || onlyOneChild || !graph.isConvex(members(own, children))) {
      parts.addAll(children);
      parentOps.addAll(own);
    } else {
      int slash = draft.path.lastIndexOf('/');
      parts.add(block(draft.path, draft.path.substring(slash + 1), own, children));
    }
  }

  private Set<Integer> members(List<Integer> own, List<Block> children) {
    var members = new HashSet<>(own);
    children.forEach(child -> child.allOps().forEach(op -> members.add(graph.index(op))));
    return members;
  }

  private Block block(String path, String label, List<Integer> own, List<Block> children) {
    own.sort(null);
    return new Block(
        path, label, own.stream().map(i -> network.ops().get(i).id()).toList(), children);
  }

  private Block structured(Block block) {
    var children = new ArrayList<>(block.children().stream().map(this::structured).toList());
    if (block.ops().size() <= LONG_LIST) {
      return new Block(block.path(), block.label(), block.ops(), children);
    }
    var found =
        new StructureFinder(network, graph)
            .find(block.ops()).stream()
                .filter(child -> child.ops().size() < ops.size())
                .filter(child -> graph.isConvex(members(List.of(), List.of(child))))
                .toList();
    var inBlocks = new HashSet<OpId>();
    found.forEach(child -> inBlocks.addAll(child.ops()));
    var rest = block.ops().stream().filter(op -> !inBlocks.contains(op)).toList();
    children.addAll(labels.named(found, block.path()));
    children.sort(java.util.Comparator.comparingInt(this::firstOp));
    return new Block(block.path(), block.label(), rest, children);
  }

  private int firstOp(Block block) {
    return block.allOps().stream().mapToInt(graph::rank).min().orElse(0);
  }

  /// Puts runs of equal blocks that follow one another into one block, the stack of cards, where
  /// there are many blocks side by side.
  private Block repeatsGrouped(Block block, boolean isRoot) {
    var children = block.children().stream().map(child -> repeatsGrouped(child, false)).toList();
    var grouped = new ArrayList<Block>();
    for (int i = 0; i < children.size(); ) {
      int end = i + 1;
      var shape = graph.shape(children.get(i).allOps());
      while (end < children.size() && graph.shape(children.get(end).allOps()).equals(shape)) {
        end++;
      }
      boolean crowded = children.size() > MANY && (isRoot || end - i < children.size());
      var run = children.subList(i, end);
      if (run.size() >= LEAST_REPEATS && crowded && graph.isConvex(members(List.of(), run))) {
        var label = BlockLabels.range(run.getFirst().label(), run.getLast().label());
        grouped.add(new Block(run.getFirst().path() + "…", label, List.of(), run));
      } else {
        grouped.addAll(run);
      }
      i = end;
    }
    return new Block(block.path(), block.label(), block.ops(), grouped);
  }

  /// Each maker of weights goes into the innermost block with all its readers.
  private Block withMakers(Block root) {
    var homes = new HashMap<OpId, List<Block>>();
    homes(root, List.of(), homes);
    var added = new HashMap<String, List<OpId>>();
    for (int i = 0; i < network.ops().size(); i++) {
      if (makers.isMaker(i)) {
        List<Block> shared = null;
        for (int reader : makers.readers(i)) {
          var home = homes.getOrDefault(network.ops().get(reader).id(), List.of());
          shared = shared == null ? home : common(shared, home);
        }
        var path = shared == null || shared.isEmpty() ? "" : shared.getLast().path();
        added.computeIfAbsent(path, _ -> new ArrayList<>()).add(network.ops().get(i).id());
      }
    }
    return added.isEmpty() ? root : with(root, added);
  }

  private static void homes(Block block, List<Block> around, Map<OpId, List<Block>> homes) {
    block.ops().forEach(op -> homes.put(op, around));
    for (var child : block.children()) {
      var inner = new ArrayList<>(around);
      inner.add(child);
      homes(child, inner, homes);
    }
  }

  private static List<Block> common(List<Block> a, List<Block> b) {
    int end = 0;
    while (end < Math.min(a.size(), b.size()) && a.get(end).path().equals(b.get(end).path())) {
      end++;
    }
    return a.subList(0, end);
  }

  private static Block with(Block block, Map<String, List<OpId>> added) {
    var own = new ArrayList<>(block.ops());
    own.addAll(added.getOrDefault(block.path(), List.of()));
    return new Block(
        block.path(),
        block.label(),
        own,
        block.children().stream().map(child -> with(child, added)).toList());
  }
}
