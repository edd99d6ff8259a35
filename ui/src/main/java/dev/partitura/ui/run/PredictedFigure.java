package dev.partitura.ui.run;

import dev.partitura.engine.analysis.Iterations;
import dev.partitura.engine.analysis.LoadBalance;
import dev.partitura.engine.analysis.PredictedSpans;
import dev.partitura.engine.analysis.SpeedUp;
import dev.partitura.engine.analysis.Unsplit;
import dev.partitura.engine.execute.simulate.Forecast.Shortage;
import dev.partitura.engine.problem.Problem;
import dev.partitura.ui.control.Figure;
import dev.partitura.ui.explain.ForecastWords;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.animation.PauseTransition;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// What is predicted of the project at hand: the time of an iteration, how many times as fast as
/// one device that is, and how much of the devices' time is idle. Used on the FX thread.
final class PredictedFigure {
  private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");

  /// A prediction that is not here by then is seen to be missing.
  private static final Duration PATIENCE = Duration.millis(250);

  private final Session session;
  private final Texts texts;
  private final Texts words;
  private final Figure figure;
  private final PauseTransition patience = new PauseTransition(PATIENCE);
  private boolean idleShown = true;

  PredictedFigure(Session session, Texts texts) {
    this.session = session;
    this.texts = texts;
    words = session.texts(ForecastWords.class);
    figure = new Figure(texts.get("predicted"));
    figure.setId("predicted");
    figure.getStyleClass().addAll("results", "predicted");
    patience.setOnFinished(_ -> dim());
    session.results().foresightProperty().addListener(_ -> show());
    session.currentRunProperty().addListener(_ -> show());
    session.projectProperty().addListener(_ -> patience.playFromStart());
    show();
  }

  Node node() {
    return figure;
  }

  /// Shows the idle share behind the speed-up, or leaves its room to others.
  void setIdleShown(boolean shown) {
    if (idleShown != shown) {
      idleShown = shown;
      spread(session.results().foresightProperty().get().run());
    }
  }

  private void spread(@Nullable Run run) {
    if (run == null) {
      figure.spread("");
      return;
    }
    var speedUp =
        run.find(SpeedUp.ANALYSIS).map(of -> Format.factor(of.factor())).orElse(Format.NONE);
    var idle = Format.percent(run.get(LoadBalance.ANALYSIS).bubbleShare());
    figure.spread(idleShown ? texts.get("predicted.more", speedUp, idle) : speedUp);
  }

  /// Dimmed is a prediction of what is no longer at hand.
  private void dim() {
    var run = session.results().foresightProperty().get().run();
    figure.pseudoClassStateChanged(
        STALE, run != null && !session.project().plan().equals(run.provenance().plan()));
  }

  private void show() {
    var foresight = session.results().foresightProperty().get();
    var run = foresight.run();
    if (run == null) {
      figure.caption(texts.get("predicted"));
      figure.show(Format.NONE, "faint");
      figure.explain(
          texts.get("predicted.explain"),
          foresight.refusals().stream()
              .map(this::sentence)
              .distinct()
              .collect(Collectors.joining("\n")));
    } else {
      var forecast = run.provenance().forecast();
      figure.caption(texts.get("predicted") + " " + ForecastWords.shortly(forecast, words));
      boolean lacks = !shortages(run).isEmpty();
      figure.show(Format.time(run.trace().durationNanos()), lacks ? "bad" : "");
      figure.explain(texts.get("predicted.explain"), String.join("\n", details(run)));
    }
    spread(run);
    dim();
  }

  private String sentence(Problem problem) {
    return problem.message(session.locale()) + " " + problem.hint(session.locale());
  }

  private static List<Shortage> shortages(Run run) {
    var forecast = run.provenance().forecast();
    return forecast == null ? List.of() : forecast.outOfMemory();
  }

  private List<String> details(Run run) {
    var lines = new ArrayList<String>();
    lines.add(texts.get("predicted.plan", PlanLabel.of(run, texts), run.samples()));
    lines.add(
        texts.get("predicted.idle", Format.percent(run.get(LoadBalance.ANALYSIS).bubbleShare())));
    run.find(Unsplit.ANALYSIS)
        .ifPresent(
            of -> lines.add(texts.get("predicted.single", Format.time(of.iterations().median()))));
    var forecast = run.provenance().forecast();
    if (forecast != null) {
      forecast
          .modelFlopsUtilization()
          .ifPresent(share -> lines.add(texts.get("predicted.flops", Format.percent(share))));
    }
    for (var shortage : shortages(run)) {
      lines.add(
          texts.get(
              "predicted.memory",
              shortage.device(),
              Format.bytes(shortage.neededBytes()),
              Format.bytes(shortage.memoryBytes())));
    }
    lines.add(ForecastWords.sentence(forecast, words));
    error(run).ifPresent(lines::add);
    return lines;
  }

  /// How far it lies off the measurement of the same, where there is one.
  private Optional<String> error(Run run) {
    var shown = session.currentRun();
    if (shown == null || !run.equals(session.results().predictionBeside())) {
      return Optional.empty();
    }
    var iterations = shown.find(Iterations.ANALYSIS);
    if (iterations.isEmpty() || PredictedSpans.of(shown.analyses(), run.analyses()) == null) {
      return Optional.empty();
    }
    var error = PredictedSpans.error(run.trace().durationNanos(), iterations.get().median());
    return error.isPresent()
        ? Optional.of(
            texts.get(
                "predicted.error",
                Format.change(error.getAsDouble()),
                Format.time(iterations.get().median()),
                shown.number()))
        : Optional.empty();
  }
}
