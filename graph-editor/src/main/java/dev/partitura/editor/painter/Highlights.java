package dev.partitura.editor.painter;

import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.scene.paint.Color;

/// What hand and playhead bring out in a drawing.
///
/// @param selected items
/// @param hovered the item under the pointer, or -1
/// @param lit hue by item that is at work at the moment of the playhead
/// @param tokens values on their way at that moment
/// @param targets items in which the edge that is being drawn may end
/// @param connecting whether one is being drawn
/// @param dependences of the selected ops
public record Highlights(
    Set<Integer> selected,
    Set<Integer> selectedWires,
    int hovered,
    int hoveredWire,
    Map<Integer, Color> lit,
    List<Playback.Token> tokens,
    Set<Integer> targets,
    boolean connecting,
    List<Dependences.Arrow> dependences) {

  public Highlights {
    selected = Set.copyOf(selected);
    selectedWires = Set.copyOf(selectedWires);
    lit = Map.copyOf(lit);
    tokens = List.copyOf(tokens);
    targets = Set.copyOf(targets);
    dependences = List.copyOf(dependences);
  }

  boolean bringsOut(int wire) {
    return hoveredWire == wire || selectedWires.contains(wire);
  }
}
