package dev.partitura.editor.layout;

import dev.partitura.engine.network.OpId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is drawn of a network, before it is placed: nodes, lines, and the frames around expanded
/// blocks. Immutable.
///
/// @param frames expanded blocks with the items within (also those in inner frames), outermost
///   first
public record Sketch(List<Item> items, List<Wire> wires, List<Frame> frames) {
  public static final Sketch EMPTY = new Sketch(List.of(), List.of(), List.of());

  public Sketch {
    items = List.copyOf(items);
    wires = List.copyOf(wires);
    frames = List.copyOf(frames);
  }

  /// @param parent index of the frame around, or -1
  public record Frame(Block block, int parent, List<Integer> items) {
    public Frame {
      items = List.copyOf(items);
    }
  }

  /// Index of each item by its id.
  public Map<OpId, Integer> indexes() {
    var indexes = new HashMap<OpId, Integer>();
    for (int i = 0; i < items.size(); i++) {
      indexes.put(items.get(i).id(), i);
    }
    return indexes;
  }

  /// Index of the item that shows each op.
  public Map<OpId, Integer> itemOfOp() {
    var indexes = new LinkedHashMap<OpId, Integer>();
    for (int i = 0; i < items.size(); i++) {
      for (var op : items.get(i).ops()) {
        indexes.put(op, i);
      }
    }
    return indexes;
  }

  public @Nullable Item find(OpId id) {
    for (var item : items) {
      if (item.id().equals(id)) {
        return item;
      }
    }
    return null;
  }
}
