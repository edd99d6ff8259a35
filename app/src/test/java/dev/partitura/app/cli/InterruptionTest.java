package dev.partitura.app.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.onnx.OnnxWriter;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.TensorType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterruptionTest {
  @TempDir private Path folder;

  /// By the signal to terminate: a process that a test starts in background may ignore Ctrl-C's.
  @Test
  void endOfTheProcessStopsAnEndlessLoopAndLeavesNoFile() throws IOException, InterruptedException {
    var model = folder.resolve("endless.onnx");
    writeEndlessLoop(model);
    var report = folder.resolve("report.json");
    var said = folder.resolve("said.txt");
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Started.class.getName(),
                "run",
                model.toString(),
                "--report",
                report.toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      while (process.isAlive() && !Files.readString(said).contains("started")) {
        Thread.sleep(50);
      }
      Thread.sleep(1000);
      assertTrue(process.isAlive(), Files.readString(said));
      process.destroy();
      assertTrue(process.waitFor(30, TimeUnit.SECONDS), "It goes on when asked to end");
    } finally {
      process.destroyForcibly();
    }
    assertNotEquals(CommandLineTool.DONE, process.exitValue());
    var text = Files.readString(said, StandardCharsets.UTF_8);
    assertTrue(text.contains("Cancelled."), text);
    assertFalse(text.contains("Exception"), text);
    assertFalse(Files.exists(report));
  }

  private static void writeEndlessLoop(Path file) throws IOException {
    var body = new NetworkBuilder("body").opset(19);
    body.input("i", TensorType.of(DataType.INT64));
    var going = body.input("going", TensorType.of(DataType.BOOL));
    var sum = body.input("sum", TensorType.of(DataType.FLOAT, 2));
    body.output(body.op("Identity", going));
    body.output(body.op("Add", sum, sum));
    var b = new NetworkBuilder("endless").opset(19);
    var attributes = new Attributes(Map.of("body", new Attribute.NetworkValue(body.build())));
    b.output(b.op("loop", "Loop", attributes, "", "", b.input("start", Shape.of(2))));
    OnnxWriter.write(b.build(), file);
  }

  /// The command line in a process of its own.
  static final class Started {
    private Started() {}

    public static void main(String[] arguments) {
      System.out.println("started");
      System.exit(
          new CommandLineTool(new LoweringRunner(new LocalExecutor()), new LocalExecutor(), _ -> {})
              .run(arguments));
    }
  }
}
