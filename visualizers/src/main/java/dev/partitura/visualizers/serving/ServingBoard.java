package dev.partitura.visualizers.serving;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.execute.serve.live.Load;
import dev.partitura.engine.execute.serve.live.LoadSearch;
import dev.partitura.engine.execute.serve.live.LoadStretch;
import dev.partitura.ui.control.EmptyState;
import dev.partitura.ui.control.SegmentedRow;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.run.PlanLabel;
import dev.partitura.ui.session.LiveServing;
import dev.partitura.ui.session.Served;
import dev.partitura.ui.session.ServedWhat;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.session.Standing;
import dev.partitura.ui.session.Swept;
import dev.partitura.ui.theme.Texts;
import dev.partitura.visualizers.chart.ChartCard;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import javafx.beans.value.ChangeListener;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The settings of a load, and beside them how it goes and what came of it, page by page.
final class ServingBoard extends HBox {
  /// Of the page of figures; in a narrower one the bars stand back.
  private static final double ROOM_FOR_PARTS = 800;

  private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");

  /// What is shown beside the settings.
  private enum Page {
    /// Latency, queue, devices and rates over time.
    COURSE,
    /// The figures.
    REPORT,
    /// The slowest requests.
    SLOWEST,
    /// Latency by load of several plans.
    LOADS;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Session session;
  private final Texts texts;
  private final Texts plans;
  private final ServingCharts charts;
  private final SegmentedRow<Page> pages;
  private final Label state = new Label();
  private final Label stale = new Label();
  private final ProgressBar bar = new ProgressBar();
  private final ChartGrid course;
  private final ChartCard latency;
  private final ChartCard queue;
  private final ChartCard devices;
  private final ChartCard rates;
  private final ServingReport report;
  private final ChartCard parts;
  private final HBox reported;
  private final SlowRequests slowest;
  private final LoadsPage loads;
  private final EmptyState empty;
  private final EmptyState noLoads;
  private final HBox head;
  private final StackPane body = new StackPane();
  private final ChangeListener<Number> hear = (_, _, _) -> show();

