package dev.partitura.ui.run;

import dev.partitura.engine.plan.Recompute;
import dev.partitura.engine.plan.Replication;
import dev.partitura.engine.plan.collective.AllReduces;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.background.Job;
import dev.partitura.ui.control.NumberField;
import dev.partitura.ui.control.SegmentedRow;
import dev.partitura.ui.run.ExchangeWay.Again;
import dev.partitura.ui.run.ExchangeWay.AverageEvery;
import dev.partitura.ui.run.ExchangeWay.BucketBytes;
import dev.partitura.ui.run.ExchangeWay.Collective;
import dev.partitura.ui.run.ExchangeWay.Zero;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// All that can be chosen of how a plan trains, each with a sentence; what is chosen is an edit.
/// What the engine refuses cannot be chosen and says why.
final class ExchangeForm extends VBox {
  private static final double WIDTH = 400;

  private final Session session;
  private final Texts texts;
  private final ExchangeCheck check = new ExchangeCheck();
  private final SegmentedRow<String> collective;
  private final SegmentedRow<Integer> zero;
  private final SegmentedRow<Recompute> recompute;
  private final NumberField average;
  private final NumberField bucket;
  private final VBox sums;
  private Map<ExchangeWay, Problem> refusals = Map.of();
  private @Nullable Job looking;
  private boolean showing;

  ExchangeForm(Session session, Texts texts) {
    super(12);
    this.session = session;
    this.texts = texts;
    setId("exchange-form");
    setPadding(new Insets(14, 16, 14, 16));
    setPrefWidth(WIDTH);
    collective = new SegmentedRow<>(AllReduces.names(), name -> name);
    AllReduces.names()
        .forEach(name -> collective.explain(name, texts.get("exchange.collective." + name)));
    var stages = IntStream.rangeClosed(0, Replication.MOST_ZERO).boxed().toList();
    zero =
        new SegmentedRow<>(
            stages, stage -> stage == 0 ? texts.get("exchange.off") : Integer.toString(stage));
    stages.forEach(stage -> zero.explain(stage, texts.get("exchange.zero." + stage)));
    recompute =
        new SegmentedRow<>(
            List.of(Recompute.values()), what -> texts.get("exchange.recompute." + what.word()));
    for (var what : Recompute.values()) {
      recompute.explain(what, texts.get("exchange.recompute." + what.word() + ".explain"));
    }
    average =
        new NumberField(
            texts.get("exchange.average"),
            0,
            Replication.MOST_AVERAGE_EVERY,
            texts.get("exchange.off"));
    bucket =
        new NumberField(texts.get("exchange.bucket"), 1, Replication.MOST_BUCKET_BYTES, "").large();
    collective.setId("exchange-collective");
    zero.setId("exchange-zero");
    recompute.setId("exchange-recompute");
    average.setId("exchange-average");
    bucket.setId("exchange-bucket");
    sums = titled("exchange.collective", collective);
    getChildren()
        .addAll(
            sums,
            titled("exchange.zero", zero),
            explained("exchange.average", average),
            explained("exchange.bucket", bucket),
            titled("exchange.recompute", recompute));
    collective
        .valueProperty()
        .addListener((_, _, now) -> set("exchange.collective", new Collective(now)));
    zero.valueProperty().addListener((_, _, now) -> set("exchange.zero", new Zero(now)));
    recompute.valueProperty().addListener((_, _, now) -> set("exchange.recompute", new Again(now)));
    average
        .valueProperty()
        .addListener((_, _, now) -> set("exchange.average", new AverageEvery(now.intValue())));
    bucket
        .valueProperty()
        .addListener((_, _, now) -> set("exchange.bucket", new BucketBytes(now.longValue())));
  }

  private VBox titled(String key, Node choice) {
    var name = new Label(texts.get(key));
    name.getStyleClass().addAll("muted", "size-11");
    choice.setAccessibleText(texts.get(key));
    return new VBox(3, name, choice, explanation(key));
  }

  private VBox explained(String key, NumberField field) {
    field.explain(texts.get(key + ".explain"));
    return new VBox(3, field, explanation(key));
  }

  private Label explanation(String key) {
    var label = new Label(texts.get(key + ".explain"));
    label.getStyleClass().addAll("faint", "size-11");
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    return label;
  }

  private void set(String key, ExchangeWay way) {
    if (showing) {
      return;
    }
    session.apply(
        Edit.of(
            texts.get("edit.exchange", texts.get(key)),
            now -> {
              var plan = way.in(now.plan());
              return plan.equals(now.plan()) ? now : now.withPlan(plan);
            }));
  }

  /// Shows what a project has; what was refused stays so until [#look] has looked again.
  void show(Project project) {
    showing = true;
    var plan = project.plan();
    var replication = plan.replication();
    var again = plan.parts().getFirst().recompute();
    collective.valueProperty().set(plan.collective());
    zero.valueProperty().set(replication.zero());
    recompute.valueProperty().set(again);
    average.valueProperty().set(replication.averageEvery());
    bucket
        .valueProperty()
        .set(Math.clamp(replication.bucketBytes(), 1, Replication.MOST_BUCKET_BYTES));
    // Where nobody sums there is nothing to choose.
    sums.setVisible(plan.replicas() > 1 || plan.isSharded());
    sums.setManaged(sums.isVisible());
    for (var name : AllReduces.names()) {
      refuse(collective, name, plan.collective(), new Collective(name));
    }
    for (int stage = 0; stage <= Replication.MOST_ZERO; stage++) {
      refuse(zero, stage, replication.zero(), new Zero(stage));
    }
    for (var what : Recompute.values()) {
      refuse(recompute, what, again, new Again(what));
    }
    average.refuse(replication.averages() ? null : reason(ExchangeWay.someSteps()));
    bucket.refuse(
        replication.bucketBytes() == Replication.USUAL_BUCKET_BYTES
            ? reason(ExchangeWay.someBytes())
            : null);
    showing = false;
  }

  /// What is chosen can be left, whatever the engine says of it.
  private <T> void refuse(SegmentedRow<T> row, T choice, T chosen, ExchangeWay way) {
    row.refuse(choice, choice.equals(chosen) ? null : reason(way));
  }

  private @Nullable String reason(ExchangeWay way) {
    var problem = refusals.get(way);
    return problem == null
        ? null
        : problem.message(session.locale()) + " " + problem.hint(session.locale());
  }

  /// Finds out in background what there is to choose from for what is at hand.
  void look() {
    if (looking != null) {
      looking.cancel();
    }
    var project = session.project();
    looking =
        session
            .background()
            .run(
                texts.get("exchange.looking"),
                (_, _) -> check.refusals(project),
                found -> {
                  refusals = found;
                  show(session.project());
                });
  }
}
