package dev.partitura.visualizers.serving;

import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.workbench.Visualizer;
import javafx.scene.Node;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// A network under load: requests arrive when they please, wait, are batched and answered.
public final class ServingView implements Visualizer {
  @Override
  public String id() {
    return "serving";
  }

  @Override
  public String title(Language language) {
    return Texts.of(ServingView.class, language).get("title");
  }

  @Override
  public Ikon icon() {
    return Feather.INBOX;
  }

  /// It is of loads, not of runs, and says itself when one is of an older plan.
  @Override
  public boolean holdsForOldRuns() {
    return true;
  }

  @Override
  public Node create(Session session) {
    return new ServingBoard(session);
  }
}
