package dev.partitura.editor.layout;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.OpId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds blocks: first in the names, then, inside whatever is still a long plain list, in the
/// structure.
final class BlockFinder {
  private static final int LONG_LIST = 24;
  private static final int LEAST_REPEATS = 3;
  private static final int MANY = 8;

  private final Network network;
  private final OpGraph graph;

  private BlockFinder(Network network) {
    this.network = network;
    graph = new OpGraph(network);
  }

  static Block find(Network network) {
    var finder = new BlockFinder(network);
    var named = finder.named();
    return finder.repeatsGrouped(finder.structured(named), true);
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
    var split = NamePath.of(network.ops().stream().map(op -> op.name()).toList());
    var root = new Draft("");
    for (int i = 0; i < network.ops().size(); i++) {
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
    var ops = new ArrayList<Integer>(root.ops);
    root.children.values().forEach(child -> settle(child, parts, ops));
    return block("", "", ops, parts);
  }

  /// Turns a draft into a block of `parts`, or, when it is no use as one node, hands its content to
  /// the parent.
  private void settle(Draft draft, List<Block> parts, List<Integer> parentOps) {
    var children = new ArrayList<Block>();
    var ops = new ArrayList<>(draft.ops);
    draft.children.values().forEach(child -> settle(child, children, ops));
    int count = ops.size() + children.stream().mapToInt(Block::opCount).sum();
    boolean everything = count == network.ops().size();
    boolean onlyOneChild = ops.isEmpty() && children.size() == 1;
    if (count < 2 || everything || onlyOneChild || !graph.isConvex(members(ops, children))) {
      parts.addAll(children);
      parentOps.addAll(ops);
    } else {
      int slash = draft.path.lastIndexOf('/');
      parts.add(block(draft.path, draft.path.substring(slash + 1), ops, children));
    }
  }

  private Set<Integer> members(List<Integer> ops, List<Block> children) {
    var members = new HashSet<>(ops);
    children.forEach(child -> child.allOps().forEach(op -> members.add(graph.index(op))));
    return members;
  }

  private Block block(String path, String label, List<Integer> ops, List<Block> children) {
    ops.sort(null);
    return new Block(
        path, label, ops.stream().map(i -> network.ops().get(i).id()).toList(), children);
  }

  private Block structured(Block block) {
    if (block.ops().size() > LONG_LIST) {
      var found =
          new StructureFinder(network, graph, block.path())
              .find(block.ops()).stream()
                  .filter(child -> graph.isConvex(members(List.of(), List.of(child))))
                  .toList();
      var inBlocks = new HashSet<OpId>();
      found.forEach(child -> inBlocks.addAll(child.allOps()));
      var rest = block.ops().stream().filter(op -> !inBlocks.contains(op)).toList();
      var children = new ArrayList<>(block.children());
      children.addAll(found);
      children.sort(java.util.Comparator.comparingInt(this::firstOp));
      return new Block(block.path(), block.label(), rest, children);
    }
    return new Block(
        block.path(),
        block.label(),
        block.ops(),
        block.children().stream().map(this::structured).toList());
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
        var label = run.getFirst().label() + " … " + run.getLast().label();
        grouped.add(new Block(run.getFirst().path() + "…", label, List.of(), run));
      } else {
        grouped.addAll(run);
      }
      i = end;
    }
    return new Block(block.path(), block.label(), block.ops(), grouped);
  }
}
