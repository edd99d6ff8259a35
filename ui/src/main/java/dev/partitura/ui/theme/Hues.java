package dev.partitura.ui.theme;

import dev.partitura.engine.operator.Category;
import dev.partitura.engine.plan.schedule.Phase;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.scene.paint.Color;

/// The hues of one theme that tell things of one sort apart. Each stands out from the surfaces of
/// the theme (3:1), and devices as well as the first eight micro-batches differ for every kind of
/// colour vision; a letter or a number stands beside them all the same.
///
/// @param devices of device A, B, …
/// @param microBatches of micro-batch 0, 1, …: eight hues as they are, lighter, and darker
/// @param transfer of copies between devices
/// @param kinds of ops
/// @param phases of a training step
public record Hues(
    List<Color> devices,
    List<Color> microBatches,
    Color transfer,
    Map<Category, Color> kinds,
    Map<Phase, Color> phases) {
  /// How many hues devices have.
  public static final int DEVICES = 8;

  private static final double LIGHTER = 0.6;
  private static final double DARKER = 0.4;

  static final Hues DARK =
      new Hues(
          colors(
              "#4d97fa", "#f8ce36", "#c867a4", "#aaaa60", "#248260", "#e990be", "#c14b0e",
              "#8457c3"),
          rounds(
              "#bc98fa", "#23e8d9", "#a962a7", "#1cc07c", "#fada61", "#9077e8", "#d6660a",
              "#2b9b67"),
          Color.web("#dfe3ea"),
          kinds(Color.web("#20242c")),
          phases(Color.web("#20242c")));

  static final Hues LIGHT =
      new Hues(
          colors(
              "#4094d4", "#8f9305", "#d16995", "#6c1107", "#1a685c", "#586ad5", "#6b690a",
              "#6d2c91"),
          rounds(
              "#b273dc", "#0ea26f", "#844dac", "#18755a", "#d0711c", "#672582", "#961805",
              "#0d5648"),
          Color.web("#39414f"),
          kinds(Color.web("#f4f5f8")),
          phases(Color.web("#f4f5f8")));

  public Hues {
    devices = List.copyOf(devices);
    microBatches = List.copyOf(microBatches);
    kinds = Map.copyOf(kinds);
    phases = Map.copyOf(phases);
  }

  Color kind(Category category) {
    return kinds.getOrDefault(category, transfer);
  }

  Color phase(Phase phase) {
    return phases.getOrDefault(phase, transfer);
  }

  private static Map<Phase, Color> phases(Color surface) {
    var phases = new EnumMap<Phase, Color>(Phase.class);
    for (var phase : Phase.values()) {
      phases.put(phase, Contrast.standingOut(plain(phase), surface, Contrast.GRAPHIC));
    }
    return phases;
  }

  private static Color plain(Phase phase) {
    return switch (phase) {
      case F -> Color.web("#6a93f5");
      case B -> Color.web("#dba14a");
      case W -> Color.web("#4fb3a5");
      case U -> Color.web("#b58cf0");
    };
  }

  private static Map<Category, Color> kinds(Color surface) {
    var kinds = new EnumMap<Category, Color>(Category.class);
    for (var category : Category.values()) {
      kinds.put(category, Contrast.standingOut(plain(category), surface, Contrast.GRAPHIC));
    }
    return kinds;
  }

  private static Color plain(Category category) {
    return switch (category) {
      case LAYER -> Color.web("#7c8cf0");
      case ATTENTION -> Color.web("#5fa8f5");
      case ACTIVATION -> Color.web("#e37fb6");
      case NORMALIZATION -> Color.web("#58b8c9");
      case POOLING -> Color.web("#ecbf4a");
      case ARITHMETIC -> Color.web("#9ccc5f");
      case REDUCTION -> Color.web("#f08a62");
      case SHAPE -> Color.web("#9aa3b2");
      case LOGIC -> Color.web("#c3a58a");
      case RECURRENT -> Color.web("#b18cf5");
      case QUANTIZATION -> Color.web("#4bb5ab");
      case CONTROL -> Color.web("#d98cd9");
    };
  }

  private static List<Color> rounds(String... web) {
    var all = new ArrayList<>(colors(web));
    colors(web).forEach(hue -> all.add(hue.interpolate(Color.WHITE, LIGHTER)));
    colors(web).forEach(hue -> all.add(hue.interpolate(Color.BLACK, DARKER)));
    return all;
  }

  private static List<Color> colors(String... web) {
    return List.of(web).stream().map(Color::web).toList();
  }
}
