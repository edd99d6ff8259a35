package dev.partitura.ui.problem;

import dev.partitura.ui.action.Commands;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Icons;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Texts;
import java.util.HashMap;
import java.util.Map;
import javafx.animation.PauseTransition;
import javafx.beans.InvalidationListener;
import javafx.collections.ListChangeListener;
import javafx.collections.WeakListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;

/// Shows notices as cards over a corner of the window. They block nothing and go when dismissed, by
/// their button or Esc; what was merely done, and later what is offered, goes by itself once nobody
/// points at it any more. Problems stay.
public final class NoticePane extends VBox {
  private static final Duration LINGER = Duration.seconds(6);

  /// How much longer an offer stays: it asks for a decision.
  private static final int OFFER = 5;

  private final Notices notices;
  private final Commands commands;
  private final Language language;
  private final Texts texts;
  private final Duration linger;
  private final Map<Notice, Node> cards = new HashMap<>();

  // Notices outlive the window that shows them.
  private final ListChangeListener<Notice> follow = _ -> fill();

  /// @param commands of the window, for remedies
  public NoticePane(Notices notices, Commands commands, Appearance appearance) {
    this(notices, commands, appearance, LINGER);
  }

  /// @param linger how long a passing notice stays
  NoticePane(Notices notices, Commands commands, Appearance appearance, Duration linger) {
    super(8);
    this.notices = notices;
    this.commands = commands;
    language = appearance.language();
    texts = appearance.texts(NoticePane.class);
    this.linger = linger;
    getStyleClass().add("notices");
    setPickOnBounds(false);
    setAlignment(Pos.BOTTOM_RIGHT);
    setMaxSize(460, Region.USE_PREF_SIZE);
    notices.shown().addListener(new WeakListChangeListener<>(follow));
    fill();
  }

  private void fill() {
    cards.keySet().retainAll(notices.shown());
    getChildren()
        .setAll(
            notices.shown().stream()
                .map(notice -> cards.computeIfAbsent(notice, this::card))
                .toList());
  }

  private Node card(Notice notice) {
    var icon =
        switch (notice.level()) {
          case DONE -> Feather.CHECK_CIRCLE;
          case PROBLEM -> Feather.ALERT_TRIANGLE;
          case FAULT -> Feather.ALERT_OCTAGON;
        };
    var mark = Icons.of(icon, 16);
    mark.getStyleClass().add("notice-" + notice.level().name().toLowerCase(java.util.Locale.ROOT));
    var lines = new VBox(4, line(notice.message().in(language), "bold"));
    var hint = notice.hint().in(language);
    if (!hint.isEmpty()) {
      lines.getChildren().add(line(hint, "muted"));
    }
    var buttons = buttons(notice);
    if (!buttons.getChildren().isEmpty()) {
      lines.getChildren().add(buttons);
    }
    HBox.setHgrow(lines, Priority.ALWAYS);
    var close = Icons.button(Feather.X, texts.get("dismiss"), () -> notices.dismiss(notice));
    var card = new HBox(10, mark, lines, close);
    card.getStyleClass().addAll("floating", "notice");
    card.setMaxWidth(460);
    card.addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ESCAPE) {
            notices.dismiss(notice);
            event.consume();
          }
        });
    if (notice.isPassing()) {
      passAway(card, notice, linger);
    } else if (notice.isOffer()) {
      passAway(card, notice, linger.multiply(OFFER));
    }
    return card;
  }

  /// The clock stands still while the pointer or the focus is on the card.
  private void passAway(Node card, Notice notice, Duration after) {
    var clock = new PauseTransition(after);
    clock.setOnFinished(_ -> notices.dismiss(notice));
    InvalidationListener follow =
        _ -> {
          if (card.isHover() || card.isFocusWithin()) {
            clock.stop();
          } else {
            clock.playFromStart();
          }
        };
    card.hoverProperty().addListener(follow);
    card.focusWithinProperty().addListener(follow);
    clock.play();
  }

  private HBox buttons(Notice notice) {
    var row = new HBox(8);
    var action = notice.action();
    if (action != null) {
      var button = new Button(action.label().in(language));
      button.getStyleClass().add("primary");
      button.setOnAction(_ -> {
        notices.dismiss(notice);
        action.run().accept(commands);
      });
      row.getChildren().add(button);
    }
    if (!notice.details().in(language).isEmpty()) {
      var copy = new Button(texts.get("copyDetails"));
      copy.getStyleClass().add("link-button");
      copy.setOnAction(_ -> copy(notice));
      row.getChildren().add(copy);
    }
    return row;
  }

  private void copy(Notice notice) {
    var content = new ClipboardContent();
    content.putString(notice.copy(language));
    Clipboard.getSystemClipboard().setContent(content);
  }

  private static Label line(String text, String style) {
    var label = new Label(text);
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    label.getStyleClass().addAll("size-12", style);
    return label;
  }
}
