package dev.partitura.ui.run;

import dev.partitura.engine.project.Project;
import dev.partitura.ui.control.PopOverCard;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Icons;
import dev.partitura.ui.theme.Texts;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// What the devices of a plan keep and send each other in training, in a few words; a press shows
/// all that can be chosen of it. Shown where a plan has several devices.
final class ExchangeChoice extends VBox {
  private final Session session;
  private final Texts texts;
  private final Button button = new Button();
  private final Tooltip said = new Tooltip();
  private final ExchangeForm form;
  private @Nullable PopOverCard card;

  ExchangeChoice(Session session, Texts texts) {
    this.session = session;
    this.texts = texts;
    form = new ExchangeForm(session, texts);
    var caption = new Label(texts.get("exchange"));
    caption.getStyleClass().addAll("muted", "size-11");
    button.getStyleClass().addAll("flat", "small", "exchange-choice");
    button.setId("exchange");
    button.setGraphic(Icons.of(Feather.CHEVRON_DOWN, 12));
    button.setContentDisplay(ContentDisplay.RIGHT);
    button.setMinWidth(USE_PREF_SIZE);
    button.setAccessibleText(texts.get("exchange"));
    button.setTooltip(said);
    button.setOnAction(_ -> open());
    setAlignment(Pos.CENTER_LEFT);
    getChildren().addAll(caption, button);
  }

  void show(Project project) {
    boolean several = project.plan().devices().size() > 1 && !project.network().ops().isEmpty();
    setVisible(several);
    setManaged(several);
    var words = ExchangeWords.of(project.plan(), texts);
    // The first stands for all of them: the row is narrow.
    button.setText(
        words.isEmpty()
            ? texts.get("exchange.usual")
            : words.getFirst() + (words.size() > 1 ? " +" + (words.size() - 1) : ""));
    said.setText(texts.get("exchange.explain") + "\n" + String.join(" · ", words));
    form.show(project);
    if (card != null && card.isShowing()) {
      form.look();
    }
  }

  private void open() {
    if (card != null && card.isShowing()) {
      card.hide();
      return;
    }
    var shown = new PopOverCard(session.appearance().motionProperty().get());
    card = shown;
    form.look();
    shown.show(button, form);
  }
}
