package dev.partitura.visualizers.training;

import dev.partitura.engine.analysis.PhaseTimes;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.theme.Texts;
import java.util.Locale;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// How the devices share their time among the phases of a step: a bar, and a letter with a share
/// for each.
final class PhaseBar extends VBox {
  private static final double HEIGHT = 8;

  private final Texts texts;
  private final HBox bar = new HBox(1);
  private final FlowPane shares = new FlowPane(10, 2);

  PhaseBar(Texts texts) {
    super(4);
    this.texts = texts;
    getChildren().addAll(bar, shares);
    show(null);
  }

  void show(@Nullable PhaseTimes times) {
    bar.getChildren().clear();
    shares.getChildren().clear();
    setVisible(times != null);
    setManaged(times != null);
    if (times == null) {
      return;
    }
    double all = Math.max(1, times.nanos().values().stream().mapToLong(Long::longValue).sum());
    for (var phase : Phase.values()) {
      double share = times.nanos().getOrDefault(phase, 0L) / all;
      if (share > 0) {
        add(phase, share);
      }
    }
  }

  private void add(Phase phase, double share) {
    var fill = "-fx-background-color: -p-phase-" + phase.name().toLowerCase(Locale.ROOT) + ";";
    var part = new Region();
    part.setMinHeight(HEIGHT);
    part.setMinWidth(0);
    part.setStyle(fill);
    part.prefWidthProperty().bind(widthProperty().multiply(share));
    bar.getChildren().add(part);
    var dot = new Region();
    dot.getStyleClass().add("swatch");
    dot.setStyle(fill);
    var label = new Label(phase.name() + " " + Format.percent(share), dot);
    label.getStyleClass().addAll("size-11", "muted");
    label.setTooltip(new Tooltip(texts.get("phase." + phase.name())));
    shares.getChildren().add(label);
  }
}