  ServingBoard(Session session) {
    super(12);
    this.session = session;
    texts = session.texts(ServingBoard.class);
    plans = session.texts(PlanLabel.class);
    charts = new ServingCharts(texts, plans);
    latency = new ChartCard(session, texts.get("latency.title"));
    queue = new ChartCard(session, texts.get("queue.title"));
    devices = new ChartCard(session, texts.get("devices.title"));
    rates = new ChartCard(session, texts.get("rates.title"));
    course = new ChartGrid(220, List.of(latency, queue, devices, rates));
    report = new ServingReport(texts);
    parts = new ChartCard(session, texts.get("parts"));
    // The bars need less room than the words.
    parts.setPrefWidth(300);
    parts.setMinWidth(200);
    HBox.setHgrow(report, Priority.ALWAYS);
    reported = new HBox(12, report, parts);
    reported.setMinSize(0, 0);
    reported
        .widthProperty()
        .addListener((_, _, width) -> {
          boolean room = width.doubleValue() > ROOM_FOR_PARTS;
          parts.setVisible(room);
          parts.setManaged(room);
        });
    slowest = new SlowRequests(session, texts);
    loads = new LoadsPage(session, texts);
    empty = new EmptyState(Feather.INBOX, texts.get("empty"));
    var start = new Button(texts.get("start"));
    start.setOnAction(_ -> session.commands().fire("serve.start"));
    empty.add(start);
    noLoads = new EmptyState(Feather.TRENDING_UP, texts.get("loads.empty"));
    var sweep = new Button(texts.get("sweep"));
    sweep.setOnAction(_ -> session.commands().fire("serve.sweep"));
    noLoads.add(sweep);
    for (var button : new Button[] {start, sweep}) {
      session
          .commands()
          .find("serve.start")
          .ifPresent(command -> {
            Runnable able = () -> button.setDisable(!command.enabled().get());
            session.results().servingProperty().addListener(_ -> able.run());
            session.projectProperty().addListener(_ -> able.run());
            able.run();
          });
    }
    pages = new SegmentedRow<>(List.of(Page.values()), page -> texts.get("page." + page.word()));
    pages.setId("serving-pages");
    for (var page : Page.values()) {
      pages.explain(page, texts.get("page." + page.word() + ".explain"));
    }
    pages.setMaxWidth(USE_PREF_SIZE);
    pages.valueProperty().set(Page.COURSE);
    pages.valueProperty().addListener(_ -> show());
    state.setId("serving-state");
    state.getStyleClass().add("size-12");
    state.setMinWidth(0);
    var whole = new Tooltip();
    whole.textProperty().bind(state.textProperty());
    state.setTooltip(whole);
    stale.setId("serving-stale");
    stale.getStyleClass().addAll("stale-mark", "size-11");
    stale.setMinWidth(USE_PREF_SIZE);
    bar.setPrefWidth(90);
    bar.setMinWidth(40);
    var gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    head = new HBox(10, pages, state, stale, gap, bar);
    head.setAlignment(Pos.CENTER_LEFT);
    body.setMinSize(0, 0);
    body.getStyleClass().add("results");
    VBox.setVgrow(body, Priority.ALWAYS);
    var shown = new VBox(8, head, body);
    shown.setMinSize(0, 0);
    shown.setPrefWidth(1);
    HBox.setHgrow(shown, Priority.ALWAYS);
    setPadding(new Insets(8, 12, 10, 12));
    setMinSize(0, 0);
    getChildren().addAll(new ServingForm(session, texts), shown);
    var results = session.results();
    results.servingProperty().addListener((_, before, now) -> follow(before, now));
    results.servedProperty().addListener(_ -> show());
    results.sweptProperty().addListener(_ -> show());
    session.projectProperty().addListener(_ -> show());
    session.appearance().paletteProperty().addListener(_ -> show());
    follow(null, results.servingProperty().get());
  }

  private void follow(@Nullable LiveServing before, @Nullable LiveServing now) {
    if (before != null) {
      before.changesProperty().removeListener(hear);
    }
    if (now != null) {
      now.changesProperty().addListener(hear);
      pages.valueProperty().set(now.searches() ? Page.LOADS : Page.COURSE);
    }
    show();
  }

  private void show() {
    var live = session.results().servingProperty().get();
    bar.setVisible(live != null);
    bar.setManaged(live != null);
    var results = session.results();
    // Before the first load there is nothing to choose, and a low panel has no room to lose.
    boolean any =
        live != null
            || results.servedProperty().get() != null
            || !results.sweptProperty().get().isEmpty();
    head.setVisible(any);
    head.setManaged(any);
    var page = Objects.requireNonNull(pages.valueProperty().get());
    if (live != null) {
      show(live);
    } else {
      showResult(page);
    }
  }

  private void show(LiveServing live) {
    var now = live.state();
    mark(Set.of());
    for (var each : Page.values()) {
      boolean there = each == (live.searches() ? Page.LOADS : Page.COURSE);
      pages.refuse(each, there ? null : texts.get("page.later"));
    }
    var plan = PlanLabel.of(now.what(), plans);
    var load = now.load();
    if (load == null) {
      state.setText(texts.get("state.loads", plan));
      bar.setProgress(-1);
    } else if (live.searches()) {
      state.setText(state(now.what(), now.swept()));
    } else {
      state.setText(texts.get(phase(load, now.stretches()), plan));
    }
    if (live.searches()) {
      bar.setProgress(share(now.what(), now.swept()));
      loads.show(now.swept());
      put(now.swept().isEmpty() ? noLoads : loads);
      return;
    }
    if (load != null) {
      double until = load.untilNanos();
      double at = now.stretches().isEmpty() ? 0 : now.stretches().getLast().untilNanos();
      bar.setProgress(at >= until ? -1 : at / until);
      show(load, now.stretches(), now.devices(), now.what().cluster());
    }
    put(load == null ? waiting() : course);
  }

