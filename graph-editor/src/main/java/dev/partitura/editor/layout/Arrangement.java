package dev.partitura.editor.layout;

import dev.partitura.engine.network.OpId;
import dev.partitura.engine.project.Diagram.Position;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Where the layout put a sketch.
///
/// @param centres of the items
/// @param bends for each wire of the sketch the points it passes between its ends, `x0, y0, x1, y1,
///   …`; arrays are not to be written
public record Arrangement(Map<OpId, Position> centres, List<double[]> bends) {
  public static final Arrangement EMPTY = new Arrangement(Map.of(), List.of());

  public Arrangement {
    centres = Collections.unmodifiableMap(new LinkedHashMap<>(centres));
    bends = List.copyOf(bends);
  }
}
