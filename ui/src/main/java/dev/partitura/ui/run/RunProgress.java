package dev.partitura.ui.run;

import dev.partitura.ui.background.Job;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.theme.Texts;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.VBox;

/// How far a run is, in words and as a bar.
final class RunProgress extends VBox {
  private final Texts texts;
  private final Label counted = new Label();
  private final ProgressBar bar = new ProgressBar(-1);

  RunProgress(Texts texts) {
    super(6);
    this.texts = texts;
    counted.getStyleClass().addAll("muted", "size-11");
    bar.setPrefWidth(152);
    setAlignment(Pos.CENTER_LEFT);
    getChildren().addAll(counted, bar);
  }

  void follow(Job job) {
    job.doneProperty().addListener(_ -> count(job));
    job.phaseProperty().addListener(_ -> count(job));
    count(job);
  }

  private void count(Job job) {
    bar.setProgress(job.share());
    var phase = job.phaseProperty().get();
    var key = "phase." + phase;
    var name = phase.isEmpty() || !texts.has(key) ? texts.get("phase.start") : texts.get(key);
    long total = job.totalProperty().get();
    var repeats = job.repeats();
    if (repeats.total() > 0) {
      counted.setText(
          texts.get(
              "counted.repeats",
              Math.min(repeats.done() + 1, repeats.total()),
              repeats.total(),
              left(repeats.leftNanos())));
      return;
    }
    counted.setText(
        total == 0
            ? name
            : texts.get(
                "counted", name, Format.count(job.doneProperty().get()), Format.count(total)));
  }

  /// In whole seconds, and whole minutes from a minute and a half on.
  private String left(long nanos) {
    long seconds = Math.max(1, Math.round(nanos / 1e9));
    return seconds < 90
        ? texts.get("left.seconds", seconds)
        : texts.get("left.minutes", Math.round(seconds / 60.0));
  }
}
