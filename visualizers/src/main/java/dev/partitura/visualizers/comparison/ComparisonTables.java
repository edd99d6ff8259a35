package dev.partitura.visualizers.comparison;

import dev.partitura.engine.analysis.RunComparison;
import dev.partitura.engine.analysis.RunComparison.Measure;
import dev.partitura.engine.analysis.RunComparison.Row;
import dev.partitura.ui.explain.ForecastWords;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.run.PlanLabel;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import java.util.List;
import java.util.Locale;
import javafx.geometry.HPos;
import javafx.geometry.Insets;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;

/// Two runs as two tables: their numbers, and the ops whose time differs most. A click on an op
/// selects it.
final class ComparisonTables extends FlowPane {
  private static final int MOST_OPS = 12;
  private static final int COLUMNS = 4;

  private final Session session;
  private final Texts texts;

  ComparisonTables(Session session, Run first, Run second, Texts texts) {
    super(40, 20);
    this.session = session;
    this.texts = texts;
    setPadding(new Insets(12, 16, 12, 16));
    var compared = RunComparison.of(first.analyses(), second.analyses());
    var numbers = table(texts.get("numbers"), first, second);
    numbers.setId("comparison-numbers");
    compared.rows().forEach(row -> add(numbers, row));
    var ops = table(texts.get("ops"), first, second);
    ops.setId("comparison-ops");
    compared.ops().stream().limit(MOST_OPS).forEach(row -> add(ops, row));
    getChildren().addAll(numbers, ops);
  }

  private GridPane table(String title, Run first, Run second) {
    var table = new GridPane(20, 5);
    table.addRow(
        0, label(title, "section"), head(first), head(second), label(texts.get("change"), "muted"));
    align(table);
    return table;
  }

  private Label head(Run run) {
    var head =
        label(
            "#"
                + run.number()
                + "  "
                + PlanLabel.of(run, session.texts(PlanLabel.class))
                + "\n"
                + texts.get("origin." + run.trace().origin().word())
                + error(run)
                + (run.samples() > 0 ? " · " + texts.get("batch", run.samples()) : ""),
            "medium");
    head.setTextAlignment(javafx.scene.text.TextAlignment.RIGHT);
    return head;
  }

  /// How far off it may be, of a prediction.
  private String error(Run run) {
    return run.isPredicted()
        ? " "
            + ForecastWords.shortly(run.provenance().forecast(), session.texts(ForecastWords.class))
        : "";
  }

  private void add(GridPane table, Row row) {
    var key = "measure." + row.measure().name().toLowerCase(Locale.ROOT);
    var name = label(texts.get(key), "size-12");
    name.setTooltip(new Tooltip(texts.get(key + ".explain")));
    table.addRow(
        table.getRowCount(),
        name,
        label(number(row.measure(), row.first(), row.firstSpread()), "number"),
        label(number(row.measure(), row.second(), row.secondSpread()), "number"),
        change(row));
    align(table);
  }

  private Label change(Row row) {
    double change = row.change();
    if (!Double.isFinite(change)) {
      return label(Format.NONE, "muted");
    }
    if (!row.isBeyondSpread()) {
      var same = label(texts.get("same"), "muted");
      same.setTooltip(new Tooltip(texts.get("same.explain")));
      return same;
    }
    var label = label(signed(Format.percent(Math.abs(change)), change), "number");
    label.getStyleClass().add(change > 0 == row.measure().isMoreBetter() ? "good" : "warn");
    return label;
  }

  private void add(GridPane table, RunComparison.OpRow row) {
    var name = label(row.op().name(), "size-12");
    name.setMaxWidth(220);
    name.setTooltip(new Tooltip(row.op().name()));
    name.setOnMouseClicked(_ -> session.selection().selectOp(row.op()));
    table.addRow(
        table.getRowCount(),
        name,
        label(Format.time(row.firstNanos()), "number"),
        label(Format.time(row.secondNanos()), "number"),
        label(signed(Format.time(Math.abs(row.difference())), row.difference()), "number"));
    align(table);
  }

  private static String signed(String size, double change) {
    return (change < 0 ? "−" : "+") + size;
  }

  private String number(Measure measure, double value, double spread) {
    if (Double.isNaN(value)) {
      return Format.NONE;
    }
    var text =
        switch (measure) {
          case ITERATION, SINGLE, LATENCY -> Format.time(value);
          case THROUGHPUT -> Format.perSecond(value, texts.get("sample"));
          case SPEED_UP -> Format.factor(value);
          case IDLE, BALANCE, ACCURACY -> Format.percent(value);
          case TRANSFERRED, MEMORY -> Format.bytes(value);
          case LOSS -> Format.digits(value);
        };
    return spread > 0 ? text + " ± " + Format.percent(spread) : text;
  }

  private static void align(GridPane table) {
    for (var cell : table.getChildren()) {
      Integer column = GridPane.getColumnIndex(cell);
      GridPane.setHalignment(
          cell, column == null || column % COLUMNS == 0 ? HPos.LEFT : HPos.RIGHT);
    }
  }

  private static Label label(String text, String style) {
    var label = new Label(text);
    label.getStyleClass().addAll(List.of("size-12", style));
    return label;
  }
}
