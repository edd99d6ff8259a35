package dev.partitura.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.partitura.app.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program as a process of its own, whose streams a shell leads elsewhere.
class StandardStreamsTest {
  @TempDir Path folder = Path.of("");

  @BeforeAll
  static void onLinux() {
    assumeTrue(Files.exists(Path.of("/dev/full")), "Skipped: there is no /dev/full here");
  }

  /// @param rest arguments and redirections as a shell reads them
  private int run(String rest) throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var process =
        new ProcessBuilder(
                "sh",
                "-c",
                "\"$0\" --enable-native-access=ALL-UNNAMED -cp \"$1\" \"$2\" " + rest + " 2>err",
                java.toString(),
                System.getProperty("java.class.path"),
                Main.class.getName())
            .directory(folder.toFile())
            .start();
    assertTrue(process.waitFor(120, TimeUnit.SECONDS));
    return process.exitValue();
  }

  private String text(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  @Test
  void aFullOrClosedOutputIsAnError() throws Exception {
    for (var target : new String[] {">/dev/full", ">&-"}) {
      assertEquals(CommandLineTool.REFUSED, run("models " + target), target);
      assertTrue(text("err").contains("Standard output could not be written"), text("err"));
    }
  }

  @Test
  void aReportToStandardOutputGoesBehindWhatIsThere() throws Exception {
    Files.writeString(folder.resolve("log"), "first\n");
    assertEquals(
        CommandLineTool.DONE, run("run mlp --warmup 0 --report /dev/stdout >>log"), text("err"));
    assertTrue(text("log").startsWith("first\n{"), text("log"));
    var json = new ObjectMapper().readTree(text("log").substring("first\n".length()));
    assertEquals(1, json.at("/repeats").asInt());
    assertTrue(text("err").contains("throughput"), text("err"));
  }

  @Test
  void aTraceGoesThroughAPipe() throws Exception {
    assertEquals(0, run("run mlp --warmup 0 --trace /dev/stdout | cat >trace"), text("err"));
    assertTrue(new ObjectMapper().readTree(text("trace")).has("traceEvents"));
  }

  @Test
  void aFullDeviceIsToldBeforeTheRun() throws Exception {
    for (var option : List.of("--report", "--trace")) {
      for (var target : List.of("/dev/full >out", "/dev/stdout >/dev/full")) {
        int exit = run("run mlp --warmup 0 " + option + " " + target);
        assertEquals(CommandLineTool.REFUSED, exit);
        assertTrue(
            text("err").contains("could not be written: the device takes nothing"), text("err"));
        assertFalse(text("err").contains("throughput"), text("err"));
      }
      assertEquals("", text("out"));
    }
    assertTrue(Files.exists(Path.of("/dev/full")));
  }
}
