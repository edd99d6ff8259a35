package dev.partitura.editor.palette;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.editor.GraphEditor;
import dev.partitura.editor.Projects;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

@Tag("fx")
class PalettePanelTest {
  private final Session session =
      new Session(Projects.empty(), new Appearance(Theme.DARK, Language.ENGLISH));

  @BeforeEach
  void open() throws Exception {
    FxToolkit.registerPrimaryStage();
  }

  private static void fx(Runnable action) {
    WaitForAsyncUtils.waitForAsyncFx(20_000, action);
  }

  private static List<String> rows(PalettePanel panel) {
    var ids = new ArrayList<String>();
    var scroll =
        panel.getChildren().stream()
            .filter(ScrollPane.class::isInstance)
            .map(ScrollPane.class::cast)
            .findFirst()
            .orElseThrow();
    for (Node row : ((Parent) scroll.getContent()).getChildrenUnmodifiable()) {
      ids.add(String.valueOf(row.getId()));
    }
    return ids;
  }

  private static TextField search(PalettePanel panel) {
    return (TextField) ((Parent) panel.getChildren().getFirst()).lookup("#palette-search");
  }

  @Test
  void theUsualOnesComeFirstAndTheOthersBehindARow() {
    fx(() -> {
      var panel = (PalettePanel) new GraphEditor().palette().create().apply(session);
      var rows = rows(panel);
      int pooling = rows.indexOf("palette-MaxPool");
      assertTrue(pooling > 0 && pooling <= 25, "pooling stands at " + pooling);
      assertFalse(rows.contains("palette-Selu"));
      var more = rows.stream().filter(id -> id.equals("palette-more-Activations")).findFirst();
      assertTrue(more.isPresent());
      search(panel).setText("selu");
      assertTrue(rows(panel).contains("palette-Selu"), "the search finds all");
    });
  }

  @Test
  void operatorsAreFoundByTheirPlainNames() {
    fx(() -> {
      var panel = (PalettePanel) new GraphEditor().palette().create().apply(session);
      search(panel).setText("fully connected");
      assertTrue(rows(panel).contains("palette-Gemm"));
    });
  }
}
