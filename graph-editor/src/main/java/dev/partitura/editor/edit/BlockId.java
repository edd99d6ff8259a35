package dev.partitura.editor.edit;

import dev.partitura.engine.network.OpId;

/// Ids under which the diagram places collapsed blocks.
public final class BlockId {
  static final String PREFIX = "block: ";

  private BlockId() {}

  public static OpId of(String path) {
    return new OpId(PREFIX + path);
  }
}
