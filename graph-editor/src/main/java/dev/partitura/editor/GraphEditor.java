package dev.partitura.editor;

import dev.partitura.editor.inspector.OpInspector;
import dev.partitura.editor.layout.Opening;
import dev.partitura.editor.palette.PalettePanel;
import dev.partitura.engine.project.Diagram;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.workbench.Part;
import java.util.Map;
import java.util.Set;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The graph editor as the parts that a window is put together from. One window shows one session
/// at a time; the canvas, the palette and the inspector made for the same session work together.
public final class GraphEditor {
  private @Nullable Session session;
  private @Nullable NetworkEditor editor;

  /// The graph, for the middle of the window.
  public Region canvas(Session of) {
    return editor(of);
  }

  private NetworkEditor editor(Session of) {
    var present = editor;
    if (present == null || !of.equals(session)) {
      present = new NetworkEditor(of);
      editor = present;
      session = of;
    }
    return present;
  }

  /// The place `network` of the left rail: the palette.
  public Part palette() {
    return new Part(
        "network",
        Feather.SHARE_2,
        language -> Texts.of(PalettePanel.class, language).get("part"),
        of -> new PalettePanel(of, editor(of).actions()));
  }

  /// The inspector's tab that explains what is selected.
  public Part inspector() {
    return new Part(
        Part.SELECTION,
        Feather.SLIDERS,
        language -> Texts.of(OpInspector.class, language).get("part"),
        of -> new OpInspector(of, editor(of).model()));
  }

  /// How a network that was never drawn is shown first: its blocks opened as far as there is room
  /// for them in the window.
  public static Diagram firstDiagram() {
    return new Diagram(Map.of(), Set.of(Opening.AUTOMATIC));
  }
}
