package dev.partitura.visualizers.throughput;

import dev.partitura.engine.analysis.DeviceUse;
import dev.partitura.ui.explain.ForecastWords;
import dev.partitura.ui.run.NoRun;
import dev.partitura.ui.run.PlanLabel;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.workbench.Visualizer;
import dev.partitura.visualizers.chart.CardGrid;
import dev.partitura.visualizers.chart.ChartCard;
import dev.partitura.visualizers.chart.DeviceRows;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// Charts of throughput, latency, utilisation and speed-up.
public final class ThroughputView implements Visualizer {
  private static final double WIDE = 900;

  @Override
  public String id() {
    return "throughput";
  }

  @Override
  public String title(Language language) {
    return Texts.of(ThroughputView.class, language).get("title");
  }

  @Override
  public Ikon icon() {
    return Feather.TRENDING_UP;
  }

  @Override
  public Node create(Session session) {
    return new Board(session);
  }

  /// The four charts, side by side where there is room.
  private static final class Board extends StackPane {
    private final Session session;
    private final Texts texts;
    private final ThroughputCharts charts;
    private final ChartCard repeats;
    private final ChartCard latency;
    private final ChartCard utilization;
    private final ChartCard speedUp;

    Board(Session session) {
      this.session = session;
      texts = session.texts(ThroughputView.class);
      charts = new ThroughputCharts(texts, session.texts(PlanLabel.class));
      repeats = new ChartCard(session, texts.get("repeats"));
      latency = new ChartCard(session, texts.get("latencies"));
      utilization = new ChartCard(session, texts.get("utilization"));
      speedUp = new ChartCard(session, texts.get("speedUp"));
      DeviceRows.join(
          utilization,
          session,
          run -> run.get(DeviceUse.ANALYSIS).stream().map(DeviceUse::device).toList());
      speedUp.onPick(bar ->
          session.currentRunProperty().set(ThroughputCharts.compared(session.runs()).get(bar)));
      var grid = new CardGrid(List.of(repeats, latency, utilization, speedUp));
      grid.arrange(4);
      widthProperty()
          .addListener((_, _, width) -> grid.arrange(width.doubleValue() < WIDE ? 2 : 4));
      var empty = NoRun.of(session, Feather.TRENDING_UP, texts.get("empty"));
      empty.visibleProperty().bind(session.currentRunProperty().isNull());
      grid.visibleProperty().bind(session.currentRunProperty().isNotNull());
      getChildren().addAll(grid, empty);
      setMinSize(0, 0);
      setStyle("-fx-padding: 8 12 12 12;");
      session.currentRunProperty().addListener((_, _, run) -> show(run));
      session.runs().addListener((ListChangeListener<Run>) _ -> show(session.currentRun()));
      show(session.currentRun());
    }

    private void show(@Nullable Run run) {
      if (run != null) {
        var mark = charts.mark(run, session.texts(ForecastWords.class));
        repeats.rename(texts.get("repeats") + mark);
        latency.rename(texts.get("latencies") + mark);
        utilization.rename(texts.get("utilization") + mark);
        repeats.show(charts.repeats(run));
        latency.show(charts.latency(run));
        utilization.show(charts.utilization(run));
        speedUp.show(charts.speedUps(session.runs(), run));
      }
    }
  }
}
