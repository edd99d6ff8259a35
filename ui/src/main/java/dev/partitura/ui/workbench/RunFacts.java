package dev.partitura.ui.workbench;

import dev.partitura.engine.analysis.Latency;
import dev.partitura.engine.analysis.LoadBalance;
import dev.partitura.engine.analysis.SpeedUp;
import dev.partitura.engine.analysis.Throughput;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.theme.Texts;
import java.util.List;
import java.util.Optional;

/// The six numbers of a run for the status line.
final class RunFacts {
  /// A number with its name, and a sentence that teaches it.
  record Fact(String text, String explanation) {}

  private RunFacts() {}

  static List<Fact> of(Run run, Texts texts) {
    var throughput = run.find(Throughput.ANALYSIS);
    var speedUp = run.find(SpeedUp.ANALYSIS);
    var balance = run.get(LoadBalance.ANALYSIS);
    return List.of(
        fact(
            texts,
            "throughput",
            number(throughput.map(of -> rate(of.samplesPerSecond(), texts))),
            number(throughput.map(of -> rate(of.overWallPerSecond(), texts)))),
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
        fact(texts, "balance", Format.percent(balance.balance())));
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
