package dev.partitura.ui.workbench;

import com.sun.javafx.tk.TKClipboard;
import com.sun.javafx.tk.Toolkit;
import java.util.Map;
import javafx.scene.input.DataFormat;
import javafx.scene.input.Dragboard;

/// What a drag carries, where the screen cannot drag.
final class DragboardOf {
  private DragboardOf() {}

  static Dragboard text(String text) {
    try {
      var make = Dragboard.class.getDeclaredConstructor(TKClipboard.class);
      make.setAccessible(true);
      var board = make.newInstance(Toolkit.getToolkit().createLocalClipboard());
      board.setContent(Map.of(DataFormat.PLAIN_TEXT, text));
      return board;
    } catch (ReflectiveOperationException failed) {
      throw new AssertionError(failed);
    }
  }
}
