package dev.partitura.ui.problem;

import dev.partitura.ui.theme.Icons;
import dev.partitura.ui.theme.Texts;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Shows notices as cards over a corner of the window. They block nothing and go when dismissed.
public final class NoticePane extends VBox {
  private final Notices notices;
  private final Texts texts;

  public NoticePane(Notices notices, Texts texts) {
    super(8);
    this.notices = notices;
    this.texts = texts;
    getStyleClass().add("notices");
    setPickOnBounds(false);
    setAlignment(Pos.BOTTOM_RIGHT);
    setMaxSize(460, Region.USE_PREF_SIZE);
    notices.shown().addListener((ListChangeListener<Notice>) _ -> fill());
    fill();
  }

  private void fill() {
    getChildren().setAll(notices.shown().stream().map(this::card).toList());
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
    var lines = new VBox(4, line(notice.message(), "bold"));
    if (!notice.hint().isEmpty()) {
      lines.getChildren().add(line(notice.hint(), "muted"));
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
    return card;
  }

  private HBox buttons(Notice notice) {
    var row = new HBox(8);
    var action = notice.action();
    if (action != null) {
      var button = new Button(action.label());
      button.getStyleClass().add("primary");
      button.setOnAction(_ -> {
        notices.dismiss(notice);
        action.run().run();
      });
      row.getChildren().add(button);
    }
    if (!notice.details().isEmpty()) {
      var copy = new Button(texts.get("copyDetails"));
      copy.getStyleClass().add("link-button");
      copy.setOnAction(_ -> copy(notice));
      row.getChildren().add(copy);
    }
    return row;
  }

  private static void copy(Notice notice) {
    var content = new ClipboardContent();
    content.putString(notice.copy());
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
