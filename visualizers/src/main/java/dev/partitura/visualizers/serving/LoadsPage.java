package dev.partitura.visualizers.serving;

import dev.partitura.engine.execute.serve.live.LoadSearch;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.run.PlanLabel;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.session.Swept;
import dev.partitura.ui.theme.Texts;
import dev.partitura.visualizers.chart.ChartCard;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// Latency by load of several plans in one chart, and the highest load of each that keeps the
/// deadline.
final class LoadsPage extends HBox {
  private static final double WIDTH = 230;

  private final Session session;
  private final Texts texts;
  private final ServingCharts charts;
  private final ChartCard card;
  private final VBox rows = new VBox(8);

  LoadsPage(Session session, Texts texts) {
    super(12);
    this.session = session;
    this.texts = texts;
    charts = new ServingCharts(texts, session.texts(PlanLabel.class));
    card = new ChartCard(session, texts.get("loads.title"));
    card.setPrefWidth(1);
    HBox.setHgrow(card, Priority.ALWAYS);
    rows.setId("serving-loads");
    var scroll = new ScrollPane(rows);
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.setMinWidth(WIDTH);
    scroll.setPrefWidth(WIDTH);
    scroll.setMaxWidth(WIDTH);
    getChildren().addAll(card, scroll);
    setMinSize(0, 0);
  }

  void show(List<Swept> swept) {
    card.show(charts.loads(swept));
    rows.getChildren().setAll(swept.stream().map(this::row).toList());
  }

  private VBox row(Swept swept) {
    var name = label(PlanLabel.of(swept.what(), session.texts(PlanLabel.class)), "medium");
    var said = label(said(swept), "size-11");
    var capacity =
        label(
            texts.get(
                "loads.capacity",
                Format.perSecond(swept.capacityPerSecond(), texts.get("unit.request"))),
            "muted");
    capacity.getStyleClass().add("size-11");
    return new VBox(1, name, said, capacity);
  }

  private String said(Swept swept) {
    var deadline = Format.time(swept.deadlineNanos());
    if (!swept.isDone()) {
      return texts.get("loads.tried", swept.points().size(), LoadSearch.RATES);
    }
    if (swept.highestPerSecond() == 0) {
      return texts.get("loads.none", deadline);
    }
    var p99 =
        swept.points().stream()
            .filter(point -> point.perSecond() == swept.highestPerSecond())
            .map(point -> Format.time(point.result().measured().latencyNanos().p99()))
            .findFirst()
            .orElse(Format.NONE);
    return texts.get(
        "loads.highest",
        Format.perSecond(swept.highestPerSecond(), texts.get("unit.request")),
        p99,
        deadline);
  }

  private static Label label(String text, String style) {
    var label = new Label(text);
    label.getStyleClass().add(style);
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    return label;
  }
}
