package dev.partitura.editor.layout;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.OpId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The blocks of a network: from the hierarchy in its op names or, where names carry none, from its
/// structure. Immutable; cost O(ops × blocks) at worst, so make it off the FX thread for large
/// networks.
public final class BlockTree {
  private static final int SMALL = 24;

  private final Block root;
  private final Map<String, Block> byPath = new LinkedHashMap<>();
  private final Map<OpId, List<Block>> chains = new HashMap<>();

  private BlockTree(Block root) {
    this.root = root;
    root.ops().forEach(op -> chains.put(op, List.of()));
    root.children().forEach(child -> index(child, List.of()));
  }

  public static BlockTree of(Network network) {
    return new BlockTree(BlockFinder.find(network));
  }

  private void index(Block block, List<Block> outer) {
    byPath.put(block.path(), block);
    var chain = new ArrayList<>(outer);
    chain.add(block);
    var here = Collections.unmodifiableList(chain);
    block.ops().forEach(op -> chains.put(op, here));
    block.children().forEach(child -> index(child, here));
  }

  /// The whole network: the outermost blocks are its children.
  public Block root() {
    return root;
  }

  public @Nullable Block find(String path) {
    return byPath.get(path);
  }

  public Set<String> paths() {
    return Collections.unmodifiableSet(byPath.keySet());
  }

  /// The blocks around an op, outermost first.
  public List<Block> around(OpId op) {
    return chains.getOrDefault(op, List.of());
  }

  /// The outermost block around the op that is collapsed, or null when the op is drawn itself.
  public @Nullable Block collapsedAround(OpId op, Set<String> collapsed) {
    for (var block : around(op)) {
      if (collapsed.contains(block.path())) {
        return block;
      }
    }
    return null;
  }

  /// What to collapse so that at most about `most` nodes are drawn: whole levels are opened, from
  /// the outside in, as long as there is room. A small network is drawn whole.
  public Set<String> collapsedFor(int most) {
    if (root.opCount() <= SMALL) {
      return Set.of();
    }
    var collapsed = new LinkedHashSet<>(byPath.keySet());
    int drawn = root.ops().size() + root.children().size();
    var level = root.children();
    while (!level.isEmpty()) {
      int more =
          level.stream().mapToInt(block -> block.ops().size() + block.children().size() - 1).sum();
      if (drawn + more > most) {
        break;
      }
      drawn += more;
      level.forEach(block -> collapsed.remove(block.path()));
      level = level.stream().flatMap(block -> block.children().stream()).toList();
    }
    return collapsed;
  }
}
