package dev.partitura.ui.run;

import dev.partitura.engine.analysis.Bubble;
import dev.partitura.ui.control.Figure;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.theme.Texts;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The bubble of a training step: by the formula of its schedule, and as it was.
final class BubbleNote {
  private BubbleNote() {}

  static VBox of(Run run, Bubble bubble, Texts texts) {
    var formula = new Figure(texts.get("bubble.formula"));
    formula.setId("bubble-formula");
    formula.show(Format.percent(bubble.formula()), "");
    formula.explain(texts.get("bubble.formula.explain"), "");
    var measured = new Figure(texts.get("bubble.measured"));
    measured.setId("bubble-measured");
    measured.show(Format.percent(bubble.measured()), "");
    measured.explain(texts.get("bubble.measured.explain"), "");
    var plan = run.provenance().plan();
    var caption = new Label(texts.get("bubble", plan == null ? "" : plan.schedule()));
    caption.getStyleClass().addAll("size-12", "bold");
    caption.setWrapText(true);
    caption.setMinHeight(Region.USE_PREF_SIZE);
    var note = new VBox(4, caption, new HBox(16, formula, measured));
    note.getStyleClass().addAll("note", "info-note");
    return note;
  }
}
