package dev.partitura.engine.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MachineDiscoveryTest {
  @TempDir private Path root;

  private void put(String path, String text) throws IOException {
    var file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void coresOfAHyperThreadedMachineComePhysicalFirst() throws IOException {
    put("proc/self/status", "Name:\tjava\nCpus_allowed_list:\t0-3\n");
    put("proc/meminfo", "MemTotal:       16384 kB\n");
    put("proc/cpuinfo", "processor\t: 0\nmodel name\t: Fast 9000\n");
    for (int cpu = 0; cpu < 4; cpu++) {
      put("sys/devices/system/cpu/cpu" + cpu + "/topology/core_id", cpu % 2 + "\n");
      put("sys/devices/system/cpu/cpu" + cpu + "/topology/physical_package_id", "0\n");
    }
    put("sys/devices/system/cpu/cpu0/cache/index0/level", "1\n");
    put("sys/devices/system/cpu/cpu0/cache/index0/type", "Data\n");
    put("sys/devices/system/cpu/cpu0/cache/index0/size", "32K\n");
    put("sys/devices/system/cpu/cpu0/cache/index0/shared_cpu_list", "0,2\n");
    put("sys/fs/cgroup/memory.max", "8388608\n");
    var machine = new MachineDiscovery(root).machine();
    assertEquals(List.of(0, 1, 2, 3), machine.cores().stream().map(Machine.Core::id).toList());
    assertEquals(2, machine.physicalCores());
    assertEquals(List.of(new Machine.Cache(1, "Data", 32768, 2)), machine.caches());
    assertEquals(8388608, machine.host().memoryBytes());
    assertEquals("Fast 9000", machine.host().processor());
  }

  @Test
  void machineWithoutTheseFilesIsStillFound() {
    var machine = new MachineDiscovery(root).machine();
    assertEquals(Runtime.getRuntime().availableProcessors(), machine.cores().size());
    assertTrue(machine.host().memoryBytes() > 0);
    assertEquals(List.of(), machine.caches());
  }

  @Test
  void thisMachineHasCoresAndMemory() {
    var machine = MachineDiscovery.discover();
    assertFalse(machine.cores().isEmpty());
    assertTrue(machine.host().memoryBytes() > 1 << 20);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void otherSystemsAreAskedForTheSame() {
    var here = MachineDiscovery.discover();
    var asked = SystemMachine.discover();
    assertTrue(asked.cores().containsAll(here.cores()), () -> asked + " for " + here);
    assertEquals(here.host().name(), asked.host().name());
    assertEquals(here.host().processor(), asked.host().processor());
    assertEquals(here.coreSpeed(), asked.coreSpeed());
    // Ours may be bounded by the memory of a container.
    assertTrue(asked.host().memoryBytes() >= here.host().memoryBytes());
  }

  @ParameterizedTest
  @CsvSource({
    "fpu sse4_2 avx2 avx512f, CORE_512",
    "PF_SSE_INSTRUCTIONS_AVAILABLE PF_AVX2_INSTRUCTIONS_AVAILABLE, CORE_256",
    "machdep.cpu.leaf7_features: SMEP AVX2 BMI2, CORE_256",
    "hw.optional.neon: 1, CORE_128"
  })
  void coresAreAsFastAsTheirWidestInstructions(String flags, String speed) {
    var speeds =
        Map.of("CORE_512", Speed.CORE_512, "CORE_256", Speed.CORE_256, "CORE_128", Speed.CORE_128);
    assertEquals(speeds.get(speed), MachineDiscovery.coreSpeed(flags));
  }

  @Test
  void workersBeyondTheCoresShareThemAndThatIsSaid() {
    var machine =
        new Machine(
            new Host("h", 2, 1 << 20, ""),
            List.of(new Machine.Core(4, 0, 0), new Machine.Core(6, 1, 0)),
            List.of(),
            Speed.of(DeviceKind.CPU));
    var cluster = Clusters.workers(3, machine);
    assertEquals(List.of(4, 6, 4), cluster.devices().stream().map(Device::core).toList());
    assertEquals(
        List.of("Workers cpu0 and cpu2 share core 4 and take time from each other."),
        Clusters.notes(cluster).stream().map(Object::toString).toList());
    assertEquals(List.of(), Clusters.notes(cluster, List.of(cluster.devices().get(2).id())));
    assertEquals(
        List.of("CPU 0", "CPU 1", "CPU 2"), cluster.devices().stream().map(Device::label).toList());
    assertEquals(3, cluster.links().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "gpu:2", "cpu:", "cpu:0", "cpu:-1", "cpu:999", "cpu:x", "cpu:99999999999"})
  void nonsenseIsNoCluster(String text) {
    var refused = assertThrows(ProblemException.class, () -> Clusters.workers(text));
    assertFalse(refused.problems().getFirst().hint().isEmpty());
  }

  @Test
  void clusterIsParsed() {
    assertEquals(
        List.of("cpu0", "cpu1"),
        Clusters.workers("cpu:2").devices().stream().map(device -> device.id().name()).toList());
  }
}
