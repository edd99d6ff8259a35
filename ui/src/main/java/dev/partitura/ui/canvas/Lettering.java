package dev.partitura.ui.canvas;

import dev.partitura.ui.theme.BundledFonts;

/// A kind of writing in a drawing.
///
/// @param size height of the letters in pixels
public record Lettering(String family, double size, boolean isBold) {
  public static final Lettering SMALL = new Lettering(BundledFonts.SANS, 10, false);
  public static final Lettering STRONG = new Lettering(BundledFonts.SANS, 11, true);
  public static final Lettering TITLE = new Lettering(BundledFonts.SANS, 13, true);
  public static final Lettering NUMBER = new Lettering(BundledFonts.MONO, 10, false);
}
