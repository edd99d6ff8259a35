package dev.partitura.visualizers.serving;

import dev.partitura.engine.execute.serve.Arrivals;
import dev.partitura.engine.execute.serve.Percentiles;
import dev.partitura.engine.execute.serve.ServingFigures;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.session.Served;
import dev.partitura.ui.theme.Texts;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// The figures of a load as a table: measured, and beside it the same queue simulated.
final class ServingReport extends HBox {
  private final Texts texts;
  private final GridPane figures = new GridPane(14, 1);
  private final Label notes = new Label();

  ServingReport(Texts texts) {
    super(16);
    this.texts = texts;
    figures.setId("serving-figures");
    notes.setWrapText(true);
    notes.setMinHeight(USE_PREF_SIZE);
    notes.getStyleClass().addAll("muted", "size-11");
    var left = scrolling(figures);
    left.setMinWidth(310);
    left.setPrefWidth(330);
    var right = scrolling(notes);
    right.setPrefWidth(1);
    HBox.setHgrow(right, Priority.ALWAYS);
    getChildren().addAll(left, right);
    setMinSize(0, 0);
  }

  private static ScrollPane scrolling(Region content) {
    var scroll = new ScrollPane(content);
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.setMinSize(0, 0);
    return scroll;
  }

  void show(Served served) {
    figures.getChildren().clear();
    var result = served.result();
    var measured = result.measured();
    var simulated = result.predicted();
    boolean both = simulated != null;
    var heads = new ArrayList<Label>();
    heads.add(label("", "muted"));
    heads.add(head("measured"));
    if (both) {
      heads.add(head("simulated"));
    }
    figures.addRow(0, heads.toArray(Label[]::new));
    rate("offered", measured, simulated, ServingFigures::offeredPerSecond);
    rate("completed", measured, simulated, ServingFigures::completedPerSecond);
    if (!served.load().settings().deadlines().isEmpty()) {
      row("good", measured, simulated, of -> Format.percent(of.goodShare()));
    }
    row(
        "shed.row",
        measured,
        simulated,
        of -> Format.count(of.shedInAll()) + " · " + Format.percent(of.shedShare()));
    row("latency.mean", measured, simulated, of -> Format.time(of.latencyNanos().mean()));
    time("p50", measured, simulated, Percentiles::p50);
    time("p95", measured, simulated, Percentiles::p95);
    time("p99", measured, simulated, Percentiles::p99);
    time("p99.9", measured, simulated, Percentiles::p999);
    time("max", measured, simulated, Percentiles::max);
    row("batch.mean", measured, simulated, of -> Format.digits(of.meanBatch()));
    row("busy", measured, simulated, of -> Format.percent(of.meanUtilization()));
    for (var node : figures.getChildren()) {
      Integer column = GridPane.getColumnIndex(node);
      if (column != null && column > 0) {
        GridPane.setHalignment(node, HPos.RIGHT);
      }
    }
    notes.setText(String.join("\n", notes(served)));
  }

  private List<String> notes(Served served) {
    var said = new ArrayList<String>();
    var result = served.result();
    var measured = result.measured();
    if (served.stopped()) {
      said.add(texts.get("note.stopped", Format.time(measured.seconds() * Arrivals.NANOS)));
    }
    if (served.settings().perSecond() == null) {
      said.add(texts.get("note.auto"));
    }
    said.add(
        texts.get(
            "note.load",
            measured.offered(),
            Format.time(measured.seconds() * Arrivals.NANOS),
            Format.perSecond(served.capacityPerSecond(), texts.get("unit.request"))));
    var deadlines = served.load().settings().deadlines();
    if (!deadlines.isEmpty()) {
      said.add(
          texts.get(
              served.settings().deadlinesMillis() == null ? "note.deadline.auto" : "note.deadline",
              String.join(", ", deadlines.nanos().stream().map(Format::time).toList())));
    }
    var p99 = measured.confidence().p99();
    if (Double.isFinite(p99.low()) && Double.isFinite(p99.high())) {
      said.add(
          texts.get(
              measured.confidence().enough() ? "note.p99" : "note.p99.short",
              Format.time(Math.max(0, p99.low())),
              Format.time(p99.high())));
    } else {
      said.add(texts.get("note.short"));
    }
    said.add(
        texts.get(
            result.generatorKeptUp() ? "note.lag" : "note.lag.late",
            Format.time(result.lagNanos().p99())));
    if (result.predicted() != null) {
      said.add(texts.get("note.simulated"));
    }
    return said;
  }

  private Label head(String key) {
    var head = label(texts.get("origin." + key), "medium");
    head.setTooltip(new Tooltip(texts.get("origin." + key + ".explain")));
    return head;
  }

  private void rate(
      String key,
      ServingFigures measured,
      @org.jspecify.annotations.Nullable ServingFigures simulated,
      java.util.function.ToDoubleFunction<ServingFigures> value) {
    row(
        key,
        measured,
        simulated,
        of -> Format.perSecond(value.applyAsDouble(of), texts.get("unit.request")));
  }

  private void time(
      String percentile,
      ServingFigures measured,
      @org.jspecify.annotations.Nullable ServingFigures simulated,
      java.util.function.ToLongFunction<Percentiles> value) {
    row(
        "latency." + percentile,
        measured,
        simulated,
        of -> Format.time(value.applyAsLong(of.latencyNanos())));
  }

  private void row(
      String key,
      ServingFigures measured,
      @org.jspecify.annotations.Nullable ServingFigures simulated,
      java.util.function.Function<ServingFigures, String> value) {
    var name = label(texts.get(key), "muted");
    name.setTooltip(new Tooltip(texts.get(key + ".explain")));
    var cells = new ArrayList<Label>();
    cells.add(name);
    cells.add(number(measured.offered() == 0 ? Format.NONE : value.apply(measured)));
    if (simulated != null) {
      cells.add(number(simulated.offered() == 0 ? Format.NONE : value.apply(simulated)));
    }
    figures.addRow(figures.getRowCount(), cells.toArray(Label[]::new));
  }

  private static Label number(String text) {
    var number = label(text, "number");
    return number;
  }

  private static Label label(String text, String style) {
    var label = new Label(text);
    label.getStyleClass().addAll(style, "size-12");
    label.setMinWidth(USE_PREF_SIZE);
    return label;
  }
}
