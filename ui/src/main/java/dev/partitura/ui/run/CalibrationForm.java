package dev.partitura.ui.run;

import dev.partitura.ui.background.Job;
import dev.partitura.ui.explain.ForecastWords;
import dev.partitura.ui.session.Elsewhere;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Says what the prediction at hand goes by and how far off it may be, and measures this machine
/// when asked to. Used on the FX thread.
final class CalibrationForm extends VBox {
  private static final double WIDTH = 340;

  private final Session session;
  private final Calibrating calibrating;
  private final Texts texts;
  private final Label said = line();
  private final Label what = line();
  private final Button button = new Button();
  private final RunProgress progress;

  CalibrationForm(Session session, Calibrating calibrating) {
    super(10);
    this.session = session;
    this.calibrating = calibrating;
    texts = session.texts(CalibrationForm.class);
    progress = new RunProgress(texts);
    setId("calibration");
    setPrefWidth(WIDTH);
    var title = new Label(texts.get("calibrate.heading"));
    title.getStyleClass().add("bold");
    what.getStyleClass().add("muted");
    button.setId("calibrate");
    button.setOnAction(_ -> press());
    var row = new HBox(12, button, progress);
    row.setAlignment(Pos.CENTER_LEFT);
    getChildren().addAll(title, said, what, row);
    session.results().foresightProperty().addListener(_ -> show());
    calibrating.jobProperty().addListener(_ -> show());
    show();
  }

  private static Label line() {
    var label = new Label();
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    return label;
  }

  private void press() {
    if (calibrating.jobProperty().get() == null) {
      calibrating.start();
    } else {
      calibrating.cancel();
    }
  }

  private void show() {
    var run = session.results().foresightProperty().get().run();
    boolean elsewhere = Elsewhere.reason(session.project()) != null;
    said.setText(
        run == null
            ? texts.get("predict.none")
            : ForecastWords.sentence(
                run.provenance().forecast(), session.texts(ForecastWords.class)));
    what.setText(texts.get(elsewhere ? "calibrate.elsewhere" : "calibrate.explain"));
    show(calibrating.jobProperty().get());
    button.setDisable(elsewhere && calibrating.jobProperty().get() == null);
  }

  private void show(@Nullable Job job) {
    button.setText(texts.get(job == null ? "calibrate" : "calibrate.cancel"));
    progress.setVisible(job != null);
    if (job != null) {
      progress.follow(job);
    }
  }
}
