package dev.partitura.engine.execute;

import dev.partitura.engine.problem.Problem;
import java.util.Locale;

/// How the outputs of a run compare to those of the unsplit run.
public sealed interface Agreement {
  /// Not compared.
  Agreement UNKNOWN = new Unknown();

  /// Bit for bit the same.
  Agreement IDENTICAL = new Identical();

  /// What it is called in a report.
  String word();

  /// It in words.
  String sentence();

  record Unknown() implements Agreement {
    @Override
    public String word() {
      return "unknown";
    }

    @Override
    public String sentence() {
      return "outputs not compared with the unsplit run";
    }
  }

  record Identical() implements Agreement {
    @Override
    public String word() {
      return "identical";
    }

    @Override
    public String sentence() {
      return "outputs equal the unsplit run bit for bit";
    }
  }

  /// No element differs by more than a sum taken in another order may.
  ///
  /// @param output the one that comes nearest to its bound
  /// @param difference the largest in that output
  /// @param bound see [OutputComparison]
  record WithinRounding(String output, double difference, double bound) implements Agreement {
    @Override
    public String word() {
      return "within rounding";
    }

    @Override
    public String sentence() {
      return String.format(
          Locale.ROOT,
          "within rounding of the unsplit run: largest difference %.2g (bound %.2g)",
          difference,
          bound);
    }
  }

  /// The numbers are not those of the unsplit run, and so are not to be used.
  ///
  /// @param problem names the output, the element and both values
  record Different(Problem problem) implements Agreement {
    @Override
    public String word() {
      return "different";
    }

    @Override
    public String sentence() {
      return problem.sentence();
    }
  }
}
