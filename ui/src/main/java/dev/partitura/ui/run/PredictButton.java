package dev.partitura.ui.run;

import dev.partitura.ui.control.PopOverCard;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Icons;
import dev.partitura.ui.theme.Texts;
import javafx.scene.Node;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.SplitMenuButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The button beside Run: keeps the prediction at hand as a run in thought, so that all views show
/// it. Its menu chooses what is predicted, inference or a training step. Used on the FX thread.
final class PredictButton extends StackPane {
  private final Session session;
  private final LivePredictor predictor;
  private final Calibrating calibrating;
  private final Texts texts;
  private final SplitMenuButton button = new SplitMenuButton();
  private final Tooltip why = new Tooltip();
  private @Nullable PopOverCard shown;
  private @Nullable CalibrationForm form;

  PredictButton(Session session, LivePredictor predictor, Calibrating calibrating, Texts texts) {
    this.calibrating = calibrating;
    this.session = session;
    this.predictor = predictor;
    this.texts = texts;
    button.setId("predict");
    button.setAccessibleText(texts.get("predict"));
    button.setGraphic(Icons.of(Feather.FAST_FORWARD, 16));
    button.setMinWidth(USE_PREF_SIZE);
    button.setOnAction(_ -> predictor.keep());
    var group = new ToggleGroup();
    var inference = item("predict.inference", group, false);
    var step = item("predict.step", group, true);
    var error = new MenuItem(texts.get("calibrate.command"));
    error.setId("predict-error");
    error.setOnAction(_ -> explain(button));
    button.getItems().setAll(inference, step, new SeparatorMenuItem(), error);
    var kind = session.results().stepForeseenProperty();
    setNamed(true);
    kind.addListener((_, _, now) -> (now ? step : inference).setSelected(true));
    (kind.get() ? step : inference).setSelected(true);
    // A disabled button has no tooltip; what is around it has.
    Tooltip.install(this, why);
    getChildren().add(button);
    predictor.ableProperty().addListener(_ -> show());
    session.results().foresightProperty().addListener(_ -> show());
    show();
  }

  /// Whether it says what it does, or only shows its picture.
  void setNamed(boolean named) {
    button.setText(named ? texts.get("predict") : null);
  }

  /// Says how far off predictions may be, and lets that be measured; asked again, leaves that.
  ///
  /// @param below what it lies
  void explain(Node below) {
    if (shown != null && shown.isShowing()) {
      shown.hide();
      return;
    }
    var card = new PopOverCard(session.appearance().motionProperty().get());
    shown = card;
    if (form == null) {
      form = new CalibrationForm(session, calibrating);
    }
    card.show(below, form);
  }

  private RadioMenuItem item(String key, ToggleGroup group, boolean step) {
    var item = new RadioMenuItem(texts.get(key));
    item.setId(key.replace('.', '-'));
    item.setToggleGroup(group);
    item.setOnAction(_ -> session.results().stepForeseenProperty().set(step));
    return item;
  }

  /// What is refused as inference may go as a step, so the menu stays.
  private void show() {
    boolean able = predictor.ableProperty().get();
    var refusals = session.results().foresightProperty().get().refusals();
    why.setText(
        able
            ? texts.get("predict.explain")
            : refusals.isEmpty()
                ? texts.get("predict.none")
                : refusals.getFirst().message(session.locale())
                    + " "
                    + refusals.getFirst().hint(session.locale()));
  }
}
