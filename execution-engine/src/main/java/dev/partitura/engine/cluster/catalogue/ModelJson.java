package dev.partitura.engine.cluster.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.cluster.DeviceModel;
import dev.partitura.engine.cluster.LinkModel;
import dev.partitura.engine.cluster.NumberFormat;
import dev.partitura.engine.file.JsonEntry;
import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.problem.Phrase;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Device and link models as JSON, with all their figures.
public final class ModelJson {
  private static final Set<String> DEVICE_WORDS =
      Set.of("name", "kind", "form", "peaks", "memoryBytes", "bytesPerSecond", "source", "notes");
  private static final Set<String> LINK_WORDS =
      Set.of("name", "bytesPerSecond", "latencyNanos", "source", "notes");

  private ModelJson() {}

  public static ObjectNode write(DeviceModel model) {
    var node =
        JsonText.object()
            .put("name", model.name())
            .put("kind", word(model.kind()))
            .put("form", model.form());
    var peaks = node.putObject("peaks");
    model.peakFlopsPerSecond().forEach((format, peak) -> peaks.put(format.word(), peak));
    return node.put("memoryBytes", model.memoryBytes())
        .put("bytesPerSecond", model.bytesPerSecond())
        .put("source", model.source())
        .put("notes", model.notes());
  }

  public static ObjectNode write(LinkModel model) {
    return JsonText.object()
        .put("name", model.name())
        .put("bytesPerSecond", model.bytesPerSecond())
        .put("latencyNanos", model.latencyNanos())
        .put("source", model.source())
        .put("notes", model.notes());
  }

  /// Only `form`, `source` and `notes` may be absent.
  ///
  /// @throws dev.partitura.engine.problem.ProblemException when a figure is missing or impossible
  public static DeviceModel device(JsonEntry entry) {
    entry.allow(DEVICE_WORDS);
    var kind = kind(entry);
    var given = entry.object("peaks");
    given.allow(
        Arrays.stream(NumberFormat.values()).map(NumberFormat::word).collect(Collectors.toSet()));
    var peaks = new EnumMap<NumberFormat, Double>(NumberFormat.class);
    for (var format : NumberFormat.values()) {
      if (given.has(format.word())) {
        peaks.put(format, positive(given, format.word()));
      }
    }
    if (peaks.isEmpty()) {
      throw given.refuse("cluster.device.peaks");
    }
    return new DeviceModel(
        name(entry),
        kind,
        entry.has("form") ? entry.string("form") : kind.name(),
        peaks,
        positiveWhole(entry, "memoryBytes"),
        positive(entry, "bytesPerSecond"),
        textOr(entry, "source"),
        textOr(entry, "notes"));
  }

  /// Only `source` and `notes` may be absent.
  ///
  /// @throws dev.partitura.engine.problem.ProblemException when a figure is missing or impossible
  public static LinkModel link(JsonEntry entry) {
    entry.allow(LINK_WORDS);
    return new LinkModel(
        name(entry),
        positive(entry, "bytesPerSecond"),
        notNegative(entry, "latencyNanos"),
        textOr(entry, "source"),
        textOr(entry, "notes"));
  }

  /// The kind of device that an entry names by its `kind`.
  public static DeviceKind kind(JsonEntry entry) {
    var word = entry.string("kind");
    return Arrays.stream(DeviceKind.values())
        .filter(known -> word(known).equals(word))
        .findFirst()
        .orElseThrow(() ->
            entry.wrong(
                "kind",
                Phrase.of(
                    "words.oneOf",
                    Arrays.stream(DeviceKind.values()).map(ModelJson::word).toList())));
  }

  public static String word(DeviceKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /// The text under `name`, which must not be blank.
  static String name(JsonEntry entry) {
    return filled(entry, "name");
  }

  static String filled(JsonEntry entry, String word) {
    var text = entry.string(word);
    if (text.isBlank()) {
      throw entry.wrong(word, Phrase.of("words.json.filled"));
    }
    return text;
  }

  private static String textOr(JsonEntry entry, String word) {
    return entry.has(word) ? entry.string(word) : "";
  }

  public static double positive(JsonEntry entry, String word) {
    double value = entry.number(word);
    if (value <= 0) {
      throw entry.wrong(word, Phrase.of("words.json.positive"));
    }
    return value;
  }

  public static long notNegative(JsonEntry entry, String word) {
    long value = entry.whole(word);
    if (value < 0) {
      throw entry.wrong(word, Phrase.of("words.json.notNegative"));
    }
    return value;
  }

  private static long positiveWhole(JsonEntry entry, String word) {
    long value = entry.whole(word);
    if (value <= 0) {
      throw entry.wrong(word, Phrase.of("words.json.positive"));
    }
    return value;
  }
}
