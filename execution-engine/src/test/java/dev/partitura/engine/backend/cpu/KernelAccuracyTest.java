package dev.partitura.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every elementwise kernel against float64 on 100,000 numbers over the whole float32 range, on
/// each kind of processor that this one can stand for. The library takes the kind from its
/// environment when it is loaded, so each is a process of its own.
class KernelAccuracyTest {
  @ParameterizedTest
  @ValueSource(strings = {"AVX512_CORE", "AVX2", "SSE41"})
  void everyKernelKeepsItsBound(String isa) throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        !isa.equals("AVX512_CORE") || KernelAccuracy.hasAvx512(),
        "Skipped: this processor has no AVX-512");
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            KernelAccuracy.class.getName());
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("ONEDNN_MAX_CPU_ISA", isa);
    var process = builder.start();
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), text);
    assertTrue(text.lines().filter(line -> line.startsWith("| ")).count() > 20, text);
  }
}
