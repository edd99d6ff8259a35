package dev.partitura.editor.palette;

import dev.partitura.editor.network.GraphActions;
import dev.partitura.engine.operator.Category;
import dev.partitura.engine.operator.Operator;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.Trait;
import dev.partitura.ui.action.Command;
import dev.partitura.ui.control.SearchField;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// All operators by what they are for, with a search. Of each group the usual ones are shown, the
/// others behind a row that opens them; the search finds all, by their plain names too. Drag one
/// onto the graph; Enter or a double click puts it behind the selected op.
public final class PalettePanel extends VBox {
  /// What a dragged operator is on the drag board: this, its domain, a slash and its type.
  public static final String DRAGGED_OPERATOR = "partitura operator ";

  private final GraphActions actions;
  private final Texts texts;
  private final SearchField search;
  private final VBox list = new VBox(3);
  private final List<Entry> entries = new ArrayList<>();

  private final Set<String> opened = new HashSet<>();

  /// @param plain what it is called in plain words; may be empty
  /// @param usual whether it is shown at first
  private record Entry(
      String group,
      String name,
      String plain,
      String color,
      String dragged,
      boolean usual,
      Runnable add) {}

  public PalettePanel(Session session, GraphActions actions) {
    super(8);
    this.actions = actions;
    texts = session.texts(PalettePanel.class);
    search = new SearchField(texts.get("search"), "/");
    search.field().setId("palette-search");
    session
        .commands()
        .add(
            Command.of(
                "palette.search",
                texts.get("part"),
                texts.get("search"),
                "",
                search.field()::requestFocus));
    collect();
    var scroll = new ScrollPane(list);
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    list.setPadding(new Insets(0, 6, 0, 0));
    setVgrow(scroll, Priority.ALWAYS);
    var hint = new Label(texts.get("hint"));
    hint.getStyleClass().addAll("faint", "size-11");
    hint.setWrapText(true);
    hint.setMinHeight(Region.USE_PREF_SIZE);
    getChildren().addAll(search, scroll, hint);
    search.field().textProperty().addListener((_, _, text) -> show(text));
    search.field().setOnAction(_ -> addFirst());
    search
        .field()
        .addEventFilter(
            KeyEvent.KEY_PRESSED,
            event -> {
              if (event.getCode() == KeyCode.DOWN) {
                list.getChildren().stream()
                    .filter(Node::isFocusTraversable)
                    .findFirst()
                    .ifPresent(Node::requestFocus);
                event.consume();
              }
            });
    show("");
  }

  private void collect() {
    entries.add(
        new Entry(
            texts.get("category.LAYER"),
            texts.get("input"),
            "",
            "-p-faint",
            "/",
            true,
            () -> actions.adding().input(null)));
    for (var category : Category.values()) {
      var group = texts.get("category." + category.name());
      Operators.all().stream()
          .filter(operator -> operator.signature().category() == category)
          .sorted(
              Comparator.comparing((Operator operator) -> !operator.has(Trait.COMMON))
                  .thenComparing(operator -> operator.signature().type()))
          .forEach(operator -> entries.add(entry(group, operator)));
      if (category == Category.LAYER) {
        for (var block : BlockTemplate.values()) {
          entries.add(
              new Entry(
                  texts.get("blocks"),
                  texts.get("block." + block.name().toLowerCase(Locale.ROOT)),
                  "",
                  "-p-edge",
                  "",
                  true,
                  () -> actions.adding().block(block::make)));
        }
      }
    }
  }

  private Entry entry(String group, Operator operator) {
    var signature = operator.signature();
    var plain = "plain." + signature.type();
    return new Entry(
        group,
        signature.type(),
        texts.has(plain) ? texts.get(plain) : "",
        "-p-op-" + signature.category().name().toLowerCase(Locale.ROOT),
        signature.domain() + "/" + signature.type(),
        operator.has(Trait.COMMON),
        () -> actions.adding().operator(signature.domain(), signature.type()));
  }

  private void show(String text) {
    var wanted = text.strip().toLowerCase(Locale.ROOT);
    list.getChildren().clear();
    var group = "";
    int more = 0;
    for (var entry : matching(wanted)) {
      if (!entry.group().equals(group)) {
        addMore(group, more);
        more = 0;
        group = entry.group();
        var heading = new Label(group.toUpperCase(Locale.ROOT));
        heading.getStyleClass().add("section");
        list.getChildren().add(heading);
      }
      if (wanted.isEmpty() && !entry.usual() && !opened.contains(group)) {
        more++;
      } else {
        list.getChildren().add(row(entry));
      }
    }
    addMore(group, more);
    if (list.getChildren().isEmpty()) {
      var none = new Label(texts.get("none"));
      none.getStyleClass().add("muted");
      none.setWrapText(true);
      list.getChildren().add(none);
    }
  }

  /// A row that opens the rest of a group.
  private void addMore(String group, int count) {
    if (count > 0) {
      var more = new Hyperlink(texts.get("more", count));
      more.getStyleClass().add("size-11");
      more.setId("palette-more-" + group);
      more.setOnAction(_ -> {
        opened.add(group);
        show(search.field().getText());
      });
      list.getChildren().add(more);
    }
  }

  private List<Entry> matching(String wanted) {
    return entries.stream()
        .filter(entry ->
            entry.name().toLowerCase(Locale.ROOT).contains(wanted)
                || entry.plain().toLowerCase(Locale.ROOT).contains(wanted)
                || entry.dragged().toLowerCase(Locale.ROOT).contains(wanted))
        .toList();
  }

  private void addFirst() {
    var found = matching(search.field().getText().strip().toLowerCase(Locale.ROOT));
    var wanted = search.field().getText().strip();
    if (!wanted.isEmpty()) {
      found.stream()
          .filter(entry -> entry.name().equalsIgnoreCase(wanted))
          .findFirst()
          .or(() -> found.stream().findFirst())
          .ifPresent(entry -> entry.add().run());
      search.field().selectAll();
    }
  }

  private Node row(Entry entry) {
    var swatch = new Region();
    swatch.getStyleClass().add("swatch");
    swatch.setStyle("-fx-background-color: " + entry.color() + ";");
    var name = new Label(entry.name());
    name.getStyleClass().add("size-12");
    name.setMinWidth(Region.USE_PREF_SIZE);
    var plain = new Label(entry.plain());
    plain.getStyleClass().addAll("muted", "size-11");
    var row = new HBox(8, swatch, name, plain);
    row.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    row.getStyleClass().add("row");
    row.setFocusTraversable(true);
    row.setId("palette-" + entry.name());
    row.setAccessibleText((entry.name() + " " + entry.plain()).strip());
    Tooltip.install(
        row, new Tooltip((entry.name() + " " + entry.plain()).strip() + "\n" + texts.get("hint")));
    row.setOnMouseClicked(event -> {
      row.requestFocus();
      if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2) {
        entry.add().run();
      }
    });
    row.setOnKeyPressed(event -> {
      if (event.getCode() == KeyCode.ENTER) {
        entry.add().run();
        event.consume();
      }
    });
    row.focusedProperty()
        .addListener((_, _, focused) ->
            row.setStyle(focused ? "-fx-background-color: -p-accent-soft;" : ""));
    row.setOnDragDetected(event -> {
      if (!entry.dragged().isEmpty()) {
        var content = new ClipboardContent();
        content.putString(DRAGGED_OPERATOR + entry.dragged());
        var board = row.startDragAndDrop(TransferMode.COPY);
        board.setContent(content);
        board.setDragView(row.snapshot(null, null));
        event.consume();
      }
    });
    return row;
  }
}
