package dev.partitura.ui.run;

import dev.partitura.ui.session.Session;
import dev.partitura.ui.session.Standing;
import dev.partitura.ui.theme.Texts;
import java.util.Locale;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableValue;
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
    return dim(session, shown, false);
  }

  /// @param live whether it shows the run under way instead, while there is one, or the prediction
  ///   of what is at hand
  public static <N extends Node> N dim(Session session, N shown, boolean live) {
    shown.getStyleClass().add("results");
    var results = session.results();
    Runnable show = () -> shown.pseudoClassStateChanged(STALE, isOld(session, live));
    results.standingProperty().addListener(_ -> show.run());
    results.underWayProperty().addListener(_ -> show.run());
    results.foresightProperty().addListener(_ -> show.run());
    results.chosenProperty().addListener(_ -> show.run());
    show.run();
    return shown;
  }

  private static boolean isOld(Session session, boolean live) {
    var results = session.results();
    boolean other = results.underWayProperty().get() != null || results.predictionInPlace() != null;
    return results.standing().isStale() && !(live && other);
  }

  /// A label that says whose results are shown, while they do not hold.
  public static Label label(Session session) {
    return label(session, new SimpleBooleanProperty(false));
  }

  /// @param live as for [#dim], of what is seen
  public static Label label(Session session, ObservableValue<Boolean> live) {
    var texts = session.texts(StaleMark.class);
    var label = new Label();
    label.getStyleClass().addAll("stale-mark", "size-11");
    label.setMinWidth(Label.USE_PREF_SIZE);
    label.setTooltip(new Tooltip(texts.get("stale.explain")));
    Runnable show =
        () -> {
          boolean old = isOld(session, Boolean.TRUE.equals(live.getValue()));
          label.setText(text(session.results().standing(), texts));
          label.setVisible(old);
          label.setManaged(old);
        };
    session.results().standingProperty().addListener(_ -> show.run());
    session.results().underWayProperty().addListener(_ -> show.run());
    session.results().foresightProperty().addListener(_ -> show.run());
    session.results().chosenProperty().addListener(_ -> show.run());
    live.addListener((_, _, _) -> show.run());
    show.run();
    return label;
  }

  /// Such as `of run #1, older plan`; empty where the results hold.
  public static String text(Standing standing, Texts texts) {
    var run = standing.run();
    return run == null || !standing.isStale()
        ? ""
        : texts.get("stale." + standing.weightiest().name().toLowerCase(Locale.ROOT), run.number());
  }
}
