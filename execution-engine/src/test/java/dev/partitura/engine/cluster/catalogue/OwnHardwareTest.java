package dev.partitura.engine.cluster.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.DeviceModel;
import dev.partitura.engine.cluster.LinkModel;
import dev.partitura.engine.cluster.NumberFormat;
import dev.partitura.engine.cluster.ThisHost;
import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnHardwareTest {
  @TempDir private Path folder;

  private static DeviceModel device(String name) {
    var like = Catalogue.device("A100-SXM4-80GB");
    return new DeviceModel(
        name,
        like.kind(),
        like.form(),
        Map.of(NumberFormat.BF16, 1e15),
        1L << 40,
        5e12,
        "",
        "Copied");
  }

  @AfterEach
  void forget() {
    Catalogue.keep(OwnHardware.NONE);
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    var file = folder.resolve("deep/hardware.json");
    var own =
        OwnHardware.NONE
            .with(device("A100-SXM4 (own)"))
            .with(new LinkModel("My wire", 1e11, 700, "", ""));
    assertEquals(OwnHardware.NONE, OwnHardware.read(file));
    own.write(file);
    assertEquals(own, OwnHardware.read(file));
    assertEquals(1, own.with(device("A100-SXM4 (own)")).devices().size());
    assertEquals(OwnHardware.NONE, own.without("A100-SXM4 (own)").without("My wire"));
  }

  @Test
  void itIsPartOfTheCatalogueAndOfClusters() {
    Catalogue.keep(OwnHardware.NONE.with(device("A100-SXM4 (own)")));
    var cluster = ClusterText.read("2*4xA100-SXM4 (own)");
    assertEquals(8, cluster.devices().size());
    assertEquals(1L << 40, cluster.devices().getFirst().memoryBytes());
    assertEquals(
        "NVLink 3 (A100)",
        String.valueOf(cluster.fabric().intraHost()).split("name=")[1].split(",")[0]);
    Catalogue.keep(OwnHardware.NONE);
    assertFalse(Catalogue.hasDevice("A100-SXM4 (own)"));
  }

  @Test
  void badNamesAndFiguresAreRefused() throws IOException {
    assertEquals("hardware.name", code(() -> OwnHardware.NONE.with(device("8x,"))));
    assertEquals("hardware.name.taken", code(() -> OwnHardware.NONE.with(device("T4"))));
    var file = folder.resolve("hardware.json");
    Files.writeString(
        file, "{\"networks\": [{\"name\": \"N\", \"bytesPerSecond\": -1, \"latencyNanos\": 1}]}");
    assertThrows(ProblemException.class, () -> OwnHardware.read(file));
  }

  private static String code(Runnable action) {
    return assertThrows(ProblemException.class, action::run).problems().getFirst().code();
  }

  @Test
  void aClusterThatIsThoughtOfOtherwiseIsNotHere() {
    var here = Clusters.workers(2);
    var first = here.devices().getFirst();
    var second = here.devices().getLast();
    assertNull(ThisHost.absence(here, first));
    var faster = here.withLinkSpeed(4);
    assertNotNull(ThisHost.absence(faster, first));
    assertEquals(
        4 * here.link(first, second).bytesPerSecond(), faster.link(first, second).bytesPerSecond());
    assertEquals(here, faster.withLinkSpeed(1));
    var others = WhatIf.withDevices(here, Catalogue.device("T4"));
    assertEquals("2xT4", others.name());
    assertEquals(
        others.devices(),
        ClusterText.read("2xT4").devices().stream()
            .map(device ->
                dev.partitura.engine.cluster.Device.of(
                    Catalogue.device("T4"), device.id(), first.host(), device.core()))
            .toList());
    var joined = WhatIf.withLink(others, Catalogue.link("PCIe 5.0 x16"));
    assertEquals("2xT4,intra=PCIe 5.0 x16", joined.name());
    assertTrue(
        joined.link(joined.devices().get(0), joined.devices().get(1)).bytesPerSecond()
            > others.link(others.devices().get(0), others.devices().get(1)).bytesPerSecond());
  }
}
