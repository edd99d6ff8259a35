package dev.partitura.visualizers.painter;

/// The few kinds of writing in a drawing.
public enum Lettering {
  SMALL("Inter", 10, false),
  BODY("Inter", 11, false),
  STRONG("Inter", 11, true),
  TITLE("Inter", 13, true),
  NUMBER("JetBrains Mono", 10, false);

  private final String family;
  private final double size;
  private final boolean bold;

  Lettering(String family, double size, boolean bold) {
    this.family = family;
    this.size = size;
    this.bold = bold;
  }

  public String family() {
    return family;
  }

  /// Height of the letters in pixels.
  public double size() {
    return size;
  }

  public boolean bold() {
    return bold;
  }
}
