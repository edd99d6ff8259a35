package dev.partitura.ui.workbench;

import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Language;
import javafx.scene.Node;
import org.kordamp.ikonli.Ikon;

/// A view of the runs, shown as a tab below the graph. Stateless; each window makes its own node.
public interface Visualizer {
  /// Stable, such as `timeline`; layouts and the command line name views by it.
  String id();

  /// The tab's text.
  String title(Language language);

  Ikon icon();

  /// Whether what it shows stays true when the project is no longer what the shown run ran; else
  /// the window dims it then.
  default boolean holdsForOldRuns() {
    return false;
  }

  /// Whether it shows the run under way as that goes on in place of the one that is chosen, and the
  /// prediction of what is at hand in place of one that is older.
  default boolean showsRunUnderWay() {
    return false;
  }

  /// The view, following the session from now on. It may add commands of its own to it. On the FX
  /// thread.
  Node create(Session session);
}
