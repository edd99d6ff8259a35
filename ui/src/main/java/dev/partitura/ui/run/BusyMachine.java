package dev.partitura.ui.run;

import dev.partitura.ui.format.Format;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.theme.Texts;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;

/// The badge of a run that was measured while other programs used the machine.
public final class BusyMachine {
  private BusyMachine() {}

  /// One badge, or none where the machine was quiet or nobody knows.
  ///
  /// @param texts of this package
  public static List<Label> badge(Run run, Texts texts) {
    var measured = run.provenance().measured();
    if (measured == null || !measured.conditions().load().isBusy()) {
      return List.of();
    }
    var badge = new Label(texts.get("busy"));
    badge.getStyleClass().addAll("badge", "busy-machine");
    badge.setMinWidth(Label.USE_PREF_SIZE);
    var others = measured.conditions().load().othersShare();
    badge.setTooltip(
        new Tooltip(texts.get("busy.explain", Format.percent(others.orElse(Double.NaN)))));
    return List.of(badge);
  }
}
