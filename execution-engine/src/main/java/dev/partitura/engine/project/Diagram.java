package dev.partitura.engine.project;

import dev.partitura.engine.network.OpId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// Where ops are drawn. An op without a position is placed by the layout.
///
/// @param positions centre of each op's node, in canvas units
/// @param collapsed name prefixes of the blocks that are drawn as one node
public record Diagram(Map<OpId, Position> positions, Set<String> collapsed) {
  public static final Diagram EMPTY = new Diagram(Map.of(), Set.of());

  public Diagram {
    positions = Collections.unmodifiableMap(new LinkedHashMap<>(positions));
    collapsed = Collections.unmodifiableSet(new LinkedHashSet<>(collapsed));
  }

  public record Position(double x, double y) {}
}
