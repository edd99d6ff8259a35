package dev.partitura.visualizers.comparison;

import dev.partitura.ui.control.EmptyState;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.workbench.Visualizer;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// The shown run beside each of those that were chosen in the list of runs.
public final class ComparisonView implements Visualizer {
  @Override
  public String id() {
    return "comparison";
  }

  @Override
  public String title(Language language) {
    return Texts.of(ComparisonView.class, language).get("title");
  }

  @Override
  public Ikon icon() {
    return Feather.COLUMNS;
  }

  @Override
  public boolean holdsForOldRuns() {
    return true;
  }

  @Override
  public Node create(Session session) {
    var texts = session.texts(ComparisonView.class);
    var empty = new EmptyState(icon(), texts.get("empty"));
    var scroll = new ScrollPane();
    scroll.setFitToWidth(true);
    var board = new StackPane(empty, scroll);
    board.setMinSize(0, 0);
    Runnable show =
        () -> {
          var first = session.currentRun();
          var others = session.results().comparedProperty().get();
          boolean several = first != null && !others.isEmpty();
          empty.setVisible(!several);
          scroll.setVisible(several);
          if (first != null && several) {
            var tables = new VBox();
            others.forEach(other ->
                tables.getChildren().add(new ComparisonTables(session, first, other, texts)));
            scroll.setContent(tables);
          }
        };
    session.currentRunProperty().addListener(_ -> show.run());
    session.results().comparedProperty().addListener(_ -> show.run());
    show.run();
    return board;
  }
}
