package dev.partitura.app.cli;

import dev.partitura.engine.cluster.CardFinder;
import dev.partitura.engine.cluster.DeviceModel;
import dev.partitura.engine.cluster.LinkModel;
import dev.partitura.engine.cluster.NumberFormat;
import dev.partitura.engine.cluster.catalogue.Catalogue;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.quantity.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Lists the catalogue of hardware, and the cards of this machine.
@Command(
    name = "hardware",
    description = {
      "List the hardware that can be simulated: peak rates in TFLOP/s, memory and links, with their sources;",
      "and the graphics cards of this machine, which can be run on as gpu:1 or cpu:2,gpu:1."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  partitura hardware",
      "  partitura hardware A100-SXM4-80GB",
      "",
      "Sources name the document a figure belongs to; look there before you rely on one.",
      "Rates are dense: without sparsity. A CLUSTER of it is written 8xA100-SXM4-80GB (a host of 8) or",
      "16*8xA100-SXM4-80GB (16 hosts of 8), with other links than usual behind commas, such as",
      "16*8xA100-SXM4-80GB,intra=PCIe 4.0 x16,inter=100 GbE RoCE, or is a JSON file (see README.md)."
    })
final class HardwareCommand implements Callable<Integer> {
  private static final double TERA = 1e12;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "A device or link to show alone, with remarks.")
  private @Nullable String name;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(name == null ? everything() : single(name));
    return CommandLineTool.DONE;
  }

  private static String everything() {
    var devices = new ArrayList<List<String>>();
    var head = new ArrayList<>(List.of("DEVICE", "KIND"));
    for (var format : NumberFormat.values()) {
      head.add(format.name());
    }
    head.addAll(List.of("MEMORY", "BANDWIDTH", "SOURCE"));
    devices.add(head);
    Catalogue.devices().forEach(device -> devices.add(row(device)));
    var links = new ArrayList<List<String>>();
    links.add(List.of("LINK", "BANDWIDTH", "LATENCY", "SOURCE"));
    Catalogue.links().forEach(link -> links.add(row(link)));
    return Table.of(devices) + "\n" + Table.of(links) + "\n" + cards();
  }

  /// The cards of this machine, or why there are none, in a line.
  private static String cards() {
    var finder = CardFinder.ofThisMachine();
    if (finder.cards().isEmpty()) {
      return "No card is here: "
          + finder.absences().stream().map(Phrase::toString).collect(Collectors.joining("; "))
          + ".\n";
    }
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("CARD HERE", "NAME", "MEMORY", "UNITS", "CAPABILITY", "DRIVER"));
    for (int number = 0; number < finder.cards().size(); number++) {
      var card = finder.cards().get(number);
      rows.add(
          List.of(
              "gpu" + number,
              card.name() + (card.isProcessor() ? " (a CPU)" : ""),
              Quantity.bytes(card.memoryBytes()),
              Integer.toString(card.computeUnits()),
              card.capability(),
              card.driver()));
    }
    return Table.of(rows);
  }

  private static List<String> row(DeviceModel device) {
    var row = new ArrayList<>(List.of(device.name(), device.form()));
    for (var format : NumberFormat.values()) {
      row.add(rate(device.peak(format)));
    }
    row.add(memory(device));
    row.add(bandwidth(device.bytesPerSecond()));
    row.add(device.source());
    return row;
  }

  private static List<String> row(LinkModel link) {
    return List.of(
        link.name(),
        bandwidth(link.bytesPerSecond()),
        Quantity.time(link.latencyNanos()),
        link.source());
  }

  private static String single(String name) {
    if (Catalogue.hasLink(name)) {
      var link = Catalogue.link(name);
      var rows = new ArrayList<List<String>>();
      rows.add(List.of("link", link.name()));
      rows.add(List.of("bandwidth", bandwidth(link.bytesPerSecond()) + " each way"));
      rows.add(List.of("latency", Quantity.time(link.latencyNanos())));
      return Table.of(ended(rows, link.source(), link.notes()));
    }
    if (!Catalogue.hasDevice(name)) {
      throw ProblemException.of("hardware.unknown", name, name, Catalogue.offers(name));
    }
    var device = Catalogue.device(name);
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("device", device.name() + " (" + device.form() + ")"));
    device
        .peakFlopsPerSecond()
        .forEach((format, peak) -> rows.add(List.of(format.word(), rate(peak) + " TFLOP/s")));
    rows.add(List.of("memory", memory(device)));
    rows.add(List.of("bandwidth", bandwidth(device.bytesPerSecond())));
    var usual = Catalogue.usualLinks(device);
    rows.add(
        List.of(
            "usual links",
            Stream.of(usual.intraHost(), usual.interHost())
                .map(link -> link == null ? "-" : link.name())
                .distinct()
                .reduce((intra, inter) -> intra + " in a host, " + inter + " between hosts")
                .orElseThrow()));
    return Table.of(ended(rows, device.source(), device.notes()));
  }

  private static List<List<String>> ended(List<List<String>> rows, String source, String notes) {
    rows.add(List.of("source", source));
    if (!notes.isEmpty()) {
      rows.add(List.of("remark", notes));
    }
    return rows;
  }

  /// In TFLOP/s.
  private static String rate(@Nullable Double peak) {
    if (peak == null) {
      return "-";
    }
    var text = String.format(Locale.ROOT, "%.2f", peak / TERA);
    return text.replaceAll("\\.?0+$", "");
  }

  private static String memory(DeviceModel device) {
    return Quantity.bytes(device.memoryBytes());
  }

  private static String bandwidth(double bytesPerSecond) {
    return Quantity.bytesPerSecond(bytesPerSecond);
  }
}
