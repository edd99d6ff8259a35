package dev.partitura.ui.workbench;

import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Language;
import java.util.function.Function;
import javafx.scene.Node;
import org.kordamp.ikonli.Ikon;

/// A panel of the window: a place of the left rail or a tab of the inspector. Stateless, like a
/// [Visualizer].
///
/// @param id stable, such as `network`
/// @param create makes its node, which follows the session from then on
public record Part(
    String id, Ikon icon, Function<Language, String> title, Function<Session, Node> create) {
  /// Id of the tab that explains what is selected.
  public static final String SELECTION = "selection";

  boolean explainsSelection() {
    return id.equals(SELECTION);
  }
}
