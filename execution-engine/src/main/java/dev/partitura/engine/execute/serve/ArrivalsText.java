package dev.partitura.engine.execute.serve;

import dev.partitura.engine.problem.ProblemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Reads `poisson:200`, `constant:200`, `burst:200,4`, `gamma:200,13.2` and `trace:FILE.csv`.
public final class ArrivalsText {
  /// A request each nanosecond: more cannot be told apart.
  private static final double MOST_PER_SECOND = 1e9;

  private static final int MOST_BURST = 1_000_000;
  private static final double MOST_VARIATION = 1000;

  private ArrivalsText() {}

  /// @throws ProblemException when the text is none of these, a number is nonsense, or the file is
  ///   refused
  public static Arrivals read(String text) {
    var words = Words.of(text);
    return switch (words.name()) {
      case "poisson" -> new PoissonArrivals(rate(text, words.only()));
      case "constant" -> new ConstantArrivals(rate(text, words.only()));
      case "burst" -> burst(text, words);
      case "gamma" -> gamma(text, words);
      case "trace" -> RecordedArrivals.read(path(words.rest()));
      default -> throw ProblemException.of("serve.arrivals", text, text);
    };
  }

  private static Arrivals burst(String text, Words words) {
    var parts = words.parts(2);
    double size = Words.number(text, parts.get(1));
    if (size != Math.rint(size) || size < 1 || size > MOST_BURST) {
      throw ProblemException.of("serve.arrivals.burst", text, text, MOST_BURST);
    }
    return new BurstArrivals(rate(text, parts.get(0)), (int) size);
  }

  private static Arrivals gamma(String text, Words words) {
    var parts = words.parts(2);
    double variation = Words.number(text, parts.get(1));
    if (!(variation > 0 && variation <= MOST_VARIATION)) {
      throw ProblemException.of("serve.arrivals.gamma", text, text, MOST_VARIATION);
    }
    return new GammaArrivals(rate(text, parts.get(0)), variation);
  }

  private static double rate(String text, String word) {
    double rate = Words.number(text, word);
    if (!(rate > 0 && rate <= MOST_PER_SECOND)) {
      throw ProblemException.of("serve.arrivals.rate", text, text, word);
    }
    return rate;
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException _) {
      throw ProblemException.of("file.name", text, text);
    }
  }
}
