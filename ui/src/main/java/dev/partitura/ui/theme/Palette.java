package dev.partitura.ui.theme;

import dev.partitura.engine.operator.Category;
import dev.partitura.engine.plan.schedule.Phase;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javafx.scene.paint.Color;

/// The colours of one theme, for painters as values and for nodes as looked-up colours of the style
/// sheet (`-p-canvas`, …).
///
/// Status colours are for status alone; a device or a micro-batch has a hue and, beside it, a
/// letter or a number.
///
/// @param canvas behind the graph and other drawings
/// @param panel panels, bars and the timeline
/// @param card what lies on a panel
/// @param raised buttons, fields and chosen segments
/// @param line the one colour of borders and rules
/// @param edge connections of a graph
/// @param text running text
/// @param muted second-rank text
/// @param faint headings of groups and axis labels
/// @param accent what is chosen, and links
/// @param onAccent text on the accent
/// @param good status: as it should be
/// @param onGood text on `good`
/// @param warn status: worth a look
/// @param bad status: wrong, and the colour of the bubble
/// @param hues what tells devices, micro-batches and kinds apart
public record Palette(
    Theme theme,
    Color canvas,
    Color panel,
    Color card,
    Color raised,
    Color line,
    Color edge,
    Color text,
    Color muted,
    Color faint,
    Color accent,
    Color onAccent,
    Color good,
    Color onGood,
    Color warn,
    Color bad,
    Hues hues) {

  private static final Color INK = Color.web("#14171c");

  static final Palette DARK =
      new Palette(
          Theme.DARK,
          Color.web("#16181e"),
          Color.web("#1b1e25"),
          Color.web("#20242c"),
          Color.web("#282d37"),
          Color.web("#2b303a"),
          Color.web("#5f6878"),
          Color.web("#e9ecf1"),
          Color.web("#a1a9b7"),
          Color.web("#969fae"),
          Color.web("#6ea8fe"),
          Color.web("#10141b"),
          Color.web("#4cc38a"),
          Color.web("#0c1712"),
          Color.web("#f2a33c"),
          Color.web("#f4777a"),
          Hues.DARK);

  static final Palette LIGHT =
      new Palette(
          Theme.LIGHT,
          Color.web("#f4f5f8"),
          Color.web("#ffffff"),
          Color.web("#f6f7fa"),
          Color.web("#e9edf4"),
          Color.web("#dfe3eb"),
          Color.web("#98a1b0"),
          Color.web("#191d25"),
          Color.web("#566072"),
          Color.web("#5f697b"),
          Color.web("#2863d1"),
          Color.web("#ffffff"),
          Color.web("#127a47"),
          Color.web("#ffffff"),
          Color.web("#995700"),
          Color.web("#bd262b"),
          Hues.LIGHT);

  public boolean isDark() {
    return theme == Theme.DARK;
  }

  /// Hue of a device by its index; hues come round again after the eighth.
  public Color device(int index) {
    return hues.devices().get(Math.floorMod(index, hues.devices().size()));
  }

  /// Hue of a micro-batch; beyond the eighth lighter, then darker, and then again.
  public Color microBatch(int index) {
    return hues.microBatches().get(Math.floorMod(index, hues.microBatches().size()));
  }

  /// Hue of a copy between devices, which belongs to none of them.
  public Color transfer() {
    return hues.transfer();
  }

  /// Hue of a kind of op.
  public Color category(Category category) {
    return hues.kind(category);
  }

  /// Hue of a phase of a training step.
  public Color phase(Phase phase) {
    return hues.phase(phase);
  }

  /// A hue thinned to a background for a badge in that hue, opaque.
  public Color tint(Color hue) {
    return card.interpolate(hue, isDark() ? 0.22 : 0.18);
  }

  /// The ground of a frame around what belongs together on the canvas.
  public Color frame() {
    return panel.interpolate(canvas, 0.35);
  }

  /// A status colour thinned further, so that text in that colour reads on it.
  public Color soft(Color status) {
    return card.interpolate(status, isDark() ? 0.13 : 0.08);
  }

  /// A hue made dark or bright enough to be read as text on a background (contrast 4.5 or more).
  public Color readable(Color hue, Color background) {
    return Contrast.standingOut(hue, background, Contrast.TEXT);
  }

  /// A hue made dark or bright enough for a shape or its edge to stand out from a background
  /// (contrast 3 or more).
  public Color visible(Color hue, Color background) {
    return Contrast.standingOut(hue, background, Contrast.GRAPHIC);
  }

  /// Dark or white, whichever reads better on a fill; black where neither reads well (contrast 4.5
  /// or more on every fill).
  public static Color textOn(Color fill) {
    var better = contrast(INK, fill) >= contrast(Color.WHITE, fill) ? INK : Color.WHITE;
    return contrast(better, fill) >= Contrast.TEXT ? better : Color.BLACK;
  }

  /// Contrast ratio of two opaque colours after WCAG 2.2, 1 to 21.
  public static double contrast(Color a, Color b) {
    return Contrast.of(a, b);
  }

  /// The looked-up colours of this palette: our own names and AtlantaFX's.
  Map<String, Color> lookups() {
    var colors = new LinkedHashMap<String, Color>();
    colors.put("-p-canvas", canvas);
    colors.put("-p-panel", panel);
    colors.put("-p-card", card);
    colors.put("-p-raised", raised);
    colors.put("-p-line", line);
    colors.put("-p-edge", edge);
    colors.put("-p-text", text);
    colors.put("-p-muted", muted);
    colors.put("-p-faint", faint);
    colors.put("-p-accent", accent);
    colors.put("-p-on-accent", onAccent);
    colors.put("-p-accent-soft", soft(accent));
    colors.put("-p-good", good);
    colors.put("-p-on-good", onGood);
    colors.put("-p-good-soft", soft(good));
    colors.put("-p-warn", warn);
    colors.put("-p-warn-soft", soft(warn));
    colors.put("-p-bad", bad);
    colors.put("-p-bad-soft", soft(bad));
    for (int i = 0; i < hues.devices().size(); i++) {
      colors.put("-p-device-" + i, device(i));
    }
    colors.put("-p-transfer", transfer());
    for (var category : Category.values()) {
      colors.put("-p-op-" + category.name().toLowerCase(Locale.ROOT), category(category));
    }
    for (var phase : Phase.values()) {
      colors.put("-p-phase-" + phase.name().toLowerCase(Locale.ROOT), phase(phase));
    }
    atlanta(colors);
    return colors;
  }

  private void atlanta(Map<String, Color> colors) {
    colors.put("-color-bg-default", panel);
    colors.put("-color-bg-overlay", card);
    colors.put("-color-bg-subtle", raised);
    colors.put("-color-bg-inset", canvas);
    colors.put("-color-fg-default", text);
    colors.put("-color-fg-muted", muted);
    colors.put("-color-fg-subtle", faint);
    colors.put("-color-fg-emphasis", onAccent);
    colors.put("-color-border-default", line);
    colors.put("-color-border-muted", line);
    colors.put("-color-border-subtle", line);
    colors.put("-color-neutral-emphasis-plus", faint);
    colors.put("-color-neutral-emphasis", faint);
    colors.put("-color-neutral-muted", raised);
    colors.put("-color-neutral-subtle", raised);
    status(colors, "accent", accent);
    status(colors, "success", good);
    status(colors, "warning", warn);
    status(colors, "danger", bad);
  }

  private void status(Map<String, Color> colors, String name, Color color) {
    colors.put("-color-" + name + "-fg", color);
    colors.put("-color-" + name + "-emphasis", color);
    colors.put("-color-" + name + "-muted", card.interpolate(color, 0.45));
    colors.put("-color-" + name + "-subtle", soft(color));
  }
}