  private Node waiting() {
    return new EmptyState(Feather.INBOX, texts.get("state.loads.explain"));
  }

  private static String phase(Load load, List<LoadStretch> stretches) {
    long at = stretches.isEmpty() ? 0 : stretches.getLast().untilNanos();
    return at < load.warmupNanos()
        ? "state.warmup"
        : at < load.untilNanos() ? "state.serves" : "state.empties";
  }

  private String state(ServedWhat what, List<Swept> swept) {
    int tried =
        swept.stream()
            .filter(each -> each.what().equals(what))
            .mapToInt(each -> each.points().size())
            .sum();
    return texts.get(
        "state.searches",
        PlanLabel.of(what, plans),
        Math.min(tried + 1, LoadSearch.RATES),
        LoadSearch.RATES);
  }

  private static double share(ServedWhat what, List<Swept> swept) {
    return swept.stream()
        .filter(each -> each.what().equals(what))
        .mapToDouble(each -> (double) each.points().size() / LoadSearch.RATES)
        .findFirst()
        .orElse(-1);
  }

  private void showResult(Page page) {
    var served = session.results().servedProperty().get();
    var swept = session.results().sweptProperty().get();
    for (var each : Page.values()) {
      pages.refuse(each, null);
    }
    if (served == null && swept.isEmpty()) {
      mark(Set.of());
      put(empty);
    } else if (page == Page.LOADS) {
      var old = swept.isEmpty() ? Set.<Standing.Part>of() : changed(swept);
      state.setText(swept.isEmpty() ? "" : texts.get("loads.state"));
      mark(old);
      loads.show(swept);
      put(swept.isEmpty() ? noLoads : loads);
    } else if (served == null) {
      state.setText("");
      mark(Set.of());
      put(empty);
    } else {
      state.setText(summary(served));
      mark(served.what().changed(session.project()));
      put(page(served, page));
    }
  }

  /// A search is old once none of its plans is at hand.
  private Set<Standing.Part> changed(List<Swept> swept) {
    var now = session.project();
    return swept.stream().anyMatch(each -> each.what().changed(now).isEmpty())
        ? Set.of()
        : swept.getFirst().what().changed(now);
  }

  private Node page(Served served, Page page) {
    return switch (page) {
      case COURSE -> {
        show(
            served.load(),
            served.course().stretches(),
            served.course().devices(),
            served.what().cluster());
        yield course;
      }
      case REPORT -> {
        report.show(served);
        parts.show(
            charts.parts(
                served.result().measured(),
                served.course().slowest(),
                served.result().predicted()));
        yield reported;
      }
      case SLOWEST -> {
        slowest.show(served);
        yield slowest;
      }
      case LOADS -> loads;
    };
  }

  private String summary(Served served) {
    var measured = served.result().measured();
    return texts.get(
        "summary",
        PlanLabel.of(served.what(), plans),
        Format.perSecond(measured.completedPerSecond(), texts.get("unit.request")),
        Format.time(measured.latencyNanos().p99()));
  }

  private void show(Load load, List<LoadStretch> stretches, List<DeviceId> of, Cluster cluster) {
    latency.show(charts.latency(load, stretches));
    queue.show(charts.queue(load, stretches));
    devices.show(charts.devices(load, stretches, of, cluster));
    rates.show(charts.rates(load, stretches));
  }

  private void put(Node page) {
    if (!body.getChildren().equals(List.of(page))) {
      body.getChildren().setAll(page);
    }
  }

  private void mark(Set<Standing.Part> changed) {
    boolean old = !changed.isEmpty();
    stale.setText(
        old ? texts.get("stale." + changed.iterator().next().name().toLowerCase(Locale.ROOT)) : "");
    stale.setVisible(old);
    stale.setManaged(old);
    body.pseudoClassStateChanged(STALE, old);
  }
}
