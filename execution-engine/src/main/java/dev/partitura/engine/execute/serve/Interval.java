package dev.partitura.engine.execute.serve;

/// Where a figure lies with the confidence that was asked for.
public record Interval(double low, double high) {
  public boolean contains(double value) {
    return value >= low && value <= high;
  }

  public double middle() {
    return (low + high) / 2;
  }
}
