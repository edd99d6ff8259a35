package dev.partitura.visualizers.communication;

import dev.partitura.engine.analysis.Exchange;
import dev.partitura.engine.analysis.Transfers;
import dev.partitura.ui.background.Job;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.run.NoRun;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Hues;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.workbench.Visualizer;
import java.util.List;
import java.util.Objects;
import javafx.geometry.HPos;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// A matrix of what the devices sent to each other, and what it cost.
public final class CommunicationView implements Visualizer {
  @Override
  public String id() {
    return "communication";
  }

  @Override
  public String title(Language language) {
    return Texts.of(CommunicationView.class, language).get("title");
  }

  @Override
  public Ikon icon() {
    return Feather.SHARE_2;
  }

  @Override
  public Node create(Session session) {
    return new Board(session);
  }

  private static final class Board extends StackPane {
    /// How dense the fill of the largest number is: the number is still read on it.
    private static final double FULLEST = 0.5;

    private final Session session;
    private final Texts texts;
    private final HBox content = new HBox(32);
    private @Nullable Job job;

    Board(Session session) {
      this.session = session;
      texts = session.texts(CommunicationView.class);
      getStyleClass().add("communication");
      getStylesheets()
          .add(
              Objects.requireNonNull(CommunicationView.class.getResource("communication.css"))
                  .toExternalForm());
      content.setPadding(new Insets(12, 16, 12, 16));
      var scroll = new ScrollPane(content);
      scroll.visibleProperty().bind(session.currentRunProperty().isNotNull());
      var empty = NoRun.of(session, Feather.SHARE_2, texts.get("empty"));
      empty.visibleProperty().bind(session.currentRunProperty().isNull());
      getChildren().addAll(scroll, empty);
      setMinSize(0, 0);
      session.currentRunProperty().addListener((_, _, run) -> follow(run));
      follow(session.currentRun());
    }

    private void follow(@Nullable Run run) {
      if (job != null) {
        job.cancel();
        job = null;
      }
      content.getChildren().clear();
      if (run != null) {
        job =
            session
                .background()
                .run(
                    texts.get("title"),
                    (_, _) -> run.get(Exchange.ANALYSIS),
                    exchange -> show(run, exchange));
      }
    }

    private void show(Run run, Exchange exchange) {
      job = null;
      content
          .getChildren()
          .setAll(
              new VBox(8, section(texts.get("matrix")), matrix(titles(run), exchange)),
              facts(run, exchange.exposedNanos()));
    }

    private static Label section(String text) {
      var label = new Label(text);
      label.getStyleClass().addAll("bold", "size-12");
      return label;
    }

    private static List<String> titles(Run run) {
      var world = run.trace().world();
      return world.devices().stream()
          .map(device -> String.valueOf(world.title(device.id())))
          .toList();
    }

    private GridPane matrix(List<String> titles, Exchange exchange) {
      var grid = new GridPane();
      grid.setHgap(2);
      grid.setVgap(2);
      int size = titles.size();
      for (int i = 0; i < size; i++) {
        grid.add(heading(titles.get(i), i), i + 1, 0);
        var row = heading(titles.get(i), i);
        row.setPadding(new Insets(0, 12, 0, 0));
        grid.add(row, 0, i + 1);
        for (int to = 0; to < size; to++) {
          grid.add(cell(titles, exchange, i, to), to + 1, i + 1);
        }
      }
      return grid;
    }

    /// The title of a device beside a spot in its hue.
    private static Label heading(String text, int device) {
      var spot = new Region();
      spot.getStyleClass().add("swatch");
      spot.setStyle("-fx-background-color: -p-device-" + device % Hues.DEVICES + ";");
      var label = new Label(text, spot);
      label.getStyleClass().addAll("muted", "size-11");
      GridPane.setHalignment(label, HPos.CENTER);
      return label;
    }

    private Region cell(List<String> titles, Exchange exchange, int from, int to) {
      long bytes = exchange.bytes()[from][to];
      var amount = new Label(exchange.count()[from][to] == 0 ? Format.NONE : Format.bytes(bytes));
      amount.getStyleClass().add("number");
      var fill = new Region();
      fill.getStyleClass().add("exchange-fill");
      fill.setOpacity(exchange.largestBytes() == 0 ? 0 : FULLEST * bytes / exchange.largestBytes());
      var cell = new StackPane(fill, amount);
      cell.getStyleClass().add("exchange-cell");
      cell.setAlignment(Pos.CENTER);
      if (exchange.count()[from][to] > 0) {
        var text =
            texts.get(
                "cell",
                titles.get(from),
                titles.get(to),
                Format.count(exchange.count()[from][to]),
                Format.time(exchange.nanos()[from][to]));
        Tooltip.install(cell, new Tooltip(text));
      }
      return cell;
    }

    private VBox facts(Run run, long exposedNanos) {
      var all = run.get(Transfers.ANALYSIS);
      double whole = Math.max(1, run.trace().durationNanos());
      double rate = all.nanos() == 0 ? 0 : all.bytes() * 1e9 / all.nanos();
      double exposed = all.nanos() == 0 ? 0 : (double) exposedNanos / all.nanos();
      return new VBox(
          6,
          section(texts.get("facts")),
          fact("count", Format.count(all.count())),
          fact("bytes", Format.bytes(all.bytes())),
          fact("time", Format.time(all.nanos()) + "  ·  " + Format.percent(all.nanos() / whole)),
          fact("rate", all.nanos() == 0 ? Format.NONE : Format.bytesPerSecond(rate)),
          fact("exposed", Format.time(exposedNanos) + "  ·  " + Format.percent(exposed)));
    }

    private HBox fact(String key, String value) {
      var name = new Label(texts.get(key));
      name.getStyleClass().addAll("muted", "size-12");
      name.setMinWidth(150);
      name.setTooltip(new Tooltip(texts.get(key + ".explain")));
      var number = new Label(value);
      number.getStyleClass().add("number");
      var line = new HBox(8, name, number);
      line.setAlignment(Pos.CENTER_LEFT);
      return line;
    }
  }
}
