package dev.partitura.editor.layout;

import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.network.Network;
import dev.partitura.ui.canvas.Box;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// How far the blocks of a network are opened when nobody has opened or closed one yet: to the
/// deepest level that can be read in the room there is, and in any case so far that chosen blocks
/// are seen from within.
///
/// @param collapsed the blocks that stay closed
/// @param arrangement of the sketch
public record Opening(Set<String> collapsed, Sketch sketch, Arrangement arrangement) {
  /// Stands among the collapsed blocks of a diagram that leaves the choice to this class.
  public static final String AUTOMATIC = "~fit";

  /// The scale at which titles of nodes still fit them.
  static final double LEGIBLE = 0.52;

  private static final int MOST_ITEMS = 400;

  public Opening {
    collapsed = Set.copyOf(collapsed);
  }

  /// Pixels for the drawing.
  public record Room(double width, double height) {
    public static final Room USUAL = new Room(900, 480);

    /// Width over height that suits it.
    public double aspect() {
      return Math.clamp(width / Math.max(1, height), 0.8, 4);
    }

    double scale(Box extent) {
      return Math.min(width / Math.max(1, extent.width()), height / Math.max(1, extent.height()));
    }
  }

  /// Lays the network out at each level that fits. Seconds at most; never on the FX thread.
  ///
  /// @param open paths of blocks that are opened whatever the room
  public static Opening of(
      Network network,
      BlockTree tree,
      Collection<String> open,
      Room room,
      Cancellation cancellation) {
    var collapsed = new LinkedHashSet<>(tree.paths());
    collapsed.removeAll(open);
    if (tree.hasMakers()) {
      collapsed.add(BlockTree.WEIGHTS);
    }
    var best = at(network, tree, collapsed, room, cancellation);
    while (!cancellation.isCancelled()) {
      var next = new LinkedHashSet<>(collapsed);
      next.removeAll(outermost(best.sketch));
      if (next.size() == collapsed.size()) {
        break;
      }
      var deeper = Sketcher.sketch(network, tree, next);
      if (deeper.items().size() > MOST_ITEMS) {
        break;
      }
      var candidate = at(network, tree, next, room, cancellation);
      if (room.scale(candidate.arrangement.extent(candidate.sketch)) < LEGIBLE) {
        break;
      }
      best = candidate;
      collapsed = next;
    }
    return best;
  }

  /// The blocks to open next: those that only hold blocks come first.
  private static List<String> outermost(Sketch sketch) {
    var closed = sketch.items().stream().map(Item::block).filter(Objects::nonNull).toList();
    var stacks = closed.stream().filter(block -> block.ops().isEmpty()).toList();
    return (stacks.isEmpty() ? closed : stacks).stream().map(Block::path).toList();
  }

  private static Opening at(
      Network network,
      BlockTree tree,
      Set<String> collapsed,
      Room room,
      Cancellation cancellation) {
    var sketch = Sketcher.sketch(network, tree, collapsed);
    return new Opening(collapsed, sketch, LayeredLayout.arrange(sketch, room, cancellation));
  }
}
