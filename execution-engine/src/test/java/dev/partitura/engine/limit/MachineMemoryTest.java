package dev.partitura.engine.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineMemoryTest {
  private static final long MEBIBYTE = 1L << 20;

  @TempDir private Path root;

  private void file(String path, String text) throws IOException {
    var file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private long available() {
    return new MachineMemory(root).available();
  }

  @Test
  void withoutGroupsTheSystemTells() throws IOException {
    file("proc/meminfo", "MemTotal:  8000 kB\nMemFree:  10 kB\nMemAvailable:    2048 kB\n");
    assertEquals(2 * MEBIBYTE, available());
  }

  @Test
  void theTightestGroupAroundTheProcessCounts() throws IOException {
    file("proc/meminfo", "MemAvailable: 1048576 kB\n");
    file("proc/self/cgroup", "0::/jobs/one\n");
    file("sys/fs/cgroup/jobs/one/memory.max", "max\n");
    file("sys/fs/cgroup/jobs/memory.max", 100 * MEBIBYTE + "\n");
    file("sys/fs/cgroup/jobs/memory.current", 70 * MEBIBYTE + "\n");
    file("sys/fs/cgroup/jobs/memory.stat", "anon 5\ninactive_file " + 10 * MEBIBYTE + "\n");
    assertEquals(40 * MEBIBYTE, available());
  }

  @Test
  void groupsOfTheFirstKindCountToo() throws IOException {
    file("proc/meminfo", "MemAvailable: 1048576 kB\n");
    file("proc/self/cgroup", "7:cpu:/x\n5:memory:/docker/abc\n");
    file("sys/fs/cgroup/memory/memory.limit_in_bytes", 64 * MEBIBYTE + "\n");
    file("sys/fs/cgroup/memory/memory.usage_in_bytes", 48 * MEBIBYTE + "\n");
    assertEquals(16 * MEBIBYTE, available());
  }

  @Test
  void whatDoesNotFitIsRefusedWithBothSizes() {
    var refused =
        assertThrows(
            ProblemException.class,
            () -> MachineMemory.require(200L << 30, Phrase.of("words.theRun"), 300 * MEBIBYTE));
    assertEquals(
        "The run needs 215 GB of memory, but 315 MB are free.",
        refused.problems().getFirst().message());
    assertTrue(MachineMemory.availableBytes() > 0);
  }
}
