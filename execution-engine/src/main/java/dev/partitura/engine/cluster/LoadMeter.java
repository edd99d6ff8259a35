package dev.partitura.engine.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/// Reads off the load of this machine since it was started, as Linux counts it in `/proc`.
public final class LoadMeter {
  /// Linux counts a core's time in hundredths of a second: fewer of them tell nothing.
  private static final long FEWEST_TICKS_OF_A_CORE = 10;

  private static final int TICKS_OF_STATES = 8;
  private static final List<Integer> RESTING = List.of(3, 4);

  private final Path proc;
  private final Ticks begun;

  private record Ticks(long all, long busy, long own, long cores) {
    static final Ticks UNKNOWN = new Ticks(0, 0, 0, 0);
  }

  private LoadMeter(Path proc) {
    this.proc = proc;
    begun = ticks();
  }

  public static LoadMeter start() {
    return start(Path.of("/proc"));
  }

  static LoadMeter start(Path proc) {
    return new LoadMeter(proc);
  }

  /// The load from the start until now.
  public MachineLoad read() {
    var now = ticks();
    long all = now.all() - begun.all();
    long others = now.busy() - begun.busy() - (now.own() - begun.own());
    return new MachineLoad(
        average(),
        begun.cores() == 0 || all < FEWEST_TICKS_OF_A_CORE * begun.cores()
            ? OptionalDouble.empty()
            : OptionalDouble.of(Math.clamp((double) others / all, 0.0, 1.0)));
  }

  private OptionalDouble average() {
    try {
      return OptionalDouble.of(Double.parseDouble(words(text("loadavg")).getFirst()));
    } catch (IOException | NumberFormatException unknown) {
      return OptionalDouble.empty();
    }
  }

  private Ticks ticks() {
    try {
      var lines = text("stat").lines().toList();
      long all = 0;
      long busy = 0;
      var states = words(lines.getFirst());
      for (int state = 0; state < TICKS_OF_STATES; state++) {
        long ticks = Long.parseLong(states.get(state + 1));
        all += ticks;
        busy += RESTING.contains(state) ? 0 : ticks;
      }
      // The name of the program, in brackets, may hold blanks: count from behind it.
      var self = text("self/stat");
      var fields = words(self.substring(self.lastIndexOf(')') + 1));
      long own = Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12));
      return new Ticks(all, busy, own, lines.stream().filter(LoadMeter::isCore).count());
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException unknown) {
      return Ticks.UNKNOWN;
    }
  }

  private static boolean isCore(String line) {
    return line.matches("cpu\\d.*");
  }

  private String text(String name) throws IOException {
    return Files.readString(proc.resolve(name));
  }

  private static List<String> words(String text) {
    return Arrays.asList(text.strip().split("\\s+"));
  }
}
