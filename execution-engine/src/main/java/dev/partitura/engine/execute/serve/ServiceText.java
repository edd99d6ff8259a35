package dev.partitura.engine.execute.serve;

import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;

/// Reads service times such as `exponential:10ms`, `erlang:4,0.01` or `linear:5ms,1ms`.
public final class ServiceText {
  private static final int MOST_PHASES = 1000;
  private static final double MOST_SIGMA = 10;
  private static final double MOST_VARIATION = 1e6;

  private ServiceText() {}

  /// @throws ProblemException when the text is none of these or a number is nonsense
  public static ServiceTime read(String text) {
    var words = Words.of(text);
    if (words.name().equals("linear")) {
      var parts = words.parts(2);
      double fixed = Words.seconds(text, parts.get(0));
      double each = Words.seconds(text, parts.get(1));
      if (fixed + each == 0) {
        throw ProblemException.of("serve.service.zero", text, text);
      }
      return new ServiceTime.Linear(fixed, each);
    }
    var times = distribution(text, words);
    if (!(times.mean() > 0)) {
      throw ProblemException.of("serve.service.zero", text, text);
    }
    return new ServiceTime.Drawn(times);
  }

  private static Distribution distribution(String text, Words words) {
    return switch (words.name()) {
      case "exponential" -> new Distribution.Exponential(Words.seconds(text, words.only()));
      case "constant" -> new Distribution.Constant(Words.seconds(text, words.only()));
      case "erlang" -> {
        var parts = words.parts(2);
        double phases = within(text, parts.get(0), 1, MOST_PHASES);
        if (phases != Math.rint(phases)) {
          throw ProblemException.of("serve.service.range", text, text, 1, MOST_PHASES);
        }
        yield new Distribution.Erlang((int) phases, Words.seconds(text, parts.get(1)));
      }
      case "uniform" -> uniform(text, words);
      case "lognormal" -> {
        var parts = words.parts(2);
        yield new Distribution.Lognormal(
            Words.seconds(text, parts.get(0)), within(text, parts.get(1), 0, MOST_SIGMA));
      }
      case "hyperexponential" -> {
        var parts = words.parts(2);
        yield new Distribution.Hyperexponential(
            Words.seconds(text, parts.get(0)), within(text, parts.get(1), 1, MOST_VARIATION));
      }
      case "gamma" -> {
        var parts = words.parts(2);
        yield new Distribution.Gamma(
            Words.seconds(text, parts.get(0)), within(text, parts.get(1), 1e-3, MOST_SIGMA));
      }
      case "points" -> points(text, words);
      default -> throw ProblemException.of("serve.service", text, text);
    };
  }

  private static Distribution uniform(String text, Words words) {
    var parts = words.parts(2);
    double low = Words.seconds(text, parts.get(0));
    double high = Words.seconds(text, parts.get(1));
    if (low > high) {
      throw ProblemException.of("serve.service.uniform", text, text);
    }
    return new Distribution.Uniform(low, high);
  }

  private static Distribution points(String text, Words words) {
    var weights = new ArrayList<Double>();
    var values = new ArrayList<Double>();
    double sum = 0;
    for (var part : words.all()) {
      int by = part.indexOf('x');
      double weight = by < 0 ? 0 : Words.number(text, part.substring(0, by).strip());
      if (!(weight > 0)) {
        throw ProblemException.of("serve.service.points", text, text);
      }
      weights.add(weight);
      values.add(Words.seconds(text, part.substring(by + 1).strip()));
      sum += weight;
    }
    if (Math.abs(sum - 1) > 1e-9) {
      throw ProblemException.of("serve.service.points", text, text);
    }
    return new Distribution.Points(weights, values);
  }

  private static double within(String text, String word, double least, double most) {
    double number = Words.number(text, word);
    if (!(number >= least && number <= most)) {
      throw ProblemException.of("serve.service.range", text, text, least, most);
    }
    return number;
  }
}
