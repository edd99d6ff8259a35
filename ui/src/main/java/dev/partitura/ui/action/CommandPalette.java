package dev.partitura.ui.action;

import dev.partitura.ui.theme.Texts;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Every command by its name, over the window: type, Enter, done. Esc or a click beside it closes
/// it.
public final class CommandPalette extends StackPane {
  private static final int MOST_ROWS = 12;
  private static final double ROW_HEIGHT = 30;

  private final Commands commands;
  private final TextField field = new TextField();
  private final ListView<Command> list = new ListView<>();
  private @Nullable Node before;

  public CommandPalette(Commands commands, Texts texts) {
    this.commands = commands;
    getStyleClass().add("palette-veil");
    setAlignment(Pos.TOP_CENTER);
    field.setPromptText(texts.get("palette.prompt"));
    field.getStyleClass().add("palette-field");
    list.setCellFactory(_ -> new Cell());
    list.setFocusTraversable(false);
    list.setFixedCellSize(ROW_HEIGHT);
    list.setPlaceholder(new Label(texts.get("palette.nothing")));
    list.setOnMouseClicked(_ -> fire());
    var box = new VBox(6, field, list);
    box.getStyleClass().addAll("floating", "palette");
    box.setMaxSize(560, Region.USE_PREF_SIZE);
    getChildren().add(box);
    field.textProperty().addListener((_, _, text) -> fill(text));
    addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    setOnMousePressed(event -> hideIfBeside(event.getTarget() == this));
    setVisible(false);
  }

  /// Shows it, empty.
  public void open() {
    before = getScene() == null ? null : getScene().getFocusOwner();
    field.clear();
    fill("");
    setVisible(true);
    field.requestFocus();
  }

  /// Hides it; the focus goes back to where it was.
  public void close() {
    setVisible(false);
    if (before != null) {
      before.requestFocus();
      before = null;
    }
  }

  private void hideIfBeside(boolean beside) {
    if (beside) {
      close();
    }
  }

  private void fill(String text) {
    var found = search(commands.all(), text);
    list.getItems().setAll(found);
    list.setPrefHeight(Math.clamp(found.size(), 2, MOST_ROWS) * ROW_HEIGHT + 4);
    list.getSelectionModel().selectFirst();
    list.scrollTo(0);
  }

  /// The commands whose label or group has all words, those that begin with the text first.
  static List<Command> search(List<Command> all, String text) {
    var words = text.toLowerCase(Locale.ROOT).strip();
    var parts = words.split("\\s+");
    return all.stream()
        .filter(command -> command.enabled().get())
        .filter(command ->
            matches((command.group() + " " + command.label()).toLowerCase(Locale.ROOT), parts))
        .sorted(
            Comparator.comparing(
                command -> !command.label().toLowerCase(Locale.ROOT).startsWith(words)))
        .toList();
  }

  private static boolean matches(String label, String[] parts) {
    for (var part : parts) {
      if (!label.contains(part)) {
        return false;
      }
    }
    return true;
  }

  private void key(KeyEvent event) {
    switch (event.getCode()) {
      case ESCAPE -> close();
      case ENTER -> fire();
      case DOWN -> move(1);
      case UP -> move(-1);
      default -> {
        return;
      }
    }
    event.consume();
  }

  private void move(int by) {
    int next =
        Math.clamp(
            list.getSelectionModel().getSelectedIndex() + by,
            0,
            Math.max(0, list.getItems().size() - 1));
    list.getSelectionModel().select(next);
    list.scrollTo(Math.max(0, next - MOST_ROWS + 2));
  }

  private void fire() {
    var command = list.getSelectionModel().getSelectedItem();
    if (command != null) {
      close();
      command.fire();
    }
  }

  private static final class Cell extends ListCell<Command> {
    private final Label group = new Label();
    private final Label label = new Label();
    private final Label key = new Label();
    private final HBox row;

    Cell() {
      var gap = new Region();
      HBox.setHgrow(gap, Priority.ALWAYS);
      group.getStyleClass().addAll("faint", "size-12");
      key.getStyleClass().addAll("faint", "mono", "size-11");
      row = new HBox(8, group, label, gap, key);
      row.setAlignment(Pos.CENTER_LEFT);
    }

    @Override
    protected void updateItem(Command command, boolean empty) {
      super.updateItem(command, empty);
      setText(null);
      if (empty) {
        setGraphic(null);
        return;
      }
      group.setText(command.group());
      label.setText(command.label());
      var combination = command.key();
      key.setText(combination == null ? "" : combination.getDisplayText());
      setGraphic(row);
    }
  }
}
