package dev.partitura.editor.partition;

import dev.partitura.editor.network.GraphModel;
import dev.partitura.editor.network.NetworkFacts;
import dev.partitura.engine.analysis.DeviceUse;
import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.plan.ExpectedTimes;
import dev.partitura.engine.plan.Plan;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import java.util.List;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;

/// What the painted partition asks of each device, answered at every stroke: arithmetic,
/// parameters, activations and share of the time: as predicted, and as presets weigh the ops where
/// nothing is predicted.
public final class BalanceStrip extends GridPane {
  private static final int MOST_ROWS = 6;
  private static final double BAR = 132;

  private final Session session;
  private final GraphModel model;
  private final Texts texts;

  private @Nullable Known known;

  /// Times, and what they were found for.
  private record Known(
      NetworkFacts facts,
      Cluster cluster,
      Precision precision,
      boolean trains,
      ExpectedTimes times) {
    @SuppressWarnings("ReferenceEquality") // Facts are made once for each network.
    private boolean isOf(
        NetworkFacts other, Cluster otherCluster, Precision asked, boolean training) {
      return facts == other
          && cluster.equals(otherCluster)
          && precision == asked
          && trains == training;
    }
  }

  public BalanceStrip(Session session, GraphModel model) {
    super(12, 4);
    this.session = session;
    this.model = model;
    texts = session.texts(BalanceStrip.class);
    setId("balance-strip");
    session.projectProperty().addListener((_, _, _) -> refresh());
    session.results().shownPlanProperty().addListener((_, _, _) -> refresh());
    session.results().stepForeseenProperty().addListener((_, _, _) -> refresh());
    session.results().foresightProperty().addListener((_, _, _) -> refresh());
    model.factsProperty().addListener((_, _, _) -> refresh());
    session.appearance().paletteProperty().addListener((_, _, _) -> refresh());
    refresh();
  }

  private void refresh() {
    getChildren().clear();
    var project = session.project();
    boolean any = !project.network().ops().isEmpty();
    setVisible(any);
    setManaged(any);
    var plan = session.results().shownPlanProperty().get();
    var expected = DeviceLoad.of(project.withPlan(plan), model.facts(), times(model.facts(), plan));
    var uses = predicted(plan);
    var loads = uses == null ? expected : DeviceLoad.predicted(expected, uses);
    var by = uses == null ? "" : ".predicted";
    double most = loads.stream().mapToDouble(DeviceLoad::nanos).max().orElse(0);
    var shown =
        loads.size() <= MOST_ROWS
            ? loads
            : loads.stream().filter(load -> load.ops() > 0).limit(MOST_ROWS).toList();
    for (int row = 0; row < shown.size(); row++) {
      row(row, shown.get(row), most, by);
    }
    boolean several = loads.stream().filter(load -> load.ops() > 0).count() > 1;
    if (several) {
      balance(loads, by);
    }
    shares(several ? 1 : 0, by);
  }

  /// What devices do by the prediction that stands in the window; null while it is of another plan
  /// or network, or there is none.
  private @Nullable List<DeviceUse> predicted(Plan plan) {
    var run = session.results().foresightProperty().get().run();
    if (run == null) {
      return null;
    }
    var of = run.provenance();
    return plan.equals(of.plan()) && session.project().network().equals(of.network())
        ? run.get(DeviceUse.ANALYSIS)
        : null;
  }

  /// Found anew only when what they depend on has changed, not at every stroke.
  private ExpectedTimes times(NetworkFacts facts, Plan plan) {
    var cluster = session.project().cluster();
    var precision = plan.passes().precision();
    boolean trains = session.results().stepForeseenProperty().get();
    var last = known;
    if (last != null && last.isOf(facts, cluster, precision, trains)) {
      return last.times();
    }
    var times = new ExpectedTimes(facts.sized(), cluster, precision, trains);
    known = new Known(facts, cluster, precision, trains, times);
    return times;
  }

  private void row(int row, DeviceLoad load, double most, String by) {
    var cluster = session.project().cluster();
    var palette = session.palette();
    var hue = session.deviceColor(load.device());
    var known = cluster.device(load.device());
    var name =
        new Label(
            cluster.letter(load.device())
                + "  "
                + (known == null ? load.device().name() : known.label()));
    name.getStyleClass().addAll("bold", "size-11");
    name.setTextFill(palette.readable(hue, palette.canvas()));
    var flops = number(Format.flops(load.flops()), "flops.explain");
    var parameters = number(Format.bytes(load.parameterBytes()), "parameters.explain");
    var activations = number(Format.bytes(load.activationBytes()), "activations.explain");
    parameters.getStyleClass().add("muted");
    activations.getStyleClass().add("muted");
    var share = number(Format.percent(load.share()), "share.explain" + by);
    share.getStyleClass().add("bold");
    addRow(
        row,
        name,
        bar(hue, most == 0 ? 0 : load.nanos() / most),
        flops,
        parameters,
        activations,
        share);
  }

  private Label number(String text, String explain) {
    var label = new Label(text);
    label.getStyleClass().addAll("mono", "size-11");
    label.setTooltip(new Tooltip(texts.get(explain)));
    setHalignment(label, HPos.RIGHT);
    return label;
  }

  private static StackPane bar(Color hue, double share) {
    var track = new Region();
    track.setStyle("-fx-background-color: -p-raised; -fx-background-radius: 4;");
    var fill = new Region();
    fill.setStyle("-fx-background-color: " + web(hue) + "; -fx-background-radius: 4;");
    fill.setMaxWidth(Math.max(share > 0 ? 3 : 0, BAR * share));
    fill.setVisible(share > 0);
    var bar = new StackPane(track, fill);
    StackPane.setAlignment(fill, Pos.CENTER_LEFT);
    bar.setMinSize(BAR, 7);
    bar.setMaxSize(BAR, 7);
    return bar;
  }

  private void balance(List<DeviceLoad> loads, String by) {
    double balance = DeviceLoad.balance(loads);
    var text = new Label(texts.get("balance" + by, Format.percent(balance)));
    text.getStyleClass()
        .addAll("size-11", balance > 0.9 ? "good" : balance > 0.6 ? "muted" : "warn");
    text.setTooltip(new Tooltip(texts.get("balance.explain" + by)));
    add(text, 6, 0);
  }

  /// What the last numbers of the rows are.
  private void shares(int row, String by) {
    var text = new Label(texts.get("share" + by));
    text.getStyleClass().addAll("size-11", "muted");
    text.setTooltip(new Tooltip(texts.get("share.explain" + by)));
    add(text, 6, row);
  }

  private static String web(Color color) {
    return String.format(
        java.util.Locale.ROOT,
        "#%02x%02x%02x",
        Math.round(color.getRed() * 255),
        Math.round(color.getGreen() * 255),
        Math.round(color.getBlue() * 255));
  }
}
