package dev.partitura.ui.workbench;

import dev.partitura.engine.analysis.Iterations;
import dev.partitura.engine.analysis.Latency;
import dev.partitura.engine.analysis.LoadBalance;
import dev.partitura.engine.analysis.SpeedUp;
import dev.partitura.engine.analysis.Throughput;
import dev.partitura.engine.execute.TrainingHistory;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.theme.Texts;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;

/// The six numbers of a run for the status line.
final class RunFacts {
  /// A number with its name, and a sentence that teaches it.
  record Fact(String text, String explanation) {}

  private RunFacts() {}

  static List<Fact> of(Run run, Texts texts) {
    if (run.isOfRequests()) {
      return List.of();
    }
    var training = run.provenance().training();
    return training == null ? ofInference(run, texts) : ofTraining(run, training, texts);
  }

  /// Of a training a step is what an iteration is, and what it has come to counts more than how it
  /// compares.
  private static List<Fact> ofTraining(Run run, TrainingHistory training, Texts texts) {
    var balance = run.get(LoadBalance.ANALYSIS);
    return List.of(
        throughput(run, texts),
        fact(
            texts,
            "step",
            number(run.find(Iterations.ANALYSIS).map(of -> Format.time(of.median())))),
        fact(texts, "loss", number(training.loss(), Format::digits)),
        fact(texts, "accuracy", number(training.accuracy(), Format::percent)),
        fact(texts, "bubble", Format.percent(balance.bubbleShare())),
        fact(
            texts,
            run.isPredicted() ? "balance.predicted" : "balance",
            Format.percent(balance.balance())));
  }

  private static String number(OptionalDouble known, DoubleFunction<String> text) {
    return known.isPresent() ? text.apply(known.getAsDouble()) : Format.NONE;
  }

  private static Fact throughput(Run run, Texts texts) {
    var throughput = run.find(Throughput.ANALYSIS);
    return fact(
        texts,
        "throughput",
        number(throughput.map(of -> rate(of.samplesPerSecond(), texts))),
        number(throughput.map(of -> rate(of.overWallPerSecond(), texts))));
  }

  private static List<Fact> ofInference(Run run, Texts texts) {
    var speedUp = run.find(SpeedUp.ANALYSIS);
    var balance = run.get(LoadBalance.ANALYSIS);
    return List.of(
        throughput(run, texts),
        fact(
            texts,
            "latency",
            number(
                run.find(Latency.ANALYSIS)
                    .filter(of -> of.count() > 0)
                    .map(of -> Format.time(of.p50())))),
        fact(texts, "speedUp", number(speedUp.map(of -> Format.factor(of.factor())))),
        fact(texts, "efficiency", number(speedUp.map(of -> Format.percent(of.efficiency())))),
        fact(texts, "bubble", Format.percent(balance.bubbleShare())),
        fact(
            texts,
            run.isPredicted() ? "balance.predicted" : "balance",
            Format.percent(balance.balance())));
  }

  private static String number(Optional<String> known) {
    return known.orElse(Format.NONE);
  }

  private static String rate(double samplesPerSecond, Texts texts) {
    return Format.perSecond(samplesPerSecond, texts.get("fact.sample"));
  }

  private static Fact fact(Texts texts, String key, String number, Object... explained) {
    return new Fact(
        texts.get("fact." + key, number), texts.get("fact." + key + ".explain", explained));
  }
}
