package dev.partitura.visualizers.memory;

import dev.partitura.engine.trace.Counter;
import dev.partitura.ui.run.NoRun;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.workbench.Visualizer;
import dev.partitura.visualizers.chart.ChartCard;
import dev.partitura.visualizers.chart.DeviceRows;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// Memory use of each device over the current run, and its peak.
public final class MemoryView implements Visualizer {
  private static final double PEAKS_SHARE = 0.28;

  @Override
  public String id() {
    return "memory";
  }

  @Override
  public String title(Language language) {
    return Texts.of(MemoryView.class, language).get("title");
  }

  @Override
  public Ikon icon() {
    return Feather.HARD_DRIVE;
  }

  @Override
  public Node create(Session session) {
    var texts = session.texts(MemoryView.class);
    var charts = new MemoryCharts(texts);
    var overTime = new ChartCard(session, texts.get("overTime"));
    var peaks = new ChartCard(session, texts.get("peaks"));
    HBox.setHgrow(overTime, Priority.ALWAYS);
    var cards = new HBox(8, overTime, peaks);
    cards.setPadding(new Insets(8, 12, 12, 12));
    peaks.prefWidthProperty().bind(cards.widthProperty().multiply(PEAKS_SHARE));
    peaks.setMinWidth(180);
    DeviceRows.join(
        peaks,
        session,
        run -> MemoryCharts.counters(run.trace()).stream().map(Counter::device).toList());
    var empty = NoRun.of(session, Feather.HARD_DRIVE, texts.get("empty"));
    empty.visibleProperty().bind(session.currentRunProperty().isNull());
    cards.visibleProperty().bind(session.currentRunProperty().isNotNull());
    session.currentRunProperty().addListener((_, _, run) -> show(run, charts, overTime, peaks));
    show(session.currentRun(), charts, overTime, peaks);
    var board = new StackPane(cards, empty);
    board.setMinSize(0, 0);
    return board;
  }

  private static void show(
      @Nullable Run run, MemoryCharts charts, ChartCard overTime, ChartCard peaks) {
    if (run != null) {
      overTime.show(charts.overTime(run));
      peaks.show(charts.peaks(run));
    }
  }
}
