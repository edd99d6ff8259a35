package dev.partitura.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.catalogue.Catalogue;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HardwareCommandTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return new CommandLineTool(
            new LoweringRunner(new LocalExecutor()),
            _ -> {},
            new PrintWriter(out),
            new PrintWriter(err))
        .run(arguments);
  }

  @Test
  void theWholeCatalogueIsListed() {
    assertEquals(CommandLineTool.DONE, run("hardware"));
    for (var device : Catalogue.devices()) {
      assertTrue(out.toString().contains(device.name()), device.name());
      assertTrue(out.toString().contains(device.source()), device.source());
    }
    Catalogue.links().forEach(link -> assertTrue(out.toString().contains(link.name())));
  }

  @Test
  void aDeviceIsShownWithItsRemarksAndLinks() {
    assertEquals(CommandLineTool.DONE, run("hardware", "H100-SXM5-80GB"));
    for (var part :
        new String[] {
          "989 TFLOP/s", "85.9 GB", "NVLink 4 (H100) in a host, IB NDR 400G", "halved"
        }) {
      assertTrue(out.toString().contains(part), part + " in " + out);
    }
    assertEquals(CommandLineTool.DONE, run("hardware", "IB HDR 200G"));
    assertTrue(out.toString().contains("600 ns"), out.toString());
  }

  @Test
  void anUnknownNameIsRefusedWithTheNearest() {
    assertEquals(CommandLineTool.REFUSED, run("hardware", "H100-SMX5-80GB"));
    assertTrue(err.toString().contains("Maybe H100-SXM5-80GB"), err.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run mlp --cluster 2xA100-SXM4-80GB",
        "run mlp --cluster EPYC-7742_(Rome)",
        "train points --data xor --steps 1 --cluster 2*8xH100-SXM5-80GB --plan data=16"
      })
  void whatIsNotHereDoesNotRun(String line) {
    var words = line.split(" ");
    for (int i = 0; i < words.length; i++) {
      words[i] = words[i].replace('_', ' ');
    }
    assertEquals(CommandLineTool.REFUSED, run(words));
    assertEquals(1, err.toString().lines().count(), err.toString());
    assertTrue(err.toString().contains("Predict its times with simulate"), err.toString());
  }

  @Test
  void aClusterIsWordsOrAFile() throws IOException {
    var file = folder.resolve("c.json");
    Files.writeString(
        file, "{\"hosts\": [{\"name\": \"a\", \"devices\": [{\"model\": \"T4\", \"count\": 3}]}]}");
    assertEquals(3, Sources.cluster(file.toString()).devices().size());
    assertEquals(16, Sources.cluster("2*8xT4").devices().size());
    assertEquals(2, Sources.cluster("cpu:2").devices().size());
    var missing = assertThrows(ProblemException.class, () -> Sources.cluster("none.json"));
    assertTrue(missing.getMessage().contains("no cluster file none.json"), missing.getMessage());
  }
}
