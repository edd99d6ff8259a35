package dev.partitura.ui.docking;

import java.util.ArrayList;
import java.util.Optional;
import javafx.geometry.Orientation;

/// A layout as one line for the preferences, such as
/// `V[H[(*network,cluster)216,(graph)0]0,(*timeline)340]0`: H beside and V below each other, a star
/// before the tab that is seen, an exclamation mark before what is hidden, then pixels.
final class LayoutText {
  private final String text;
  private int at;

  private LayoutText(String text) {
    this.text = text;
  }

  static String write(DockLayout layout) {
    var out = new StringBuilder();
    write(layout, out);
    return out.toString();
  }

  /// What was written; nothing where a person or another version wrote something else.
  static Optional<DockLayout> read(String text) {
    try {
      var reader = new LayoutText(text);
      var layout = reader.layout();
      return reader.at == text.length() ? Optional.of(layout) : Optional.empty();
    } catch (IllegalArgumentException | StringIndexOutOfBoundsException _) {
      return Optional.empty();
    }
  }

  private static void write(DockLayout layout, StringBuilder out) {
    switch (layout) {
      case DockLayout.Tabs tabs -> {
        out.append(tabs.hidden() ? "!(" : "(");
        for (var id : tabs.ids()) {
          out.append(id.equals(tabs.selected()) ? "*" : "").append(id).append(',');
        }
        out.setCharAt(out.length() - 1, ')');
      }
      case DockLayout.Split split -> {
        out.append(split.orientation() == Orientation.HORIZONTAL ? "H[" : "V[");
        for (var part : split.parts()) {
          write(part, out);
          out.append(',');
        }
        out.setCharAt(out.length() - 1, ']');
      }
    }
    out.append(Math.round(layout.size()));
  }

  private DockLayout layout() {
    return switch (text.charAt(at)) {
      case 'H' -> split(Orientation.HORIZONTAL);
      case 'V' -> split(Orientation.VERTICAL);
      default -> tabs();
    };
  }

  private DockLayout split(Orientation orientation) {
    at++;
    var parts = new ArrayList<DockLayout>();
    list('[', ']', () -> parts.add(layout()));
    return new DockLayout.Split(orientation, parts, size());
  }

  private DockLayout tabs() {
    boolean hidden = skip('!');
    var ids = new ArrayList<String>();
    var selected = new StringBuilder();
    list(
        '(',
        ')',
        () -> {
          boolean seen = skip('*');
          ids.add(upTo(",)"));
          if (seen) {
            selected.append(ids.getLast());
          }
        });
    return new DockLayout.Tabs(ids, selected.toString(), hidden, size());
  }

  private double size() {
    return Integer.parseInt(upTo(",]"));
  }

  private void list(char open, char close, Runnable item) {
    expect(open);
    do {
      item.run();
    } while (skip(','));
    expect(close);
  }

  private String upTo(String ends) {
    int from = at;
    while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(from, at);
  }

  private boolean skip(char wanted) {
    boolean found = at < text.length() && text.charAt(at) == wanted;
    at += found ? 1 : 0;
    return found;
  }

  private void expect(char wanted) {
    if (!skip(wanted)) {
      throw new IllegalArgumentException("No " + wanted + " at " + at + " of " + text);
    }
  }
}
