package dev.partitura.engine.cluster.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.NumberFormat;
import dev.partitura.engine.problem.ProblemException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterFileTest {
  private static final String CHIP =
      """
      {"name": "Chip", "kind": "gpu", "peaks": {"fp32": 2e13, "bf16": 1e14},
       "memoryBytes": 17179869184, "bytesPerSecond": 9e11}\
      """;

  @Test
  void hostsOwnModelsAndLinksAreRead() {
    var cluster =
        ClusterFile.read(
            """
            {"name": "lab",
             "hosts": [{"name": "node", "count": 2, "devices": [{"model": "A100-SXM4-80GB", "count": 8}]},
                       {"name": "old", "devices": [{"model": "Chip", "id": "chip"}]}],
             "devices": [%s],
             "networks": [{"name": "Net", "bytesPerSecond": 1e10, "latencyNanos": 1500}],
             "intra": "NVLink 3 (A100)", "inter": "Net",
             "links": [{"from": "gpu0", "to": "chip", "network": "PCIe 4.0 x16"}]}\
            """
                .formatted(CHIP),
            "lab.json");
    assertEquals("lab", cluster.name());
    assertEquals(
        List.of("node0", "node1", "old"),
        cluster.hosts().stream().map(host -> host.name()).toList());
    assertEquals(17, cluster.devices().size());
    var chip = cluster.devices().getLast();
    assertEquals("chip", chip.id().name());
    assertEquals(1e14, Objects.requireNonNull(chip.model()).peak(NumberFormat.BF16));
    assertEquals(0.7 * 2e13, chip.speed().flopsPerSecond());
    var first = cluster.devices().getFirst();
    assertEquals(31.5e9, cluster.link(chip, first).bytesPerSecond());
    assertEquals(1e10, cluster.link(chip, cluster.devices().get(1)).bytesPerSecond());
    assertEquals(300e9, cluster.link(first, cluster.devices().get(1)).bytesPerSecond());
  }

  @Test
  void withoutNetworksTheUsualLinksJoin() {
    var cluster =
        ClusterFile.read(
            """
            {"hosts": [{"name": "a", "devices": [{"model": "V100-SXM2-32GB", "count": 2}]},
                       {"name": "b", "devices": [{"model": "A100-SXM4-80GB", "count": 2}]}]}\
            """,
            "mixed");
    var devices = cluster.devices();
    assertEquals(150e9, cluster.link(devices.get(2), devices.get(3)).bytesPerSecond());
    assertEquals(12.5e9, cluster.link(devices.get(0), devices.get(3)).bytesPerSecond());
  }

  /// gpu0 and gpu2 have no wire: the way over gpu1 has the narrower bandwidth and both latencies.
  @Test
  void devicesWithoutAWireSendByWayOfOthers() {
    var cluster =
        ClusterFile.read(
            """
            {"hosts": [{"name": "a", "devices": [{"model": "T4", "count": 3}]}],
             "links": [{"from": "gpu0", "to": "gpu1", "network": "PCIe 3.0 x16"},
                       {"from": "gpu1", "to": "gpu2", "network": "PCIe 4.0 x16"}]}\
            """,
            "chain");
    var way = cluster.link(cluster.devices().get(0), cluster.devices().get(2));
    assertEquals(15.75e9, way.bytesPerSecond());
    assertEquals(2_000, way.latencyNanos());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{}|\"hosts\" is missing",
        "{\"hosts\": []}|there is no device",
        "{\"hosts\": [{\"name\": \"a\", \"devices\": []}]}|there is no device",
        "{\"hosts\": [{\"name\": \" \", \"devices\": [{\"model\": \"T4\"}]}]}|must be a text that is not blank",
        "{\"hosts\": [{\"name\": \"a\", \"devices\": [{\"model\": \"T5\"}]}]}|no device \"T5\"",
        "{\"hosts\": [{\"name\": \"a\", \"devices\": [{\"model\": \"T4\", \"count\": 0}]}]}|\"count\" must be 1 to 65536",
        "{\"hosts\": [{\"name\": \"a\", \"devices\": [{\"model\": \"T4\", \"count\": -3}]}]}|\"count\" must be 1 to 65536",
        "{\"hosts\": [{\"name\": \"a\", \"count\": 65536, \"devices\": [{\"model\": \"T4\", \"count\": 2}]}]}|more than 65536 devices",
        "{\"hosts\": [{\"name\": \"a\", \"devices\": [{\"model\": \"T4\", \"count\": 2, \"id\": \"x\"}]}]}|several devices cannot have one id",
        "{\"hosts\": [{\"name\": \"a\", \"devices\": [{\"model\": \"T4\", \"id\": \"gpu0\"}, {\"model\": \"T4\"}]}]}|two by the name gpu0",
        "{\"hosts\": [{\"name\": \"a\", \"devices\": [{\"model\": \"T4\"}]}, {\"name\": \"a\", \"devices\": [{\"model\": \"T4\"}]}]}|two by the name a",
        "{\"hosts\": [{\"name\": \"a\", \"devices\": [{\"model\": \"T4\"}]}], \"colour\": 1}|no such word as \"colour\"",
        "{\"hosts\": [{\"name\": \"a\", \"devices\": [{\"model\": \"T4\"}]}], \"inter\": \"IB\"}|no link \"IB\"",
        "{\"hosts\": [{\"name\": \"a\", \"devices\": [{\"model\": \"T4\", \"count\": 3}]}], \"links\": [{\"from\": \"gpu0\", \"to\": \"gpu1\", \"network\": \"1 GbE\"}]}|nothing leads from gpu0 to gpu2",
        "{\"hosts\": [{\"name\": \"a\", \"count\": 2, \"devices\": [{\"model\": \"T4\", \"count\": 2}]}], \"intra\": \"1 GbE\"}|nothing leads from gpu0 to gpu2",
        "{\"hosts\": [{\"name\": \"a\", \"count\": 2, \"devices\": [{\"model\": \"T4\", \"count\": 200}]}], \"intra\": \"1 GbE\"}|links alone cannot join more than 256",
        "{\"hosts\": [{\"name\": \"a\", \"devices\": [{\"model\": \"T4\", \"count\": 2}]}], \"links\": [{\"from\": \"gpu0\", \"to\": \"gpu0\", \"network\": \"1 GbE\"}]}|linked with itself",
        "{\"hosts\": [{\"name\": \"a\", \"devices\": [{\"model\": \"T4\", \"count\": 2}]}], \"links\": [{\"from\": \"gpu0\", \"to\": \"gpu9\", \"network\": \"1 GbE\"}]}|no device gpu9",
        "{\"hosts\": [{\"name\": \"a\", \"devices\": [{\"model\": \"T4\", \"count\": 2}]}], \"links\": [{\"from\": \"gpu0\", \"to\": \"gpu1\", \"network\": \"1 GbE\"}, {\"from\": \"gpu1\", \"to\": \"gpu0\", \"network\": \"1 GbE\"}]}|linked twice",
        "{\"hosts\": [], \"devices\": [{\"name\": \"C\", \"kind\": \"gpu\", \"peaks\": {}, \"memoryBytes\": 1, \"bytesPerSecond\": 1}]}|no rate is given",
        "{\"hosts\": [], \"devices\": [{\"name\": \"C\", \"kind\": \"gpu\", \"peaks\": {\"fp32\": -1}, \"memoryBytes\": 1, \"bytesPerSecond\": 1}]}|\"fp32\" must be above 0",
        "{\"hosts\": [], \"devices\": [{\"name\": \"C\", \"kind\": \"gpu\", \"peaks\": {\"fp32\": 1}, \"bytesPerSecond\": 1}]}|\"memoryBytes\" is missing",
        "{\"hosts\": [], \"devices\": [{\"name\": \"C\", \"kind\": \"gpu\", \"peaks\": {\"fp32\": 1}, \"memoryBytes\": 0, \"bytesPerSecond\": 1}]}|\"memoryBytes\" must be above 0",
        "{\"hosts\": [], \"devices\": [{\"name\": \"C\", \"kind\": \"tpu\", \"peaks\": {\"fp32\": 1}, \"memoryBytes\": 1, \"bytesPerSecond\": 1}]}|\"kind\" must be one of cpu or gpu",
        "{\"hosts\": [], \"devices\": [{\"name\": \"T4\", \"kind\": \"gpu\", \"peaks\": {\"fp32\": 1}, \"memoryBytes\": 1, \"bytesPerSecond\": 1}]}|two by the name T4",
        "{\"hosts\": [], \"networks\": [{\"name\": \"N\", \"bytesPerSecond\": 0, \"latencyNanos\": 1}]}|\"bytesPerSecond\" must be above 0",
        "{\"hosts\": [], \"networks\": [{\"name\": \"N\", \"bytesPerSecond\": 1, \"latencyNanos\": -1}]}|\"latencyNanos\" must be 0 or more",
        "{\"hosts\": [}|is not readable as JSON",
        "[]|must be one JSON object"
      })
  void mistakesAreRefusedInOneSentence(String document, String sentence) {
    var refused = assertThrows(ProblemException.class, () -> ClusterFile.read(document, "c.json"));
    assertTrue(refused.getMessage().contains(sentence), refused.getMessage());
    assertEquals(1, refused.problems().size());
  }
}
