package dev.partitura.editor.painter;

import dev.partitura.ui.canvas.Lettering;
import dev.partitura.ui.theme.BundledFonts;

/// From which scale on what can be made out, and how the words on a node are written.
final class Detail {
  static final double CARDS = 0.16;
  static final double CURVES = 0.28;
  static final double TITLES = 0.3;
  static final double LETTERS = 0.4;
  static final double BYTES = 0.42;
  static final double PORTS = 0.45;
  static final double SUBTITLES = 0.5;
  static final double SHAPES = 0.62;

  static final Lettering TITLE = new Lettering(BundledFonts.SANS, 12.5, true);
  static final Lettering SUBTITLE = new Lettering(BundledFonts.MONO, 10, false);
  static final Lettering LETTER = new Lettering(BundledFonts.SANS, 9.5, true);
  static final Lettering FRAME = new Lettering(BundledFonts.SANS_MEDIUM, 11, false);
  static final Lettering SHAPE = new Lettering(BundledFonts.MONO, 9.5, false);

  private Detail() {}
}
