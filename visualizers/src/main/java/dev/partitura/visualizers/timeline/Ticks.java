package dev.partitura.visualizers.timeline;

import dev.partitura.ui.canvas.Axis;
import dev.partitura.ui.format.Format;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// Where the ruler has its marks: at 1, 2 or 5 times a power of ten.
///
/// @param stepNanos time between two marks
/// @param firstNanos the first mark on the screen
/// @param lastNanos no mark lies behind it
/// @param unitNanos unit of the labels, the same all over the trace
public record Ticks(double stepNanos, double firstNanos, double lastNanos, double unitNanos) {
  private static final double LEAST_PIXELS = 110;

  /// The marks of a time axis, at least a label's width apart.
  public static Ticks of(Axis time) {
    double least = time.unitsPerPixel() * LEAST_PIXELS;
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    double step = power;
    for (double factor : new double[] {1, 2, 5, 10}) {
      step = power * factor;
      if (step >= least) {
        break;
      }
    }
    double last = Math.min(time.end(), time.limits().to() + step);
    double first = Math.max(0, Math.ceil(time.start() / step) * step);
    return new Ticks(step, first, last, unit(time.limits().to()));
  }

  public int count() {
    return lastNanos < firstNanos ? 0 : (int) Math.floor((lastNanos - firstNanos) / stepNanos) + 1;
  }

  public double nanos(int index) {
    return firstNanos + index * stepNanos;
  }

  /// The time of a mark, as fine as the step needs: `15 ms`, `15.25 ms`.
  public String label(double nanos) {
    int places = Math.max(0, (int) -Math.floor(Math.log10(stepNanos / unitNanos) + 1e-9));
    var number =
        BigDecimal.valueOf(nanos / unitNanos)
            .setScale(places, RoundingMode.HALF_UP)
            .toPlainString();
    return Format.unit(number, name(unitNanos));
  }

  private static double unit(double nanos) {
    return nanos < 1e3 ? 1 : nanos < 1e6 ? 1e3 : nanos < 1e9 ? 1e6 : 1e9;
  }

  private static String name(double unit) {
    return unit == 1 ? "ns" : unit == 1e3 ? "µs" : unit == 1e6 ? "ms" : "s";
  }
}
