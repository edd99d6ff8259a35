package dev.partitura.engine.backend.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The kernels as they ship for NVIDIA's driver are those that the source says.
@Timeout(120)
class KernelTextTest {
  private static final Path SCRIPT = Path.of("make-ptx");

  /// The compiler whose output is kept.
  private static final String COMPILER = "clang version 16.0.6";

  private static String output(String... command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    return text;
  }

  private static boolean hasCompiler() throws InterruptedException {
    try {
      return output("clang-16", "--version").contains(COMPILER);
    } catch (IOException absent) {
      return false;
    }
  }

  @Test
  void whatShipsIsWhatTheSourceGives() throws IOException, InterruptedException {
    assumeTrue(hasCompiler(), "Skipped: there is no " + COMPILER);
    assumeTrue(Files.isExecutable(SCRIPT), "Skipped: there is no " + SCRIPT);
    assertEquals(
        KernelSource.text("kernels.ptx"),
        output(SCRIPT.toAbsolutePath().toString()),
        "run execution-engine/make-ptx --write");
  }

  @Test
  void itIsForTheOldestCardsAndHasEveryKernel() {
    var ptx = KernelSource.text("kernels.ptx");
    assertTrue(ptx.contains(".version 4.0\n.target sm_50\n"));
    var kernels = Pattern.compile("KERNEL void (\\w+)\\(").matcher(KernelSource.text("kernels.c"));
    int count = 0;
    for (; kernels.find(); count++) {
      assertTrue(ptx.contains(".visible .entry " + kernels.group(1) + "("), kernels.group(1));
    }
    assertTrue(count > 0);
  }
}
