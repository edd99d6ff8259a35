package dev.partitura.visualizers.serving;

import dev.partitura.engine.execute.serve.live.ServedRequest;
import dev.partitura.engine.trace.Trace;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.session.Served;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Icons;
import dev.partitura.ui.theme.Texts;
import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The slowest requests of a load; of the one that is chosen, what it waited for, in words and as a
/// bar, and the way to it in the timeline.
final class SlowRequests extends HBox {
  private static final double ROW_HEIGHT = 25;

  private final Session session;
  private final Texts texts;
  private final TableView<ServedRequest> table = new TableView<>();
  private final Label story = new Label();
  private final Label remedy = new Label();
  private final PartsBar parts;
  private final Button show = new Button();
  private @Nullable Served served;
  private @Nullable RequestWords words;

  SlowRequests(Session session, Texts texts) {
    super(12);
    this.session = session;
    this.texts = texts;
    table.setId("serving-slowest");
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    table
        .getColumns()
        .setAll(
            List.of(
                column("slow.number", 64, request -> "#" + request.number()),
                column("slow.due", 84, request -> Format.time(request.dueNanos())),
                column("slow.latency", 84, request -> Format.time(request.latencyNanos())),
                column("slow.mostly", 96, this::mostly)));
    table.setFixedCellSize(ROW_HEIGHT);
    table.setPlaceholder(new Label(texts.get("slow.none")));
    table.setMinSize(0, 0);
    table.setPrefWidth(356);
    table.setMinWidth(250);
    table.getSelectionModel().selectedItemProperty().addListener((_, _, now) -> tell(now));
    story.setId("serving-story");
    story.setWrapText(true);
    story.setMinHeight(USE_PREF_SIZE);
    story.getStyleClass().add("size-12");
    remedy.setWrapText(true);
    remedy.setMinHeight(USE_PREF_SIZE);
    remedy.getStyleClass().addAll("muted", "size-11");
    parts = new PartsBar(texts);
    show.setId("serving-show-request");
    show.setText(texts.get("slow.show"));
    show.setGraphic(Icons.of(Feather.ACTIVITY, 13));
    show.setTooltip(new Tooltip(texts.get("slow.show.explain")));
    show.getStyleClass().add("small");
    show.setOnAction(_ -> showInTimeline());
    var told = new VBox(8, story, parts, remedy, show);
    told.setPadding(new Insets(2, 0, 4, 0));
    told.setAlignment(Pos.TOP_LEFT);
    var scroll = new ScrollPane(told);
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.setMinWidth(0);
    scroll.setPrefWidth(1);
    HBox.setHgrow(scroll, Priority.ALWAYS);
    getChildren().addAll(table, scroll);
    setMinSize(0, 0);
  }

  private static <T> TableColumn<T, String> plain(String title, Function<T, String> text) {
    var column = new TableColumn<T, String>(title);
    column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(text.apply(cell.getValue())));
    column.setCellFactory(_ -> new TextCell<>());
    column.setSortable(false);
    column.setReorderable(false);
    return column;
  }

  private static final class TextCell<T> extends TableCell<T, String> {
    @Override
    protected void updateItem(@Nullable String text, boolean empty) {
      super.updateItem(text, empty);
      setText(empty ? null : text);
    }
  }

  private TableColumn<ServedRequest, String> column(
      String key, double width, Function<ServedRequest, String> text) {
    var column = plain(texts.get(key), text);
    column.setMinWidth(width * 0.8);
    column.setPrefWidth(width);
    return column;
  }

  private String mostly(ServedRequest request) {
    return words == null ? "" : words.mostly(request);
  }

  void show(Served shown) {
    if (shown.equals(served)) {
      return;
    }
    served = shown;
    words = new RequestWords(texts, shown.service());
    table.getItems().setAll(shown.course().slowest());
    table.getSelectionModel().selectFirst();
    tell(table.getSelectionModel().getSelectedItem());
  }

  private void tell(@Nullable ServedRequest request) {
    var of = served;
    var said = words;
    if (request == null || of == null || said == null) {
      story.setText(texts.get("slow.none"));
      remedy.setText("");
      show.setDisable(true);
      parts.setVisible(false);
      return;
    }
    story.setText(said.story(request));
    remedy.setText(said.remedy(request));
    show.setDisable(of.requests() == null || span(of, request) < 0);
    parts.setVisible(true);
    parts.show(request);
    mark(of, request);
  }

  /// Marks it where the timeline shows the requests already.
  private void mark(Served of, ServedRequest request) {
    var run = session.currentRun();
    var requests = of.requests();
    if (run != null && requests != null && run.analyses() == requests.analyses()) {
      select(of, request);
    }
  }

  private void select(Served of, ServedRequest request) {
    int span = span(of, request);
    if (span >= 0) {
      session.selection().selectSpan(span, List.of());
      session.playhead().moveTo(trace(of).startNanos(span));
    }
  }

  private void showInTimeline() {
    var of = served;
    var request = table.getSelectionModel().getSelectedItem();
    if (of != null && request != null) {
      session.commands().fire("serve.requests");
      select(of, request);
    }
  }

  private static Trace trace(Served of) {
    return java.util.Objects.requireNonNull(of.requests()).trace();
  }

  /// The span of the request in the trace of what was served; -1 where the trace ended before it.
  private static int span(Served of, ServedRequest request) {
    if (of.requests() == null) {
      return -1;
    }
    var trace = trace(of);
    var number = Long.toString(request.number());
    for (int span = 0; span < trace.spanCount(); span++) {
      for (var argument : trace.arguments(span)) {
        if (argument.key().equals("request") && argument.value().equals(number)) {
          return span;
        }
      }
    }
    return -1;
  }
}
