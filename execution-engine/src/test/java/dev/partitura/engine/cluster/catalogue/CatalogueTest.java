package dev.partitura.engine.cluster.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.cluster.NumberFormat;
import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueTest {
  @Test
  void anA100HasTheFiguresOfItsDataSheet() {
    var device = Catalogue.device("A100-SXM4-80GB");
    assertEquals(DeviceKind.GPU, device.kind());
    assertEquals(312e12, device.peak(NumberFormat.BF16));
    assertEquals(19.5e12, device.peak(NumberFormat.FP32));
    assertNull(device.peak(NumberFormat.FP8));
    assertEquals(80L << 30, device.memoryBytes());
    assertEquals(2039e9, device.bytesPerSecond());
    assertEquals(0.7 * 19.5e12, device.speed().flopsPerSecond());
    assertEquals(0.8 * 2039e9, device.speed().bytesPerSecond());
    assertEquals(5_000, device.speed().dispatchNanos());
  }

  @Test
  void whatMultipliesNoFloatsTakesItsBfloatRate() {
    assertEquals(0.7 * 275e12, Catalogue.device("TPU-v4").speed().flopsPerSecond());
  }

  /// A rate of fewer bits is never lower, with the one exception of a device that says so.
  @Test
  void everyFigureIsPossibleAndHasItsSource() {
    for (var device : Catalogue.devices()) {
      assertFalse(device.source().isBlank(), device.name());
      var fp32 = device.peak(NumberFormat.FP32);
      var fp64 = device.peak(NumberFormat.FP64);
      var fp16 = device.peak(NumberFormat.FP16);
      var fp8 = device.peak(NumberFormat.FP8);
      var bf16 = device.peak(NumberFormat.BF16);
      assertTrue(fp64 == null || fp64 <= Objects.requireNonNull(fp32), device.name());
      assertTrue(fp16 == null || fp16 >= Objects.requireNonNull(fp32), device.name());
      assertTrue(fp8 == null || fp8 >= Objects.requireNonNull(bf16), device.name());
      assertFalse(Objects.requireNonNull(UsualLinks.of(device).interHost()).name().isEmpty());
    }
    Catalogue.links().forEach(link -> assertFalse(link.source().isBlank(), link.name()));
  }

  @ParameterizedTest
  @CsvSource({
    "V100-SXM2-32GB, NVLink 2 (V100), IB EDR 100G",
    "A100-SXM4-40GB, NVLink 3 (A100), IB HDR 200G",
    "A100-PCIe-80GB, PCIe 4.0 x16, IB HDR 200G",
    "H100-SXM5-80GB, NVLink 4 (H100), IB NDR 400G",
    "H100-PCIe-80GB, PCIe 5.0 x16, IB NDR 400G",
    "H200-SXM, NVLink 4 (H100), IB NDR 400G",
    "B200-SXM, NVLink 5 (B200), IB NDR 400G",
    "GB200, NVLink 5 (B200), IB NDR 400G",
    "MI250X, xGMI MI250X, 100 GbE RoCE",
    "MI300X, xGMI MI300X, 100 GbE RoCE",
    "TPU-v4, TPU v4 ICI, TPU v4 ICI",
    "T4, PCIe 3.0 x16, 100 GbE RoCE",
    "L4, PCIe 4.0 x16, 100 GbE RoCE"
  })
  void devicesHaveTheirUsualLinks(String name, String intra, String inter) {
    var fabric = Catalogue.usualLinks(Catalogue.device(name));
    assertEquals(intra, Objects.requireNonNull(fabric.intraHost()).name());
    assertEquals(inter, Objects.requireNonNull(fabric.interHost()).name());
  }

  @Test
  void anUnknownNameIsAnsweredWithTheNearest() {
    var device = assertThrows(ProblemException.class, () -> Catalogue.device("A100-SMX4-80GB"));
    assertTrue(device.getMessage().contains("Maybe A100-SXM4-80GB"), device.getMessage());
    var other = assertThrows(ProblemException.class, () -> Catalogue.device("h100"));
    assertTrue(other.getMessage().contains("H100-SXM5-80GB"), other.getMessage());
    var link = assertThrows(ProblemException.class, () -> Catalogue.link("NVLink 3"));
    assertTrue(link.getMessage().contains("NVLink 3 (A100)"), link.getMessage());
  }

  /// All hardware that the published measurements name can be had.
  @Test
  @Tag("cases")
  void thePublishedHardwareIsThere() throws IOException {
    var folder = Path.of("../../shared/cases/published");
    Assumptions.assumeTrue(Files.isDirectory(folder), "No published cases in " + folder);
    for (var name : column(folder.resolve("hardware.csv"))) {
      assertTrue(Catalogue.hasDevice(name), name);
    }
    for (var name : column(folder.resolve("links.csv"))) {
      assertTrue(Catalogue.hasLink(name), name);
    }
  }

  private static List<String> column(Path file) throws IOException {
    return Files.readAllLines(file).stream().skip(1).map(line -> line.split(",")[2]).toList();
  }
}
