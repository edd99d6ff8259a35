package dev.partitura.ui.explain;

import dev.partitura.engine.operator.Category;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.ui.theme.Texts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;

/// What the hues of a drawing mean: a spot and a word each.
public final class Legend extends FlowPane {
  private final Texts texts;

  /// @param texts those beside this class
  public Legend(Texts texts) {
    super(12, 2);
    this.texts = texts;
    getStyleClass().add("legend");
  }

  /// One hue.
  ///
  /// @param color a looked-up colour of the style sheet, such as `-p-bad`
  /// @param key of its word
  public record Entry(String color, String key) {
    static Entry of(Category category) {
      return new Entry(
          "-p-op-" + category.name().toLowerCase(Locale.ROOT), "kind." + category.name());
    }
  }

  /// Copies between devices.
  public static final Entry COPY = new Entry("-p-transfer", "kind.copy");

  /// Ops that the catalogue does not know.
  public static final Entry OTHER = new Entry("-p-edge", "kind.other");

  /// Time in which the pipeline fills or drains.
  public static final Entry BUBBLE = new Entry("-p-bad", "bubbles");

  /// Any other time in which a device stands still.
  public static final Entry IDLE = new Entry("-p-line", "idle");

  /// Kinds of ops in the order of the catalogue.
  public static List<Entry> kinds(Set<Category> present) {
    var entries = new ArrayList<Entry>();
    for (var category : Category.values()) {
      if (present.contains(category)) {
        entries.add(Entry.of(category));
      }
    }
    return entries;
  }

  /// Phases of a training step in their order.
  public static List<Entry> phases(Set<Phase> present) {
    return Arrays.stream(Phase.values())
        .filter(present::contains)
        .map(phase ->
            new Entry("-p-phase-" + phase.name().toLowerCase(Locale.ROOT), "phase." + phase.name()))
        .toList();
  }

  public void show(List<Entry> entries) {
    getChildren().setAll(entries.stream().map(this::label).toList());
  }

  private Label label(Entry entry) {
    var spot = new Region();
    spot.getStyleClass().add("swatch");
    spot.setStyle("-fx-background-color: " + entry.color() + ";");
    var label = new Label(texts.get(entry.key()), spot);
    label.getStyleClass().addAll("muted", "size-11");
    return label;
  }
}
