package dev.partitura.ui.hardware;

import dev.partitura.engine.cluster.DeviceModel;
import dev.partitura.engine.cluster.LinkModel;
import dev.partitura.engine.cluster.NumberFormat;
import dev.partitura.engine.cluster.catalogue.Catalogue;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.theme.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is said of hardware.
final class HardwareWords {
  record Fact(String name, String value) {}

  private HardwareWords() {}

  /// Its fastest usual rate, its memory and how fast that is.
  static String brief(DeviceModel device) {
    var bf16 = device.peak(NumberFormat.BF16);
    double rate = bf16 != null ? bf16 : device.floatPeak();
    return Stream.of(
            Format.flopsPerSecond(rate),
            Format.bytes(device.memoryBytes()),
            Format.bytesPerSecond(device.bytesPerSecond()))
        .collect(Collectors.joining(" · "));
  }

  static String brief(LinkModel link) {
    return Format.bytesPerSecond(link.bytesPerSecond()) + " · " + Format.time(link.latencyNanos());
  }

  static List<Fact> facts(DeviceModel device, Texts texts) {
    var facts = new ArrayList<Fact>();
    device
        .peakFlopsPerSecond()
        .forEach((format, peak) -> facts.add(new Fact(format.word(), Format.flopsPerSecond(peak))));
    facts.add(new Fact(texts.get("memory"), Format.bytes(device.memoryBytes())));
    facts.add(new Fact(texts.get("bandwidth"), Format.bytesPerSecond(device.bytesPerSecond())));
    var usual = Catalogue.usualLinks(device);
    facts.add(
        new Fact(
            texts.get("usualLinks"),
            Stream.of(usual.intraHost(), usual.interHost())
                .filter(Objects::nonNull)
                .map(LinkModel::name)
                .distinct()
                .collect(Collectors.joining("\n"))));
    return facts;
  }

  static List<Fact> facts(LinkModel link, Texts texts) {
    return List.of(
        new Fact(texts.get("bandwidth"), Format.bytesPerSecond(link.bytesPerSecond())),
        new Fact(texts.get("latency"), Format.time(link.latencyNanos())));
  }
}
