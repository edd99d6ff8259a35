package dev.partitura.editor.inspector;

import dev.partitura.editor.network.NetworkFacts;
import dev.partitura.engine.problem.Problem;
import dev.partitura.ui.theme.Texts;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// A page of the inspector: a title, problems, and sections of rows with a name and a value.
final class Page extends VBox {
  private final Texts texts;
  private final Locale locale;

  Page(Texts texts, Locale locale) {
    super(4);
    this.texts = texts;
    this.locale = locale;
    setPadding(new Insets(0, 8, 8, 0));
  }

  void note(String text) {
    var note = new Label(text);
    note.getStyleClass().add("muted");
    note.setWrapText(true);
    getChildren().add(note);
  }

  void title(String text, String beside) {
    var title = new Label(text);
    title.getStyleClass().add("title");
    title.setTooltip(new Tooltip(text));
    var what = new Label(beside);
    what.getStyleClass().addAll("muted", "size-12");
    what.setMinWidth(USE_PREF_SIZE);
    var row = new HBox(8, title, what);
    row.setAlignment(Pos.BASELINE_LEFT);
    getChildren().add(row);
  }

  void problem(Problem problem) {
    var text = new Label(problem.sentence(locale));
    text.setWrapText(true);
    text.getStyleClass().add("size-12");
    text.setMinHeight(USE_PREF_SIZE);
    var note = new StackPane(text);
    note.setAlignment(Pos.TOP_LEFT);
    note.getStyleClass().addAll("note", "warn-note");
    VBox.setMargin(note, new Insets(4, 0, 4, 0));
    getChildren().add(note);
  }

  void heading(String key, Object... arguments) {
    var heading = new Label(texts.get(key, arguments).toUpperCase(Locale.ROOT));
    heading.getStyleClass().add("section");
    getChildren().add(heading);
  }

  GridPane section(String key, Object... arguments) {
    heading(key, arguments);
    var grid = new GridPane(10, 4);
    var names = new ColumnConstraints(112);
    var values = new ColumnConstraints();
    values.setHgrow(Priority.ALWAYS);
    values.setMinWidth(60);
    grid.getColumnConstraints().addAll(names, values);
    getChildren().add(grid);
    return grid;
  }

  static void row(GridPane grid, String name, Node value, String explain) {
    var label = new Label(name);
    label.getStyleClass().addAll("muted", "size-12");
    label.setTooltip(new Tooltip(explain.isEmpty() ? name : name + "\n" + explain));
    grid.addRow(grid.getRowCount(), label, value);
  }

  static Label value(String text) {
    var label = new Label(text);
    label.getStyleClass().addAll("mono", "size-11");
    label.setTooltip(new Tooltip(text));
    return label;
  }

  static Label number(String text) {
    var label = value(text);
    label.setMaxWidth(Double.MAX_VALUE);
    label.setAlignment(Pos.CENTER_RIGHT);
    return label;
  }

  String typeText(NetworkFacts facts, String value) {
    var type = facts.type(value);
    return type == null
        ? texts.get("unknown")
        : (type.shape() == null ? "?" : type.shape().toString()) + "  " + type.dataType().label();
  }

  /// A field that takes its text on Enter or when left, and says what it expects when the text is
  /// of no use.
  TextField field(String text, Predicate<String> isGood, String expected, Consumer<String> take) {
    var field = new TextField(text);
    field.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ESCAPE) {
            field.setText(text);
          }
        });
    field.getStyleClass().addAll("mono", "size-11");
    field.setStyle("-fx-padding: 3 6 3 6;");
    var tip = new Tooltip();
    Runnable commit =
        () -> {
          var written = field.getText().strip();
          if (!written.equals(text) && isGood.test(written)) {
            take.accept(written);
          }
        };
    field
        .textProperty()
        .addListener((_, _, written) -> {
          boolean good = written.strip().equals(text) || isGood.test(written.strip());
          mark(field, good ? null : texts.get("wrong", expected), tip);
        });
    field.setOnAction(_ -> commit.run());
    field
        .focusedProperty()
        .addListener((_, _, focused) -> {
          if (!focused) {
            commit.run();
          }
        });
    return field;
  }

  private static void mark(TextField field, @Nullable String wrong, Tooltip tip) {
    field.setStyle("-fx-padding: 3 6 3 6;" + (wrong == null ? "" : "-fx-border-color: -p-bad;"));
    if (wrong == null) {
      field.setTooltip(null);
    } else {
      tip.setText(wrong);
      field.setTooltip(tip);
    }
  }
}
