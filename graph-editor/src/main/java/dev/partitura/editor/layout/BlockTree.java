package dev.partitura.editor.layout;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import java.util.ArrayList;
import java.util.Collection;
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
  /// Stands among collapsed blocks where ops that make weights are not drawn.
  public static final String WEIGHTS = "~weights";

  private final Block root;
  private final OpTitles titles;
  private final Map<OpId, OpId> readerOfMaker = new LinkedHashMap<>();
  private final Map<OpId, List<OpId>> makersOfReader = new HashMap<>();
  private final Map<String, Block> byPath = new LinkedHashMap<>();
  private final Map<OpId, List<Block>> chains = new HashMap<>();

  private BlockTree(Network network) {
    var graph = new OpGraph(network);
    var makers = new WeightMakers(network, graph);
    root = BlockFinder.find(network, graph, makers);
    titles = OpTitles.of(network);
    for (int i = 0; i < network.ops().size(); i++) {
      if (makers.isMaker(i)) {
        var maker = network.ops().get(i).id();
        var reader = network.ops().get(makers.reader(i)).id();
        readerOfMaker.put(maker, reader);
        makersOfReader.computeIfAbsent(reader, _ -> new ArrayList<>()).add(maker);
      }
    }
    root.ops().forEach(op -> chains.put(op, List.of()));
    root.children().forEach(child -> index(child, List.of()));
  }

  public static BlockTree of(Network network) {
    return new BlockTree(network);
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

  /// What an op is called: by its name, or by type and number where names say nothing.
  public String title(Op op) {
    return titles.title(op);
  }

  /// The op whose parameter an op makes that depends on no input of the network; null for all
  /// others.
  public @Nullable OpId readerOfMaker(OpId op) {
    return readerOfMaker.get(op);
  }

  /// The ops that make weights.
  public Set<OpId> makers() {
    return Collections.unmodifiableSet(readerOfMaker.keySet());
  }

  /// Whether there are ops that make weights.
  public boolean hasMakers() {
    return !readerOfMaker.isEmpty();
  }

  /// The ops together with those that make weights for them.
  public Set<OpId> withMakers(Collection<OpId> ops) {
    var all = new LinkedHashSet<>(ops);
    ops.forEach(op -> all.addAll(makersOfReader.getOrDefault(op, List.of())));
    return all;
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
}
