package dev.partitura.visualizers.timeline;

import dev.partitura.engine.analysis.Iterations;
import dev.partitura.engine.analysis.LoadBalance;
import dev.partitura.engine.analysis.PredictedSpans;
import dev.partitura.engine.analysis.SpeedUp;
import dev.partitura.engine.trace.Origin;
import dev.partitura.ui.explain.ForecastWords;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.run.PlanLabel;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;

/// What the timeline says of the predictions that it shows.
final class PredictionWords {
  private PredictionWords() {}

  /// Empty where nothing that is shown is predicted.
  static String of(TimelineModel model, Session session, Texts texts) {
    var score = model.score();
    if (score == null) {
      return "";
    }
    var measured = score.run().provenance().measured();
    if (score.trace().origin() == Origin.PREDICTED) {
      var alone =
          texts.get(
              "predicted.alone",
              Format.time(score.durationNanos()),
              PlanLabel.of(score.run(), session.texts(PlanLabel.class)),
              measured == null ? 0 : measured.conditions().batch(),
              score.run().find(SpeedUp.ANALYSIS).map(of -> Format.factor(of.factor())).orElse(""),
              Format.percent(score.run().get(LoadBalance.ANALYSIS).bubbleShare()),
              ForecastWords.shortly(
                  score.run().provenance().forecast(), session.texts(ForecastWords.class)));
      return alone + folded(score, texts);
    }
    var beside = score.beside();
    if (beside == null) {
      return "";
    }
    double took =
        score
            .run()
            .find(Iterations.ANALYSIS)
            .map(of -> of.median())
            .orElse((double) score.durationNanos());
    double predicted = beside.score().durationNanos();
    var error = PredictedSpans.error(predicted, took);
    return texts.get(
        "predicted.beside",
        Format.time(predicted),
        Format.time(took),
        error.isPresent() ? Format.change(error.getAsDouble()) : Format.NONE);
  }

  /// Of devices that do the same at the same time one stands for all.
  private static String folded(Score score, Texts texts) {
    var plan = score.run().provenance().plan();
    if (plan == null) {
      return "";
    }
    var world = score.trace().world();
    long hidden = plan.devices().stream().filter(id -> world.indexOf(id) < 0).count();
    return hidden == 0 ? "" : texts.get("predicted.folded", hidden, plan.devices().size());
  }
}
