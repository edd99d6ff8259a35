package dev.partitura.ui.workbench;

import dev.partitura.ui.format.Format;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.theme.Texts;
import java.util.List;

/// The six numbers of a run for the status line.
final class RunFacts {
  /// A number with its name, and a sentence that teaches it.
  record Fact(String text, String explanation) {}

  private RunFacts() {}

  static List<Fact> of(Run run, Texts texts) {
    var report = run.report();
    var speedUp = report.speedUp();
    return List.of(
        fact(
            texts,
            "throughput",
            rate(report.throughput().overWallPerSecond(), texts),
            rate(report.throughput().samplesPerSecond(), texts)),
        fact(texts, "latency", Format.time(report.latency().p50())),
        fact(texts, "speedUp", speedUp == null ? Format.NONE : Format.factor(speedUp.factor())),
        fact(
            texts,
            "efficiency",
            speedUp == null ? Format.NONE : Format.percent(speedUp.efficiency())),
        fact(texts, "bubble", Format.percent(report.balance().bubbleShare())),
        fact(texts, "balance", Format.digits(report.balance().balance())));
  }

  private static String rate(double samplesPerSecond, Texts texts) {
    return Format.perSecond(samplesPerSecond, texts.get("fact.sample"));
  }

  private static Fact fact(Texts texts, String key, String number, Object... explained) {
    return new Fact(
        texts.get("fact." + key, number), texts.get("fact." + key + ".explain", explained));
  }
}
