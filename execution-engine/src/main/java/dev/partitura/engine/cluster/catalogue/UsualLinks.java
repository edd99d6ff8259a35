package dev.partitura.engine.cluster.catalogue;

import dev.partitura.engine.cluster.DeviceModel;
import dev.partitura.engine.cluster.Fabric;
import dev.partitura.engine.cluster.LinkModel;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What joins devices where a cluster says nothing of it: the table `usual-links.csv`.
final class UsualLinks {
  private static final List<Map<String, String>> ROWS = CommaTable.read("usual-links.csv");

  private UsualLinks() {}

  static Fabric of(DeviceModel device) {
    var row =
        ROWS.stream()
            .filter(each -> device.name().startsWith(cell(each, "begins")))
            .findFirst()
            .orElseThrow();
    return new Fabric(Catalogue.link(cell(row, "intra")), Catalogue.link(cell(row, "inter")));
  }

  /// Of devices of several models, in each place the slowest of what they would have alone.
  static Fabric of(List<DeviceModel> devices) {
    var fabrics = devices.stream().distinct().map(UsualLinks::of).toList();
    return new Fabric(slowest(fabrics, Fabric::intraHost), slowest(fabrics, Fabric::interHost));
  }

  private static LinkModel slowest(
      List<Fabric> fabrics, Function<Fabric, @Nullable LinkModel> where) {
    return fabrics.stream()
        .map(fabric -> Objects.requireNonNull(where.apply(fabric)))
        .min(Comparator.comparingDouble(LinkModel::bytesPerSecond))
        .orElseThrow();
  }

  private static String cell(Map<String, String> row, String name) {
    return Objects.requireNonNull(row.get(name), name);
  }
}
