package dev.partitura.engine.execute.serve;

import dev.partitura.engine.file.TextFile;
import dev.partitura.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// The times of a log, replayed: the first request of the log comes at once.
///
/// The file is CSV with a line for each request. Its first line may name the columns; the times are
/// seconds, in the column `arrived_at` or, where there is none of that name, in the first.
public final class RecordedArrivals implements Arrivals {
  private static final String COLUMN = "arrived_at";

  private final double[] seconds;

  private RecordedArrivals(double[] seconds) {
    this.seconds = seconds;
  }

  /// @throws ProblemException when there is no such file, or a time of it is no number, below 0 or
  ///   before the one above it; names the line
  static RecordedArrivals read(Path file) {
    var lines = TextFile.read(file, file.getFileName()).lines().toList();
    int first = 0;
    int column = 0;
    while (first < lines.size() && lines.get(first).isBlank()) {
      first++;
    }
    if (first < lines.size() && Character.isLetter(lines.get(first).strip().charAt(0))) {
      column = Math.max(0, cells(lines.get(first)).indexOf(COLUMN));
      first++;
    }
    var times = new double[lines.size()];
    int count = 0;
    for (int line = first; line < lines.size(); line++) {
      if (!lines.get(line).isBlank()) {
        double time = time(file, lines.get(line), column, line + 1);
        if (count > 0 && time < times[count - 1]) {
          throw ProblemException.of(
              "serve.arrivals.order", file.toString(), file.getFileName(), line + 1);
        }
        times[count++] = time;
      }
    }
    if (count < 2) {
      throw ProblemException.of("serve.arrivals.few", file.toString(), file.getFileName(), count);
    }
    if (times[count - 1] == times[0]) {
      throw ProblemException.of("serve.arrivals.once", file.toString(), file.getFileName());
    }
    return new RecordedArrivals(Arrays.copyOf(times, count));
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.split(",", -1)).map(String::strip).toList();
  }

  private static double time(Path file, String line, int column, int number) {
    var cells = cells(line);
    var text = column < cells.size() ? cells.get(column) : "";
    double time;
    try {
      time = Double.parseDouble(text);
    } catch (NumberFormatException _) {
      throw ProblemException.of(
          "serve.arrivals.number", file.toString(), file.getFileName(), number, text);
    }
    if (!(time >= 0 && time < MOST_SECONDS)) {
      throw ProblemException.of(
          "serve.arrivals.range", file.toString(), file.getFileName(), number, text);
    }
    return time;
  }

  /// A century, whose nanoseconds are still exact enough.
  private static final double MOST_SECONDS = 3.2e9;

  public int requests() {
    return seconds.length;
  }

  /// Seconds from the first request to the last.
  public double lengthSeconds() {
    return seconds[seconds.length - 1] - seconds[0];
  }

  @Override
  public double perSecond() {
    return (seconds.length - 1) / lengthSeconds();
  }

  @Override
  public double variation() {
    double mean = 1 / perSecond();
    double squares = 0;
    for (int i = 1; i < seconds.length; i++) {
      double off = seconds[i] - seconds[i - 1] - mean;
      squares += off * off;
    }
    return Math.sqrt(squares / (seconds.length - 1)) / mean;
  }

  /// The same log, played faster or slower.
  @Override
  public Arrivals withRate(double requestsPerSecond) {
    double factor = perSecond() / requestsPerSecond;
    return new RecordedArrivals(Arrays.stream(seconds).map(time -> time * factor).toArray());
  }

  @Override
  public Times times(RandomGenerator random) {
    return new Times() {
      private int at;

      @Override
      public long next() {
        return at == seconds.length ? NEVER : Math.round((seconds[at++] - seconds[0]) * NANOS);
      }
    };
  }
}
