package dev.partitura.engine.cluster.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterWordsTest {
  @ParameterizedTest
  @CsvSource({
    "A100-SXM4-80GB, 1, 1",
    "8xA100-SXM4-80GB, 1, 8",
    "16*8xA100-SXM4-80GB, 16, 128",
    "4*A100-SXM4-80GB, 4, 4",
    "384*8xH100-SXM5-80GB, 384, 3072",
    "8192*8xTPU-v4, 8192, 65536",
    "2 * 4 x EPYC-7742 (Rome), 2, 8",
    "cpu:3, 1, 3"
  })
  void hostsAndDevicesAreCounted(String words, int hosts, int devices) {
    var cluster = ClusterWords.parse(words);
    assertEquals(hosts, cluster.hosts().size());
    assertEquals(devices, cluster.devices().size());
    assertEquals(
        devices - 1, cluster.indexOf(cluster.devices().getLast().id()), "the last is the last");
  }

  @Test
  void hostsOfOneKindHaveItsUsualLinks() {
    var cluster = ClusterWords.parse("2*8xA100-SXM4-80GB");
    var devices = cluster.devices();
    assertTrue(cluster.links().isEmpty());
    assertEquals(300e9, cluster.link(devices.get(0), devices.get(7)).bytesPerSecond());
    assertEquals(25e9, cluster.link(devices.get(7), devices.get(8)).bytesPerSecond());
    assertEquals(600, cluster.link(devices.get(8), devices.get(7)).latencyNanos());
    assertEquals("GPU 0", devices.get(8).label());
    assertEquals("gpu8", devices.get(8).id().name());
    assertEquals("host1", devices.get(8).host());
    assertEquals(8 * (80L << 30), cluster.hosts().getFirst().memoryBytes());
  }

  @Test
  void linksMayBeSaidInWords() {
    var cluster = ClusterWords.parse("16*8xA100-SXM4-80GB, inter=IB NDR 400G, intra=PCIe 4.0 x16");
    var devices = cluster.devices();
    assertEquals(31.5e9, cluster.link(devices.get(0), devices.get(1)).bytesPerSecond());
    assertEquals(50e9, cluster.link(devices.get(0), devices.get(8)).bytesPerSecond());
  }

  @Test
  void aDeviceThatStandsInNoClusterHasAnAssumedLink() {
    var cluster = ClusterWords.parse("cpu:2");
    var devices = cluster.devices();
    var other = new Device(new DeviceId("far"), devices.get(0).kind(), "elsewhere", 0, 1);
    assertEquals(8e9, cluster.link(devices.get(0), devices.get(1)).bytesPerSecond());
    assertEquals(118e6, cluster.link(devices.get(0), other).bytesPerSecond());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cpu:0|A cluster of 0 workers",
        "gpus|\"gpus\" is not a cluster",
        "gpu:1,cpu:1|\"gpu:1,cpu:1\" is not a cluster",
        "cpu:1,gpu:|\"cpu:1,gpu:\" is not a cluster",
        "gpu:9999|9999 cards are asked for",
        "''|\"\" is not a cluster",
        "0xA100-SXM4-80GB|A cluster of \"0\" hosts",
        "-2xA100-SXM4-80GB|A cluster of \"-2\" hosts",
        "0*8xA100-SXM4-80GB|A cluster of \"0\" hosts",
        "65537xA100-SXM4-80GB|more devices than the 65536",
        "99999999999*8xA100-SXM4-80GB|more devices than the 65536",
        "65536*65536xA100-SXM4-80GB|more devices than the 65536",
        "8xA100-SMX4-80GB|no device \"A100-SMX4-80GB\". Maybe A100-SXM4-80GB",
        "8xh100|no device \"h100\"",
        "8xA100-SXM4-80GB,intra=NVLink 9|no link \"NVLink 9\"",
        "8xA100-SXM4-80GB,speed=1|no such word as \"speed\"",
        "8xA100-SXM4-80GB,|no such word as \"\"",
        "8xA100-SXM4-80GB,intra=1 GbE,intra=1 GbE|the word intra stands twice"
      })
  void nonsenseIsRefusedInOneSentence(String words, String sentence) {
    var refused = assertThrows(ProblemException.class, () -> ClusterWords.parse(words));
    assertTrue(refused.getMessage().contains(sentence), refused.getMessage());
    assertEquals(1, refused.problems().size());
  }
}
