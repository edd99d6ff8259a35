package dev.partitura.ui.run;

import dev.partitura.engine.analysis.Evidence;
import dev.partitura.engine.analysis.Finding;
import dev.partitura.engine.analysis.IdleCauses;
import dev.partitura.engine.analysis.OpTimes;
import dev.partitura.engine.analysis.Why;
import dev.partitura.engine.plan.Parallelism;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.trace.Trace;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// Why the current run took as long as it did: sentences with a remedy to try, idle time by its
/// cause, and the ops that take longest.
public final class WhyPanel {
  private static final int MOST_FINDINGS = 4;
  private static final int MOST_OPS = 12;
  private static final double PIECES = 8;

  private final Session session;
  private final Texts texts;
  private final VBox content = new VBox(8);
  private final Label stale;

  private WhyPanel(Session session) {
    this.session = session;
    texts = session.texts(WhyPanel.class);
    stale = StaleMark.label(session);
  }

  public static Node create(Session session) {
    var panel = new WhyPanel(session);
    session.currentRunProperty().addListener((_, _, run) -> panel.show(run));
    session.appearance().paletteProperty().addListener(_ -> panel.show(session.currentRun()));
    session.results().standingProperty().addListener(_ -> panel.show(session.currentRun()));
    panel.show(session.currentRun());
    var scroll = new ScrollPane(panel.content);
    scroll.setFitToWidth(true);
    scroll.setFitToHeight(true);
    return scroll;
  }

  private void show(@Nullable Run run) {
    if (run == null) {
      var empty = NoRun.of(session, Feather.HELP_CIRCLE, texts.get("why.empty"));
      VBox.setVgrow(empty, Priority.ALWAYS);
      content.getChildren().setAll(empty);
      return;
    }
    content.getChildren().setAll(stale);
    run.get(Why.ANALYSIS).stream()
        .limit(MOST_FINDINGS)
        .map(finding -> note(run, finding))
        .forEach(content.getChildren()::add);
    for (var causes : run.get(IdleCauses.ANALYSIS)) {
      idle(run.trace(), causes);
    }
    ops(run.trace(), run.get(OpTimes.ANALYSIS).nanosByLabel());
  }

  private Node note(Run run, Finding finding) {
    var words = finding.named(name -> device(run, name));
    var title = wrapped(words.message(session.locale()), "bold");
    var line = wrapped(words.advice(session.locale()), "muted");
    var note = new VBox(4, title, line);
    note.getStyleClass()
        .addAll(
            "note",
            finding.kind() == Finding.Kind.HEAVY_OP || finding.kind() == Finding.Kind.BOTTLENECK
                ? "info-note"
                : "warn-note");
    remedy(run, finding.kind(), note);
    var span = run.get(Evidence.ANALYSIS).get(finding);
    if (span != null) {
      note.getChildren().add(showOnTimeline(run, span));
    }
    return note;
  }

  private Node showOnTimeline(Run run, int span) {
    var button = new Button(texts.get("why.showOnTimeline"));
    button.getStyleClass().addAll("link-button", "size-12");
    button.setOnAction(_ -> {
      session.selection().selectSpan(span, run.trace().labels().get(run.trace().label(span)).ops());
      session.commands().fire("view.show.timeline");
    });
    return button;
  }

  /// A button that tries what the finding suggests, where there is such a thing.
  private void remedy(Run run, Finding.Kind kind, VBox note) {
    if (session.results().standing().isStale()) {
      return;
    }
    var plan = session.project().plan();
    var parallelism = Parallelism.of(session.project().network(), plan);
    if (kind == Finding.Kind.BUBBLE && parallelism.isPipeline()) {
      MicroBatchAdvice.after(run, session.runs())
          .ifPresent(advice -> note.getChildren().add(shown(advice)));
    } else if (kind == Finding.Kind.IMBALANCE
        && parallelism.places() > 1
        && !parallelism.isBranched()
        && plan.replicas() == 1) {
      var maker = new PlanMaker();
      var balanced =
          new PlanPreset(
              Presets.named("pipeline"), List.of(parallelism.stages()), plan.microBatches());
      note.getChildren()
          .add(
              tryIt(
                  texts.get("why.tryBalance"),
                  session.batchProperty().get(),
                  project -> project.withPlan(maker.make(project, balanced))));
    }
  }

  private Node shown(MicroBatchAdvice advice) {
    return switch (advice) {
      case MicroBatchAdvice.Try(var more, var batch, var keeps) ->
          tryIt(
              texts.get(keeps ? "why.tryMicroBatches" : "why.tryMicroBatches.batch", more, batch),
              batch,
              project -> project.withPlan(project.plan().withMicroBatches(more)));
      case MicroBatchAdvice.NoUse(var tried, var run) ->
          wrapped(texts.get("why.noMoreMicroBatches", tried, run.number()), "muted");
      case MicroBatchAdvice.Back(var fewer, var run) -> {
        var back = new Button(texts.get("why.fewerMicroBatches", fewer, run.number()));
        back.getStyleClass().addAll("primary", "small");
        back.setWrapText(true);
        back.setMinHeight(Region.USE_PREF_SIZE);
        back.setOnAction(
            _ -> session.results().restore(run, texts.get("edit.restore", run.number())));
        yield back;
      }
    };
  }

