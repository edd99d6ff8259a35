package dev.partitura.engine.cluster.catalogue;

import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.cluster.DeviceModel;
import dev.partitura.engine.cluster.Fabric;
import dev.partitura.engine.cluster.LinkModel;
import dev.partitura.engine.cluster.NumberFormat;
import dev.partitura.engine.problem.Nearest;
import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is known of hardware: the tables `devices.csv` and `links.csv`, one line a device or link,
/// each with its source, and what this user added. Any thread.
public final class Catalogue {
  private static final double GIGA = 1e9;
  private static final double TERA = 1e12;

  /// As many names as are offered in place of an unknown one.
  private static final int OFFERED = 5;

  private static final Map<String, DeviceModel> DEVICES = readDevices();
  private static final Map<String, LinkModel> LINKS = readLinks();

  private static volatile @Nullable OwnHardware own;

  private Catalogue() {}

  /// All devices, in the order of the table, and the user's own behind them.
  public static List<DeviceModel> devices() {
    return Stream.concat(DEVICES.values().stream(), own().devices().stream()).toList();
  }

  /// All links, in the order of the table, and the user's own behind them.
  public static List<LinkModel> links() {
    return Stream.concat(LINKS.values().stream(), own().links().stream()).toList();
  }

  /// What this user added. A file of it that cannot be read counts as empty here; who edits it is
  /// told.
  public static OwnHardware own() {
    var known = own;
    if (known == null) {
      try {
        known = OwnHardware.file().map(OwnHardware::read).orElse(OwnHardware.NONE);
      } catch (ProblemException unreadable) {
        known = OwnHardware.NONE;
      }
      own = known;
    }
    return known;
  }

  /// Keeps what this user adds from now on, in their file where they have a home. Blocks.
  ///
  /// @throws ProblemException when the file cannot be written; then nothing changes
  public static void keep(OwnHardware added) {
    OwnHardware.file().ifPresent(added::write);
    own = added;
  }

  public static boolean hasDevice(String name) {
    return DEVICES.containsKey(name) || ownDevice(name) != null;
  }

  public static boolean hasLink(String name) {
    return LINKS.containsKey(name) || ownLink(name) != null;
  }

  /// Whether a device or link of that name stands in the tables.
  static boolean isPublished(String name) {
    return DEVICES.containsKey(name) || LINKS.containsKey(name);
  }

  private static @Nullable DeviceModel ownDevice(String name) {
    return own().devices().stream()
        .filter(device -> device.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable LinkModel ownLink(String name) {
    return own().links().stream().filter(link -> link.name().equals(name)).findFirst().orElse(null);
  }

  /// @throws ProblemException when there is none of that name; offers the nearest
  public static DeviceModel device(String name) {
    var added = DEVICES.containsKey(name) ? null : ownDevice(name);
    return added != null ? added : found(DEVICES, name, "hardware.device.unknown");
  }

  /// @throws ProblemException when there is none of that name; offers the nearest
  public static LinkModel link(String name) {
    var added = LINKS.containsKey(name) ? null : ownLink(name);
    return added != null ? added : found(LINKS, name, "hardware.link.unknown");
  }

  private static <T> T found(Map<String, T> known, String name, String code) {
    var found = known.get(name);
    if (found == null) {
      throw ProblemException.of(code, name, name, offers(name, known.keySet()));
    }
    return found;
  }

  /// What joins such devices where nothing is said of it.
  public static Fabric usualLinks(DeviceModel device) {
    return UsualLinks.of(device);
  }

  /// Names of devices and links that may have been meant by a word; at most five.
  public static List<String> offers(String written) {
    return offers(
        written, Stream.concat(DEVICES.keySet().stream(), LINKS.keySet().stream()).toList());
  }

  /// What may have been meant: the names that hold the word, else the nearest, else the first few.
  private static List<String> offers(String written, Collection<String> names) {
    var offers = new ArrayList<String>();
    Nearest.to(written, names).ifPresent(offers::add);
    var plain = plain(written);
    names.stream()
        .filter(name ->
            !plain.isEmpty() && (plain(name).contains(plain) || plain.contains(plain(name))))
        .forEach(name -> addNew(offers, name));
    if (offers.isEmpty()) {
      offers.addAll(names);
    }
    return offers.subList(0, Math.min(OFFERED, offers.size()));
  }

  private static void addNew(List<String> offers, String name) {
    if (!offers.contains(name)) {
      offers.add(name);
    }
  }

  private static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
  }

  private static Map<String, DeviceModel> readDevices() {
    var devices = new LinkedHashMap<String, DeviceModel>();
    for (var row : CommaTable.read("devices.csv")) {
      var peaks = new EnumMap<NumberFormat, Double>(NumberFormat.class);
      for (var format : NumberFormat.values()) {
        var rate = cell(row, format.word());
        if (!rate.isEmpty()) {
          peaks.put(format, TERA * Double.parseDouble(rate));
        }
      }
      var form = cell(row, "form");
      var device =
          new DeviceModel(
              cell(row, "name"),
              form.equals("CPU") ? DeviceKind.CPU : DeviceKind.GPU,
              form,
              peaks,
              Long.parseLong(cell(row, "memory")) << 30,
              GIGA * Double.parseDouble(cell(row, "bandwidth")),
              cell(row, "source"),
              cell(row, "notes"));
      requireNew(devices.put(device.name(), device));
    }
    return devices;
  }

  private static Map<String, LinkModel> readLinks() {
    var links = new LinkedHashMap<String, LinkModel>();
    for (var row : CommaTable.read("links.csv")) {
      var link =
          new LinkModel(
              cell(row, "name"),
              GIGA * Double.parseDouble(cell(row, "bandwidth")),
              Long.parseLong(cell(row, "latency")),
              cell(row, "source"),
              cell(row, "notes"));
      requireNew(links.put(link.name(), link));
    }
    return links;
  }

  private static void requireNew(@Nullable Object before) {
    if (before != null) {
      throw new IllegalStateException("Twice in the catalogue: " + before);
    }
  }

  private static String cell(Map<String, String> row, String name) {
    return Objects.requireNonNull(row.get(name), name);
  }
}
