package dev.partitura.ui.docking;

/// Where a panel lies until somebody moves it.
public enum Home {
  /// What the window is about; it takes what the others leave and never moves.
  MIDDLE(1, 0, Double.MAX_VALUE),
  LEFT(0.17, 180, 216),
  RIGHT(0.24, 220, 300),
  /// All along, below the others.
  BOTTOM(0.42, 140, 340);

  private final double share;
  private final double least;
  private final double most;

  /// @param share of the window that a panel takes by itself, between `least` and `most` pixels
  Home(double share, double least, double most) {
    this.share = share;
    this.least = least;
    this.most = most;
  }

  /// Pixels that a panel takes of a window until somebody drags its edge.
  double sizeIn(double window) {
    return Math.clamp(Math.rint(share * window), least, most);
  }
}
