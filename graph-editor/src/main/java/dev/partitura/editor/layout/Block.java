package dev.partitura.editor.layout;

import dev.partitura.engine.network.OpId;
import java.util.ArrayList;
import java.util.List;

/// Ops that belong together and can be drawn as one node.
///
/// @param path stable identity, the name prefix where there is one, such as `layer2/block1`
/// @param label the last part of the path, as a title
/// @param ops the ops that are in no child block, in the order of the network
/// @param children blocks within, in the order of the network
public record Block(String path, String label, List<OpId> ops, List<Block> children) {
  public Block {
    ops = List.copyOf(ops);
    children = List.copyOf(children);
  }

  /// Every op in it, at any depth.
  public List<OpId> allOps() {
    var all = new ArrayList<OpId>();
    collect(all);
    return all;
  }

  private void collect(List<OpId> all) {
    all.addAll(ops);
    children.forEach(child -> child.collect(all));
  }

  public int opCount() {
    int count = ops.size();
    for (var child : children) {
      count += child.opCount();
    }
    return count;
  }
}
