package dev.partitura.editor.gesture;

import dev.partitura.ui.canvas.Lettering;
import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.canvas.Pen.Anchor;
import dev.partitura.ui.canvas.Stroke;
import dev.partitura.ui.theme.BundledFonts;
import dev.partitura.ui.theme.Palette;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.layout.Region;

/// The card beside the pointer that says why something cannot be done.
final class ReasonCard {
  private static final Lettering WORDS = new Lettering(BundledFonts.SANS, 12, false);
  private static final double WIDEST = 320;
  private static final double LINE = 16;
  private static final double EDGE = 4;

  private ReasonCard() {}

  /// @param room the card stays within it
  static void paint(Pen pen, Region room, Palette palette, String text, double x, double y) {
    var lines = wrapped(pen, text);
    double widest = lines.stream().mapToDouble(line -> pen.textWidth(line, WORDS)).max().orElse(0);
    double width = widest + 20;
    double height = lines.size() * LINE + 14;
    double left = within(x + 14, room.getWidth() - width);
    double top = within(y + 18, room.getHeight() - height);
    pen.fillRound(left, top, width, height, 6, palette.card());
    pen.outline(left, top, width, height, 6, palette.bad(), Stroke.THIN);
    for (int i = 0; i < lines.size(); i++) {
      double middle = top + 15 + i * LINE;
      pen.label(lines.get(i), left + 10, middle, Anchor.START, WORDS, palette.text());
    }
  }

  private static double within(double place, double most) {
    return Math.clamp(place, EDGE, Math.max(EDGE, most - EDGE));
  }

  private static List<String> wrapped(Pen pen, String text) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (var word : text.split(" ")) {
      if (!line.isEmpty() && pen.textWidth(line + " " + word, WORDS) > WIDEST) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
