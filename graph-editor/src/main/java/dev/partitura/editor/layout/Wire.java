package dev.partitura.editor.layout;

import dev.partitura.engine.network.OpId;
import java.util.List;

/// One line of the drawing: a value on its way from a node to another. A line into a collapsed
/// block may stand for several readers.
///
/// @param from index of the item it leaves
/// @param outPort which of its ports
/// @param to index of the item it enters
/// @param readers ops that read the value there; empty when it ends in an output of the network
public record Wire(String value, int from, int outPort, int to, int inPort, List<OpId> readers) {
  public Wire {
    readers = List.copyOf(readers);
  }
}
