package dev.partitura.ui.canvas;

import dev.partitura.engine.task.EdgeKind;

/// How a dependence is drawn, the same in every drawing: a line style and its letters, so that no
/// colour is needed to tell kinds apart.
public final class DependenceLine {
  private static final Stroke READS = Stroke.MEDIUM;
  private static final Stroke OVERWRITES_READ = Stroke.MEDIUM.dashed(7, 4);
  private static final Stroke OVERWRITES_WRITTEN = Stroke.MEDIUM.dashed(2, 3);
  private static final Stroke ORDERED = Stroke.THIN.dashed(14, 5);

  private DependenceLine() {}

  public static Stroke stroke(EdgeKind kind) {
    return switch (kind) {
      case RAW -> READS;
      case WAR -> OVERWRITES_READ;
      case WAW -> OVERWRITES_WRITTEN;
      case ORDER -> ORDERED;
    };
  }

  /// The same line, wider.
  public static Stroke stroke(EdgeKind kind, double width) {
    var stroke = stroke(kind);
    return new Stroke(width, stroke.dash(), stroke.gap(), stroke.corner());
  }

  /// The letters on the line: those of the hazard, or of the order.
  public static String letters(EdgeKind kind) {
    return switch (kind) {
      case RAW, WAR, WAW -> kind.name();
      case ORDER -> "ORD";
    };
  }
}
