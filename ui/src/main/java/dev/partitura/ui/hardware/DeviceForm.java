package dev.partitura.ui.hardware;

import dev.partitura.engine.cluster.DeviceModel;
import dev.partitura.engine.cluster.NumberFormat;
import dev.partitura.engine.cluster.catalogue.OwnHardware;
import dev.partitura.ui.theme.Texts;
import java.util.EnumMap;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// The figures of a device of one's own, those of another to begin with.
final class DeviceForm extends FigureForm {
  private static final double TERA = 1e12;
  private static final double GIGA = 1e9;
  private static final double GIBI = 1L << 30;
  private static final double MOST_GIBI = 1 << 20;

  private final DeviceModel like;
  private final Texts texts;

  DeviceForm(
      DeviceModel like,
      Texts texts,
      Locale locale,
      Consumer<UnaryOperator<OwnHardware>> keep,
      Runnable leave) {
    super(like.name() + " (own)", texts, locale, keep, leave);
    this.like = like;
    this.texts = texts;
    for (var format : NumberFormat.values()) {
      var peak = like.peak(format);
      figure(format.word(), rate(format), peak == null ? Double.NaN : peak / TERA);
    }
    figure("memory", texts.get("form.memory"), like.memoryBytes() / GIBI);
    figure("bandwidth", texts.get("form.bandwidth"), like.bytesPerSecond() / GIGA);
  }

  private String rate(NumberFormat format) {
    return texts.get("form.rate", format.word());
  }

  @Override
  UnaryOperator<OwnHardware> made() {
    var peaks = new EnumMap<NumberFormat, Double>(NumberFormat.class);
    for (var format : NumberFormat.values()) {
      if (isGiven(format.word())) {
        peaks.put(format, TERA * value(format.word(), rate(format), false));
      }
    }
    if (peaks.isEmpty()) {
      throw new ImpossibleFigure(texts.get("form.rates"));
    }
    double memory = value("memory", texts.get("form.memory"), false);
    if (memory > MOST_GIBI || memory * GIBI < 1) {
      throw new ImpossibleFigure(texts.get("form.memory.range"));
    }
    double bandwidth = value("bandwidth", texts.get("form.bandwidth"), false);
    var device =
        new DeviceModel(
            name().isEmpty() ? "?" : name(),
            like.kind(),
            like.form(),
            peaks,
            Math.round(memory * GIBI),
            GIGA * bandwidth,
            "",
            texts.get("form.like", like.name()));
    return own -> own.with(device);
  }
}
