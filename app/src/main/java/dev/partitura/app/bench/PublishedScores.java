package dev.partitura.app.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.execute.Spread;
import dev.partitura.engine.file.JsonText;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// How far predictions are from what others measured.
///
/// @param rows predicted
/// @param left rows that were not, each with the reason
public record PublishedScores(List<Row> rows, List<String> left) {
  public PublishedScores {
    rows = List.copyOf(rows);
    left = List.copyOf(left);
  }

  /// A run.
  ///
  /// @param bytes published of a device's memory; not a number where nobody says
  /// @param predictedBytes of the fullest device
  public record Row(
      String id,
      String plan,
      double seconds,
      double predictedSeconds,
      double bytes,
      double predictedBytes) {
    double error() {
      return predictedSeconds / seconds - 1;
    }

    double bytesError() {
      return predictedBytes / bytes - 1;
    }
  }

  /// Errors of one kind.
  ///
  /// @param mean without signs, as a share
  /// @param kendall rank correlation of what was predicted and published: tau-b
  public record Summary(int count, double mean, double median, double worst, double kendall) {}

  /// Whether there was nothing to predict.
  public boolean isEmpty() {
    return rows.isEmpty() && left.isEmpty();
  }

  public Summary time() {
    return summary(rows, Row::error, Row::seconds, Row::predictedSeconds);
  }

  public Summary memory() {
    return summary(
        rows.stream().filter(row -> !Double.isNaN(row.bytes())).toList(),
        Row::bytesError,
        Row::bytes,
        Row::predictedBytes);
  }

  private static Summary summary(
      List<Row> rows,
      ToDoubleFunction<Row> error,
      ToDoubleFunction<Row> published,
      ToDoubleFunction<Row> predicted) {
    var errors = rows.stream().mapToDouble(error).map(Math::abs).toArray();
    return new Summary(
        errors.length,
        Arrays.stream(errors).average().orElse(Double.NaN),
        Spread.median(errors),
        Spread.quantile(errors, 1),
        kendall(
            rows.stream().mapToDouble(published).toArray(),
            rows.stream().mapToDouble(predicted).toArray()));
  }

  /// Kendall's tau-b: pairs that both put in one order less those in opposite orders, over the
  /// geometric mean of those that either orders. Not a number where one orders nothing. Cost O(n²).
  static double kendall(double[] one, double[] other) {
    long agreement = 0;
    long ordered = 0;
    long orderedByOther = 0;
    for (int i = 0; i < one.length; i++) {
      for (int j = 0; j < i; j++) {
        int first = Double.compare(one[i], one[j]);
        int second = Double.compare(other[i], other[j]);
        agreement += (long) Integer.signum(first) * Integer.signum(second);
        ordered += first == 0 ? 0 : 1;
        orderedByOther += second == 0 ? 0 : 1;
      }
    }
    return agreement / Math.sqrt((double) ordered * orderedByOther);
  }

  /// The report as JSON text.
  public String json() {
    var root = JsonText.object();
    var table = root.putObject("published");
    put(table.putObject("time"), time());
    put(table.putObject("memory"), memory());
    var list = table.putArray("rows");
    for (var row : rows) {
      var entry = list.addObject().put("id", row.id()).put("plan", row.plan());
      put(entry, "seconds", row.seconds());
      put(entry, "predictedSeconds", row.predictedSeconds());
      put(entry, "bytes", row.bytes());
      put(entry, "predictedBytes", row.predictedBytes());
    }
    var others = table.putArray("left");
    left.forEach(others::add);
    return JsonText.write(root);
  }

  private static void put(ObjectNode entry, Summary of) {
    entry.put("count", of.count());
    put(entry, "mean", of.mean());
    put(entry, "median", of.median());
    put(entry, "worst", of.worst());
    put(entry, "kendall", of.kendall());
  }

  /// Null for what is no number.
  private static void put(ObjectNode entry, String field, double value) {
    if (Double.isNaN(value)) {
      entry.putNull(field);
    } else {
      entry.put(field, value);
    }
  }

  /// A table for people.
  public void print(PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%-34s %12s %12s %8s %10s %10s %8s%n",
        "run",
        "published s",
        "predicted s",
        "error",
        "GB",
        "predicted",
        "error");
    for (var row : rows) {
      out.printf(
          Locale.ROOT,
          "%-34s %12.3f %12.3f %+7.1f%% %10s %10.1f %8s%n",
          row.id(),
          row.seconds(),
          row.predictedSeconds(),
          100 * row.error(),
          Double.isNaN(row.bytes()) ? "" : String.format(Locale.ROOT, "%.1f", row.bytes() / 1e9),
          row.predictedBytes() / 1e9,
          Double.isNaN(row.bytes())
              ? ""
              : String.format(Locale.ROOT, "%+.1f%%", 100 * row.bytesError()));
    }
    print(out, "time", time());
    print(out, "memory", memory());
    out.printf(Locale.ROOT, "%d rows left out%n", left.size());
    left.forEach(reason -> out.println("  " + reason));
    out.flush();
  }

  private static void print(PrintWriter out, String what, Summary of) {
    if (of.count() == 0) {
      return;
    }
    out.printf(
        Locale.ROOT,
        "%-8s %3d runs: mean %.1f %%, median %.1f %%, worst %.1f %%, Kendall %.3f%n",
        what,
        of.count(),
        100 * of.mean(),
        100 * of.median(),
        100 * of.worst(),
        of.kendall());
  }
}
