package dev.partitura.engine.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadMeterTest {
  @TempDir Path proc = Path.of("");

  private void write(String states, String own) throws IOException {
    Files.createDirectories(proc.resolve("self"));
    Files.writeString(proc.resolve("loadavg"), "1.25 0.50 0.10 2/300 4711\n");
    Files.writeString(
        proc.resolve("stat"), "cpu  " + states + "\ncpu0 1 2\ncpu1 1 2\nintr 5\nctxt 6\n");
    Files.writeString(
        proc.resolve("self/stat"),
        "4711 (a name) of 2) R 1 1 1 0 -1 4194304 1 0 0 0 " + own + " 0 0 20 0 9 0 77\n");
  }

  @Test
  void whatOthersTookIsWhatWasBusyWithoutUs() throws IOException {
    write("1000 0 500 8000 100 0 0 0 0 0", "400 100");
    var meter = LoadMeter.start(proc);
    // 200 ticks more: 100 idle, 100 busy, 60 of which were ours.
    write("1080 5 510 8090 110 2 1 2 0 0", "450 110");
    assertEquals(
        new MachineLoad(OptionalDouble.of(1.25), OptionalDouble.of(40 / 200.0)), meter.read());
  }

  @Test
  void aMomentTellsNothing() throws IOException {
    write("1000 0 500 8000 100 0 0 0 0 0", "400 100");
    var meter = LoadMeter.start(proc);
    write("1005 0 500 8010 100 0 0 0 0 0", "402 100");
    assertEquals(OptionalDouble.empty(), meter.read().othersShare());
  }

  @Test
  void whatASystemDoesNotTellIsNotKnown() {
    assertEquals(MachineLoad.UNKNOWN, LoadMeter.start(proc.resolve("absent")).read());
  }
}
