package dev.partitura.visualizers.chart;

import dev.partitura.ui.theme.BundledFonts;
import dev.partitura.ui.theme.Theme;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Our own font for the charts, known to AWT so that it measures the letters that JavaFX draws.
final class ChartFonts {
  static {
    // AWT only measures here; it must not look for a display.
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
  }

  /// The family as JavaFX knows it.
  static final String FAMILY = BundledFonts.SANS;

  private static final Font REGULAR = load();

  private ChartFonts() {}

  static Font size(int pixels) {
    return REGULAR.deriveFont((float) pixels);
  }

  private static Font load() {
    try (var stream = Theme.class.getResourceAsStream("fonts/Inter-Regular.otf")) {
      if (stream == null) {
        throw new IllegalStateException("The font Inter-Regular.otf is missing from the program");
      }
      var font = Font.createFont(Font.TRUETYPE_FONT, stream);
      GraphicsEnvironment.getLocalGraphicsEnvironment().registerFont(font);
      return font;
    } catch (FontFormatException e) {
      throw new IllegalStateException("The font Inter-Regular.otf is damaged", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
