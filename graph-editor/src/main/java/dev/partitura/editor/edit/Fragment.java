package dev.partitura.editor.edit;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.project.Diagram.Position;
import dev.partitura.engine.project.Project;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Part of a network, cut out to be pasted: ops, the constants they read and where they lie.
///
/// @param places centre of each op, relative to the middle of them all
public record Fragment(
    List<Op> ops, Map<String, Constant> initializers, Map<OpId, Position> places) {
  public Fragment {
    ops = List.copyOf(ops);
    initializers = Collections.unmodifiableMap(new LinkedHashMap<>(initializers));
    places = Collections.unmodifiableMap(new LinkedHashMap<>(places));
  }

  public boolean isEmpty() {
    return ops.isEmpty();
  }

  /// The chosen ops of a project.
  ///
  /// @param positions where the ops are drawn just now; one that is not drawn goes to the middle
  public static Fragment of(Project project, Set<OpId> chosen, Map<OpId, Position> positions) {
    var network = project.network();
    var ops = network.ops().stream().filter(op -> chosen.contains(op.id())).toList();
    var constants = new LinkedHashMap<String, Constant>();
    for (var op : ops) {
      for (var value : op.dependencies()) {
        var tensor = network.initializers().get(value);
        if (tensor != null) {
          constants.put(value, tensor);
        }
      }
    }
    var at =
        ops.stream()
            .filter(op -> positions.containsKey(op.id()))
            .map(op -> positions.get(op.id()))
            .toList();
    double x = at.stream().mapToDouble(Position::x).average().orElse(0);
    double y = at.stream().mapToDouble(Position::y).average().orElse(0);
    var places = new LinkedHashMap<OpId, Position>();
    for (var op : ops) {
      var place = positions.getOrDefault(op.id(), new Position(x, y));
      places.put(op.id(), new Position(place.x() - x, place.y() - y));
    }
    return new Fragment(ops, constants, places);
  }

  /// A whole network as a fragment, its inputs left open, drawn in a row.
  public static Fragment of(Network network) {
    var places = new LinkedHashMap<OpId, Position>();
    for (var op : network.ops()) {
      places.put(op.id(), new Position(0, 0));
    }
    return new Fragment(network.ops(), network.initializers(), places);
  }

  /// Values that the ops read but do not bring along.
  public Set<String> openValues() {
    var own = new HashSet<String>(initializers.keySet());
    ops.forEach(op -> own.addAll(op.outputs()));
    var open = new java.util.LinkedHashSet<String>();
    ops.forEach(
        op -> op.dependencies().stream().filter(value -> !own.contains(value)).forEach(open::add));
    return open;
  }

  /// The part of the names before the last `/` that all ops share; empty when they share none.
  String commonPrefix() {
    if (ops.size() < 2) {
      return "";
    }
    var first = ops.getFirst().name();
    for (int end = first.lastIndexOf('/'); end > 0; end = first.lastIndexOf('/', end - 1)) {
      var prefix = first.substring(0, end);
      if (ops.stream().allMatch(op -> op.name().startsWith(prefix + "/"))) {
        return prefix;
      }
    }
    return "";
  }
}
