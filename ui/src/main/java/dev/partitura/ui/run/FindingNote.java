package dev.partitura.ui.run;

import dev.partitura.engine.analysis.Evidence;
import dev.partitura.engine.analysis.Finding;
import dev.partitura.engine.plan.Parallelism;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// A finding about a run in sentences, with a button that tries what it suggests, where there is
/// such a thing, and one that shows it.
final class FindingNote extends VBox {
  private final Session session;
  private final Texts texts;

  FindingNote(Session session, Texts texts, Run run, Finding finding) {
    super(4);
    this.session = session;
    this.texts = texts;
    var words = finding.named(name -> device(run, name));
    var microBatches = microBatches(run, finding.kind());
    getChildren()
        .addAll(
            wrapped(words.message(session.locale()), "bold"),
            wrapped(
                microBatches.flatMap(this::lost).orElse(words.advice(session.locale())), "muted"));
    getStyleClass()
        .addAll(
            "note",
            finding.kind() == Finding.Kind.HEAVY_OP || finding.kind() == Finding.Kind.BOTTLENECK
                ? "info-note"
                : "warn-note");
    microBatches.flatMap(this::button).ifPresent(getChildren()::add);
    addRemedy(finding.kind());
    var span = run.get(Evidence.ANALYSIS).get(finding);
    if (span != null) {
      getChildren().add(showOnTimeline(run, span));
    }
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

  /// What more micro-batches would do, where a finding is about them.
  private Optional<MicroBatchAdvice> microBatches(Run run, Finding.Kind kind) {
    boolean asks = kind == Finding.Kind.BUBBLE || kind == Finding.Kind.SEQUENTIAL;
    return asks && !session.results().standing().isStale() && parallelism().isPipeline()
        ? MicroBatchAdvice.after(run, session.runs())
        : Optional.empty();
  }

  private Parallelism parallelism() {
    return Parallelism.of(session.project().network(), session.project().plan());
  }

  /// A button that tries what the finding suggests, where there is such a thing.
  private void addRemedy(Finding.Kind kind) {
    if (session.results().standing().isStale()) {
      return;
    }
    var plan = session.project().plan();
    var parallelism = parallelism();
    if (kind == Finding.Kind.IMBALANCE
        && parallelism.places() > 1
        && !parallelism.isBranched()
        && plan.replicas() == 1) {
      var maker = new PlanMaker();
      boolean trains = session.results().stepForeseenProperty().get();
      var pipeline = Presets.named("pipeline");
      var degrees = new Degrees(pipeline, pipeline.degreesOf(parallelism), parallelism.shards());
      getChildren()
          .add(
              tryIt(
                  texts.get("why.tryBalance"),
                  session.batchProperty().get(),
                  project ->
                      project.withPlan(maker.make(project, degrees, plan.microBatches(), trains))));
    }
  }

  /// What stands in place of the advice to take more micro-batches where that was tried and lost;
  /// empty where it was not.
  private Optional<String> lost(MicroBatchAdvice advice) {
    return switch (advice) {
      case MicroBatchAdvice.Try _ -> Optional.empty();
      case MicroBatchAdvice.NoUse(var tried, var run) ->
          Optional.of(texts.get("why.noMoreMicroBatches", tried, run.number()));
      case MicroBatchAdvice.Back(var fewer, var run) ->
          Optional.of(texts.get("why.fewerWereFaster", fewer, run.number()));
    };
  }

  private Optional<Node> button(MicroBatchAdvice advice) {
    return switch (advice) {
      case MicroBatchAdvice.Try(var more, var batch, var keeps) ->
          Optional.of(
              tryIt(
                  texts.get(
                      keeps ? "why.tryMicroBatches" : "why.tryMicroBatches.batch", more, batch),
                  batch,
                  project -> {
                    var next = project.plan().withMicroBatches(more);
                    return project.withPlan(keeps ? next : next.withGlobalBatch(0));
                  }));
      case MicroBatchAdvice.NoUse _ -> Optional.empty();
      case MicroBatchAdvice.Back(var fewer, var run) -> {
        var back = new Button(texts.get("why.fewerMicroBatches", fewer, run.number()));
        back.getStyleClass().addAll("primary", "small");
        back.setWrapText(true);
        back.setMinHeight(Region.USE_PREF_SIZE);
        back.setOnAction(
            _ -> session.results().restore(run, texts.get("edit.restore", run.number())));
        yield Optional.of(back);
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

  private static Label wrapped(String text, String style) {
    var label = new Label(text);
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    label.getStyleClass().addAll("size-12", style);
    return label;
  }
}
