package dev.partitura.ui.training;

import dev.partitura.ui.control.PopOverCard;
import dev.partitura.ui.session.LiveTraining;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Icons;
import dev.partitura.ui.theme.Texts;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.material2.Material2MZ;

/// The button beside Run: asks how to train, and ends a training under way. Disabled with a reason
/// where the network cannot be trained.
public final class TrainButton extends StackPane {
  private final Session session;
  private final TrainingRunner trainer;
  private final Texts texts;
  private final Button button = new Button();
  private final Tooltip why = new Tooltip();
  private @Nullable PopOverCard shown;
  private boolean held;
  private boolean named = true;

  public TrainButton(Session session, TrainingRunner trainer) {
    this.session = session;
    this.trainer = trainer;
    texts = session.texts(TrainButton.class);
    button.setId("train");
    button.setMinWidth(USE_PREF_SIZE);
    button.setOnAction(_ -> press());
    // A disabled button has no tooltip; what is around it has.
    Tooltip.install(this, why);
    getChildren().add(button);
    var training = session.results().trainingProperty();
    training.addListener((_, _, live) -> show(live));
    session.projectProperty().addListener(_ -> show(training.get()));
    show(training.get());
  }

  /// Says while a run is under way that it has to end first.
  public void hold(boolean running) {
    held = running;
    show(session.results().trainingProperty().get());
  }

  /// Whether it says what it does, or only shows its picture, which leaves room for the sliders.
  public void setNamed(boolean says) {
    if (named != says) {
      named = says;
      name(session.results().trainingProperty().get() != null);
    }
  }

  private void name(boolean busy) {
    var name = texts.get(busy ? "stop" : "train");
    button.setText(named ? name : null);
    button.setAccessibleText(name);
  }

  private void show(@Nullable LiveTraining live) {
    boolean busy = live != null;
    name(busy);
    button.setGraphic(Icons.of(busy ? Material2MZ.STOP : Feather.TRENDING_DOWN, busy ? 18 : 16));
    button.getStyleClass().remove("stop");
    if (busy) {
      button.getStyleClass().add("stop");
    }
    var refusal = held ? Optional.of(texts.get("train.busy")) : trainer.refusal();
    button.setDisable(!busy && refusal.isPresent());
    why.setText(busy ? texts.get("stop.explain") : refusal.orElse(texts.get("train.explain")));
  }

  private void press() {
    var live = session.results().trainingProperty().get();
    if (live != null) {
      live.stop();
    } else {
      ask();
    }
  }

  /// Asks how to train, below the button; asked again, gives the question up.
  public void ask() {
    if (button.isDisabled() || trainer.isTraining() || getScene() == null) {
      return;
    }
    if (shown != null && shown.isShowing()) {
      shown.hide();
      return;
    }
    var card = new PopOverCard(session.appearance().motionProperty().get());
    shown = card;
    card.show(button, new TrainForm(session, trainer, card::hide));
  }
}
