package dev.partitura.ui.run;

import dev.partitura.engine.analysis.Iterations;
import dev.partitura.engine.analysis.SpeedUp;
import dev.partitura.engine.analysis.Unsplit;
import dev.partitura.engine.execute.Conditions;
import dev.partitura.engine.execute.Conditions.WarmUp;
import dev.partitura.engine.execute.Spread;
import dev.partitura.ui.control.Figure;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/// What is predicted of an iteration under the plan, and what was measured: unsplit, and under the
/// plan.
final class RunFigures extends HBox {
  /// How much of it there is room for.
  enum Room {
    /// All times, with the spread of what was measured and what else is predicted; buttons by name.
    WHOLE,
    /// The same without the spread.
    NAMED,
    /// The same with all buttons but the first by their picture, as everything that follows.
    TIMES,
    /// The times under the plan, with what else is predicted.
    MORE,
    /// The times under the plan, with the predicted speed-up.
    BOTH,
    /// The predicted time with its speed-up, or the time of a measurement of the plan.
    ONE,
    NONE;

    boolean namesButtons() {
      return compareTo(NAMED) <= 0;
    }
  }

  private final Session session;
  private final Texts texts;
  private final PredictedFigure predicted;
  private final Figure single;
  private final Figure measured;

  RunFigures(Session session, Texts texts) {
    super(12);
    this.session = session;
    this.texts = texts;
    predicted = new PredictedFigure(session, texts);
    single = new Figure(texts.get("single"));
    measured = new Figure(texts.get("measured"));
    getChildren().addAll(predicted.node(), single, measured);
    StaleMark.dim(session, single);
    StaleMark.dim(session, measured);
    session.currentRunProperty().addListener((_, _, run) -> show(run));
    show(session.currentRun());
  }

  /// Leaves room to others: the spread goes first, then the unsplit time, then what else is
  /// predicted, and then one of the two times.
  void fit(Room room) {
    boolean whole = room == Room.WHOLE;
    boolean all = room.compareTo(Room.TIMES) <= 0;
    single.setSpreadShown(whole);
    measured.setSpreadShown(whole);
    predicted.setIdleShown(room.compareTo(Room.MORE) <= 0);
    var run = session.currentRun();
    boolean holds = run != null && !run.isPredicted() && !session.results().standing().isStale();
    setShown(single, all);
    setShown(measured, room != Room.ONE || holds);
    setShown(predicted.node(), room != Room.ONE || !holds);
  }

  private static void setShown(Node node, boolean shown) {
    node.setVisible(shown);
    node.setManaged(shown);
  }

  private void show(@Nullable Run run) {
    var measurement = run == null ? null : run.provenance().measured();
    if (run == null || measurement == null || run.isPredicted()) {
      single.show(Format.NONE, "faint");
      single.spread("");
      single.explain(texts.get("single.explain"), "");
      measured.show(Format.NONE, "faint");
      measured.spread("");
      measured.explain(texts.get("measured.explain"), "");
      return;
    }
    var unsplit = run.find(Unsplit.ANALYSIS);
    single.show(unsplit.map(of -> Format.time(of.iterations().median())).orElse(Format.NONE), "");
    single.spread(unsplit.map(of -> apart(of.iterations())).orElse(""));
    single.explain(
        texts.get("single.explain"),
        unsplit.map(of -> spread(of.conditions(), of.iterations())).orElse(""));
    var iterations = run.get(Iterations.ANALYSIS);
    measured.show(Format.time(iterations.median()), status(run, iterations, unsplit));
    measured.spread(apart(iterations));
    measured.explain(texts.get("measured.explain"), spread(measurement.conditions(), iterations));
  }

  /// Good is what is faster than unsplit, beyond what the measurements spread.
  private static String status(Run run, Spread iterations, Optional<Unsplit> unsplit) {
    if (run.isCancelled()) {
      return "warn";
    }
    double apart =
        Math.max(iterations.relative(), unsplit.map(of -> of.iterations().relative()).orElse(0.0));
    return run.find(SpeedUp.ANALYSIS).map(of -> of.factor() > 1 + apart).orElse(false)
        ? "good"
        : "";
  }

  private static String apart(Spread iterations) {
    return iterations.count() < 2 ? "" : "± " + Format.percent(iterations.relative());
  }

  /// How often it was measured, where the times lie, and what else the machine did.
  private String spread(Conditions conditions, Spread iterations) {
    var others = conditions.load().othersShare();
    return String.join(
        "\n",
        texts.get(
            conditions.warmUp() == WarmUp.SETTLED ? "spread.settled" : "spread.warmed",
            iterations.count(),
            conditions.warmups()),
        texts.get(
            "spread.times",
            Format.time(iterations.minimum()),
            Format.time(iterations.lowerQuartile()),
            Format.time(iterations.upperQuartile()),
            Format.time(iterations.maximum())),
        others.isPresent()
            ? texts.get("spread.load", Format.percent(others.getAsDouble()))
            : texts.get("spread.load.unknown"));
  }
}
