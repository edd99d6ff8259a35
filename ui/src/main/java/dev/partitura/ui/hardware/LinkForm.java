package dev.partitura.ui.hardware;

import dev.partitura.engine.cluster.LinkModel;
import dev.partitura.engine.cluster.catalogue.OwnHardware;
import dev.partitura.ui.theme.Texts;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// The figures of a link of one's own, those of another to begin with.
final class LinkForm extends FigureForm {
  private static final double GIGA = 1e9;
  private static final double MICRO = 1e3;

  private final LinkModel like;
  private final Texts texts;

  LinkForm(
      LinkModel like,
      Texts texts,
      Locale locale,
      Consumer<UnaryOperator<OwnHardware>> keep,
      Runnable leave) {
    super(like.name() + " (own)", texts, locale, keep, leave);
    this.like = like;
    this.texts = texts;
    figure("bandwidth", texts.get("form.bandwidth"), like.bytesPerSecond() / GIGA);
    figure("latency", texts.get("form.latency"), like.latencyNanos() / MICRO);
  }

  @Override
  UnaryOperator<OwnHardware> made() {
    double bandwidth = value("bandwidth", texts.get("form.bandwidth"), false);
    double latency = value("latency", texts.get("form.latency"), true);
    var link =
        new LinkModel(
            name().isEmpty() ? "?" : name(),
            GIGA * bandwidth,
            Math.round(MICRO * latency),
            "",
            texts.get("form.like", like.name()));
    return own -> own.with(link);
  }
}
