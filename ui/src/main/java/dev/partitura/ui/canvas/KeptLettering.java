package dev.partitura.ui.canvas;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.Text;

/// Fonts, widths and cut texts, each found out once. On the FX thread.
final class KeptLettering {
  private static final int MOST_KEPT = 20_000;

  private final Map<Lettering, Font> fonts = new HashMap<>();
  private final Map<Written, Double> widths = new HashMap<>();
  private final Map<Room, String> fitted = new HashMap<>();
  private final Text ruler = new Text();

  private record Written(String text, Lettering lettering) {}

  /// @param isPath whether the end of the text tells it apart
  private record Room(String text, int width, Lettering lettering, boolean isPath) {}

  Font font(Lettering lettering) {
    return kept(fonts)
        .computeIfAbsent(
            lettering,
            letters ->
                Font.font(
                    letters.family(),
                    letters.isBold() ? FontWeight.BOLD : FontWeight.NORMAL,
                    letters.size()));
  }

  double width(String text, Lettering lettering) {
    return text.isEmpty()
        ? 0
        : kept(widths).computeIfAbsent(new Written(text, lettering), this::measured);
  }

  private double measured(Written written) {
    ruler.setFont(font(written.lettering()));
    ruler.setText(written.text());
    return ruler.getLayoutBounds().getWidth();
  }

  /// @param cut does it, where it is not known for this width in whole pixels
  String fit(String text, int width, Lettering lettering, Supplier<String> cut) {
    return fit(new Room(text, width, lettering, false), cut);
  }

  /// The same for a text of which the end tells it apart.
  String fitPath(String path, int width, Lettering lettering, Supplier<String> cut) {
    return fit(new Room(path, width, lettering, true), cut);
  }

  private String fit(Room room, Supplier<String> cut) {
    var known = fitted.get(room);
    if (known == null) {
      known = cut.get();
      kept(fitted).put(room, known);
    }
    return known;
  }

  /// Begins anew what has grown too large.
  private static <K, V> Map<K, V> kept(Map<K, V> values) {
    if (values.size() > MOST_KEPT) {
      values.clear();
    }
    return values;
  }
}
