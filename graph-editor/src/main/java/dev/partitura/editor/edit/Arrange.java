package dev.partitura.editor.edit;

import dev.partitura.engine.network.OpId;
import dev.partitura.engine.project.Diagram.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Lines nodes up. Positions are centres; nodes are taken to be of one size.
public enum Arrange {
  /// The same x, that of the leftmost.
  LEFT,
  /// The same x, the mean.
  CENTER,
  RIGHT,
  TOP,
  MIDDLE,
  BOTTOM,
  /// Equal distances between the outermost two.
  SPREAD_HORIZONTALLY,
  SPREAD_VERTICALLY;

  public MoveNodes edit(Map<OpId, Position> nodes, String label) {
    return new MoveNodes(arranged(nodes), label);
  }

  private Map<OpId, Position> arranged(Map<OpId, Position> nodes) {
    var xs = nodes.values().stream().mapToDouble(Position::x).summaryStatistics();
    var ys = nodes.values().stream().mapToDouble(Position::y).summaryStatistics();
    return switch (this) {
      case LEFT -> atX(nodes, xs.getMin());
      case CENTER -> atX(nodes, xs.getAverage());
      case RIGHT -> atX(nodes, xs.getMax());
      case TOP -> atY(nodes, ys.getMin());
      case MIDDLE -> atY(nodes, ys.getAverage());
      case BOTTOM -> atY(nodes, ys.getMax());
      case SPREAD_HORIZONTALLY -> spread(nodes, Position::x, true);
      case SPREAD_VERTICALLY -> spread(nodes, Position::y, false);
    };
  }

  private static Map<OpId, Position> atX(Map<OpId, Position> nodes, double x) {
    var next = new LinkedHashMap<OpId, Position>();
    nodes.forEach((id, at) -> next.put(id, new Position(x, at.y())));
    return next;
  }

  private static Map<OpId, Position> atY(Map<OpId, Position> nodes, double y) {
    var next = new LinkedHashMap<OpId, Position>();
    nodes.forEach((id, at) -> next.put(id, new Position(at.x(), y)));
    return next;
  }

  private static Map<OpId, Position> spread(
      Map<OpId, Position> nodes, ToDoubleFunction<Position> along, boolean horizontal) {
    var order = new ArrayList<>(nodes.entrySet());
    order.sort(
        java.util.Comparator.comparingDouble(entry -> along.applyAsDouble(entry.getValue())));
    var next = new LinkedHashMap<>(nodes);
    if (order.size() < 3) {
      return next;
    }
    double first = along.applyAsDouble(order.getFirst().getValue());
    double step = (along.applyAsDouble(order.getLast().getValue()) - first) / (order.size() - 1);
    for (int i = 0; i < order.size(); i++) {
      var at = order.get(i).getValue();
      double place = first + i * step;
      next.put(
          order.get(i).getKey(),
          horizontal ? new Position(place, at.y()) : new Position(at.x(), place));
    }
    return next;
  }
}
