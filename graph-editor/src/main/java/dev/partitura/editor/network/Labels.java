package dev.partitura.editor.network;

import dev.partitura.ui.theme.Texts;

/// The words of edits and menus in the language of the window.
public record Labels(Texts texts) {
  public String get(String key, Object... arguments) {
    return texts.get(key, arguments);
  }

  /// `Move conv1` for one, `Move 3 nodes` for more.
  public String of(String key, int count, String first) {
    return count == 1 ? texts.get(key + ".one", first) : texts.get(key + ".many", count);
  }
}
