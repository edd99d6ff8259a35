package dev.partitura.ui.run;

import dev.partitura.engine.analysis.Bubble;
import dev.partitura.engine.analysis.IdleCauses;
import dev.partitura.engine.analysis.OpTimes;
import dev.partitura.engine.analysis.Why;
import dev.partitura.ui.control.EmptyState;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// Why the current run took as long as it did: the bubble beside that of its formula, sentences
/// with a remedy to try, idle time by its cause, and the ops that take longest.
public final class WhyPanel {
  private static final int MOST_FINDINGS = 4;

  private final Session session;
  private final Texts texts;
  private final VBox content = new VBox(8);
  private final Label stale;

  private WhyPanel(Session session) {
    this.session = session;
    texts = session.texts(WhyPanel.class);
    stale = StaleMark.label(session);
  }

  public static Node create(Session session) {
    var panel = new WhyPanel(session);
    session.currentRunProperty().addListener((_, _, run) -> panel.show(run));
    session.appearance().paletteProperty().addListener(_ -> panel.show(session.currentRun()));
    session.results().standingProperty().addListener(_ -> panel.show(session.currentRun()));
    panel.show(session.currentRun());
    var scroll = new ScrollPane(panel.content);
    scroll.setFitToWidth(true);
    scroll.setFitToHeight(true);
    return scroll;
  }

  private void show(@Nullable Run run) {
    if (run == null) {
      var empty = NoRun.of(session, Feather.HELP_CIRCLE, texts.get("why.empty"));
      VBox.setVgrow(empty, Priority.ALWAYS);
      content.getChildren().setAll(empty);
      return;
    }
    if (run.isOfRequests()) {
      var said = new EmptyState(Feather.INBOX, texts.get("why.requests"));
      VBox.setVgrow(said, Priority.ALWAYS);
      content.getChildren().setAll(said);
      return;
    }
    content.getChildren().setAll(stale);
    run.find(Bubble.ANALYSIS)
        .flatMap(bubble -> bubble)
        .ifPresent(bubble -> content.getChildren().add(BubbleNote.of(run, bubble, texts)));
    run.get(Why.ANALYSIS).stream()
        .limit(MOST_FINDINGS)
        .map(finding -> new FindingNote(session, texts, run, finding))
        .forEach(content.getChildren()::add);
    for (var causes : run.get(IdleCauses.ANALYSIS)) {
      content.getChildren().addAll(IdleBar.of(run.trace(), causes, texts));
    }
    var nanos = run.get(OpTimes.ANALYSIS).nanosByLabel();
    content.getChildren().addAll(LongestOps.of(session, run.trace(), nanos, texts));
  }
}
