package dev.partitura.editor.painter;

import dev.partitura.editor.drawing.Drawing;
import dev.partitura.engine.analysis.OpNeighbours;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.ui.session.Run;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The dependences of selected ops as arrows between the items of a drawing, as the current run has
/// them. An op in a closed block stands for the block.
public final class Dependences {
  /// One item that waits for another.
  public record Arrow(int from, int to, EdgeKind kind) {}

  /// Of more ops together they would hide the drawing.
  private static final int MOST_OPS = 4;

  private static final int MOST_ARROWS = 200;

  private final OpNeighbours neighbours;
  private final Map<OpId, Integer> itemOf = new HashMap<>();

  private Dependences(OpNeighbours neighbours, Drawing drawing) {
    this.neighbours = neighbours;
    for (int item = 0; item < drawing.items().size(); item++) {
      for (var op : drawing.items().get(item).ops()) {
        itemOf.put(op, item);
      }
    }
  }

  /// Those of a run; null where its tasks are not known.
  public static @Nullable Dependences of(@Nullable Run run, Drawing drawing) {
    return run == null
        ? null
        : run.find(OpNeighbours.ANALYSIS)
            .map(known -> new Dependences(known, drawing))
            .orElse(null);
  }

  /// The arrows of these ops; none where there are too many ops for it.
  public List<Arrow> of(Collection<OpId> ops) {
    var arrows = new LinkedHashSet<Arrow>();
    if (ops.size() <= MOST_OPS) {
      for (var op : ops) {
        for (var neighbour : neighbours.of(op)) {
          var from = itemOf.get(neighbour.from());
          var to = itemOf.get(neighbour.to());
          if (from != null && to != null && !from.equals(to)) {
            arrows.add(new Arrow(from, to, neighbour.kind()));
          }
        }
      }
    }
    return arrows.stream().limit(MOST_ARROWS).toList();
  }
}
