package dev.partitura.engine.execute.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// In a process of its own, since what counts is what that process holds.
class NativeMemoryTest {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int CYCLES = 20;
  private static final long MOST_GROWTH_MEBIBYTES = 150;

  @Test
  void nothingStaysAfterClose() throws IOException, InterruptedException {
    assumeTrue(Files.isReadable(STATUS), "Resident memory is read from /proc");
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                // All of the heap is there from the start, so that what grows is outside.
                "-XX:+UseSerialGC",
                "-XX:+AlwaysPreTouch",
                "-Xms512m",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Cycles.class.getName())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes());
    assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), said);
    long growth = Long.parseLong(said.strip());
    assertTrue(
        growth < MOST_GROWTH_MEBIBYTES,
        "After " + CYCLES + " runs were prepared and closed, " + growth + " MiB more are held");
  }

  /// Prepares and closes, and says by how many MiB the process has grown since the second time.
  static final class Cycles {
    private Cycles() {}

    public static void main(String[] arguments) throws IOException {
      var network = convolutions();
      var cluster = Clusters.workers(1);
      var plan = Plan.single(cluster.devices().getFirst().id());
      var request = new RunRequest(network, cluster, plan, 0, Map.of(), 1, 1, 0);
      long before = 0;
      for (int cycle = 0; cycle < CYCLES; cycle++) {
        new LocalExecutor().prepare(LoweringRunner.lower(request), request.workload()).close();
        before = cycle == 1 ? residentMebibytes() : before;
      }
      System.out.println(residentMebibytes() - before);
    }

    /// About 54 MB of weights, each with a normalization behind to fold.
    private static Network convolutions() {
      var b = new NetworkBuilder("convolutions");
      var x = b.input("x", Shape.of(1, 384, 24, 24));
      for (int i = 0; i < 10; i++) {
        var inputs = new ArrayList<String>();
        inputs.add(b.op("Conv", x, b.initializer("w", zeros(384, 384, 3, 3))));
        for (int j = 0; j < 4; j++) {
          inputs.add(b.initializer("n", zeros(384)));
        }
        x = b.op("BatchNormalization", inputs.toArray(String[]::new));
      }
      b.output(x);
      return b.build();
    }

    private static Tensor zeros(long... sizes) {
      return Tensor.allocate(TensorType.of(DataType.FLOAT, sizes));
    }

    private static long residentMebibytes() throws IOException {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
          .findFirst()
          .orElseThrow();
    }
  }
}
