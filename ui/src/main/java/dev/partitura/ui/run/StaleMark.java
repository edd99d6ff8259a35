package dev.partitura.ui.run;

import dev.partitura.ui.session.Session;
import dev.partitura.ui.session.Standing;
import dev.partitura.ui.theme.Texts;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;

/// Marks results of a run that is older than the project at hand: they are dimmed, and a label says
/// whose they are. On the FX thread.
public final class StaleMark {
  private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");

  private StaleMark() {}

  /// Dims what shows results of the run while they do not hold.
  public static <N extends Node> N dim(Session session, N shown) {
    shown.getStyleClass().add("results");
    session
        .results()
        .standingProperty()
        .addListener((_, _, now) -> shown.pseudoClassStateChanged(STALE, now.isStale()));
    shown.pseudoClassStateChanged(STALE, session.results().standing().isStale());
    return shown;
  }

  /// A label that says whose results are shown, while they do not hold.
  public static Label label(Session session) {
    var texts = session.texts(StaleMark.class);
    var label = new Label();
    label.getStyleClass().addAll("stale-mark", "size-11");
    label.setMinWidth(Label.USE_PREF_SIZE);
    label.setTooltip(new Tooltip(texts.get("stale.explain")));
    session.results().standingProperty().addListener((_, _, now) -> show(label, now, texts));
    show(label, session.results().standing(), texts);
    return label;
  }

  private static void show(Label label, Standing standing, Texts texts) {
    label.setText(text(standing, texts));
    label.setVisible(standing.isStale());
    label.setManaged(standing.isStale());
  }

  /// Such as `of run #1, older plan`; empty where the results hold.
  public static String text(Standing standing, Texts texts) {
    var run = standing.run();
    return run == null || !standing.isStale()
        ? ""
        : texts.get("stale." + standing.weightiest().name().toLowerCase(Locale.ROOT), run.number());
  }
}