  /// @param batch samples of an iteration to run it with
  private Node tryIt(String label, int batch, UnaryOperator<Project> change) {
    var button = new Button(label);
    button.getStyleClass().addAll("primary", "small");
    button.setWrapText(true);
    button.setMinHeight(Region.USE_PREF_SIZE);
    button.setOnAction(_ -> {
      session.apply(Edit.of(label, change));
      session.batchProperty().set(batch);
      session.commands().fire("run.run");
    });
    return button;
  }

  /// The label of a device, such as `CPU 0`, where the finding names one by its id.
  private static String device(Run run, String name) {
    return run.trace().world().devices().stream()
        .filter(device -> device.id().name().equals(name))
        .map(device -> device.label())
        .findFirst()
        .orElse(name);
  }

  private void idle(Trace trace, IdleCauses causes) {
    var parts = new LinkedHashMap<String, Long>();
    parts.put("bubble", causes.fillNanos() + causes.drainNanos());
    parts.put("wait", causes.waitedNanos());
    parts.put("memory", causes.memoryNanos());
    parts.put("dispatch", causes.dispatchNanos());
    parts.put("rest", causes.restNanos());
    long all = parts.values().stream().mapToLong(Long::longValue).sum();
    if (all == 0) {
      return;
    }
    content
        .getChildren()
        .add(
            ClusterPanel.section(
                texts
                    .get("why.idle", trace.tracks().get(causes.track()).name())
                    .toUpperCase(Locale.ROOT)));
    var bar = new HBox(2);
    bar.setMinWidth(0);
    var rows = new VBox(4);
    parts.forEach((cause, nanos) -> {
      if (nanos > 0) {
        var piece = new Region();
        piece.getStyleClass().addAll("idle-piece", "idle-" + cause);
        piece.setMinWidth(2);
        piece
            .prefWidthProperty()
            .bind(bar.widthProperty().subtract(PIECES).multiply((double) nanos / all));
        bar.getChildren().add(piece);
        rows.getChildren()
            .add(row("idle-" + cause, texts.get("why.idle." + cause), Format.time(nanos)));
      }
    });
    content.getChildren().addAll(bar, rows);
  }

  private static HBox row(String hue, String name, String number) {
    var swatch = new Region();
    swatch.getStyleClass().addAll("swatch", hue);
    var label = new Label(name);
    label.getStyleClass().add("size-12");
    var gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    var figure = new Label(number);
    figure.getStyleClass().add("number");
    figure.setMinWidth(Region.USE_PREF_SIZE);
    var row = new HBox(8, swatch, label, gap, figure);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  /// The ops by the time all their spans take together, longest first.
  private void ops(Trace trace, long[] nanos) {
    long all = 0;
    List<Integer> order = new ArrayList<>();
    for (int label = 0; label < nanos.length; label++) {
      all += nanos[label];
      if (nanos[label] > 0) {
        order.add(label);
      }
    }
    if (all == 0) {
      return;
    }
    order.sort(Comparator.comparingLong((Integer label) -> nanos[label]).reversed());
    content.getChildren().add(ClusterPanel.section(texts.get("why.ops")));
    for (int label : order.subList(0, Math.min(MOST_OPS, order.size()))) {
      content
          .getChildren()
          .add(op(trace.labels().get(label), nanos[label], (double) nanos[label] / all));
    }
  }

  private Node op(Trace.Label label, long nanos, double share) {
    var name = new Label(label.name());
    name.getStyleClass().add("size-12");
    HBox.setHgrow(name, Priority.ALWAYS);
    name.setMaxWidth(Double.MAX_VALUE);
    var time = new Label(Format.time(nanos));
    time.getStyleClass().add("number");
    time.setMinWidth(72);
    time.setAlignment(Pos.CENTER_RIGHT);
    var part = new Label(Format.percent(share));
    part.getStyleClass().addAll("number", "muted");
    part.setMinWidth(48);
    part.setAlignment(Pos.CENTER_RIGHT);
    var row = new HBox(4, name, time, part);
    row.setAlignment(Pos.CENTER_LEFT);
    row.getStyleClass().add("op-row");
    row.setOnMouseClicked(_ -> session.selection().selectOps(label.ops()));
    return row;
  }

  private static Label wrapped(String text, String style) {
    var label = new Label(text);
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    label.getStyleClass().addAll("size-12", style);
    return label;
  }
}
