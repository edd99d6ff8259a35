package dev.partitura.editor.painter;

import dev.partitura.ui.canvas.Lettering;
import dev.partitura.ui.theme.BundledFonts;

/// From which scale on what can be made out, and how the words on a node are written.
final class Detail {
  /// Below, the drawing is a map: spots of colour and the names of blocks.
  static final double NODES = 0.13;

  /// Below, a node is filled with its colour.
  static final double CARDS = 0.36;

  /// Below, corners are square: they are too small to be seen and cost most of a node.
  static final double ROUND = 0.55;

  static final double CURVES = 0.28;
  static final double LETTERS = 0.7;
  static final double PORTS = 0.45;
  static final double SUBTITLES = 0.66;
  static final double SHAPES = 0.72;

  /// More nodes than this are drawn as a map at any scale.
  static final int MOST_NODES = 600;

  /// Height of the smallest letters that are read with ease.
  static final double LEAST_LETTERS = 10;

  static final Lettering TITLE = new Lettering(BundledFonts.SANS, 12.5, true);
  static final Lettering SUBTITLE = new Lettering(BundledFonts.MONO, 10, false);
  static final Lettering LETTER = new Lettering(BundledFonts.SANS, 9.5, true);
  static final Lettering FRAME = new Lettering(BundledFonts.SANS_MEDIUM, 11.5, false);
  static final Lettering SHAPE = new Lettering(BundledFonts.MONO, 9.5, false);
  static final Lettering BYTES = new Lettering(BundledFonts.MONO, 9.5, false);

  private Detail() {}
}
