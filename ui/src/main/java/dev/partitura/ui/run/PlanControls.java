package dev.partitura.ui.run;

import dev.partitura.engine.plan.Parallelism;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.Preset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.plan.schedule.Schedules;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.control.NumberSlider;
import dev.partitura.ui.control.SegmentedRow;
import dev.partitura.ui.problem.Notice;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.History;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.theme.Words;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The choice of a strategy and the few numbers that matter for the chosen one. A strategy is one
/// edit, and so is one way of a knob.
final class PlanControls {
  private static final int MOST_MICRO_BATCHES = 64;

  private final Session session;
  private final PlanMaker plans = new PlanMaker();
  private final Texts texts;
  private final SegmentedRow<String> strategies;
  private final DegreeSliders degrees;
  private final NumberSlider microBatches;
  private final ScheduleChoice order;
  private History.@Nullable Gesture gesture;
  private boolean showing;

  PlanControls(Session session, Texts texts) {
    this.session = session;
    this.texts = texts;
    var choices = new ArrayList<>(Presets.all().stream().map(Preset::name).toList());
    choices.add(Presets.CUSTOM);
    strategies = new SegmentedRow<>(choices, strategy -> PlanLabel.strategy(strategy, texts));
    strategies.getStyleClass().add("prominent");
    for (var strategy : choices) {
      strategies.explain(strategy, texts.get("strategy." + strategy + ".explain"));
    }
    degrees = new DegreeSliders(texts);
    microBatches =
        new NumberSlider(texts.get("microBatches"), 1, MOST_MICRO_BATCHES, true)
            .explain(texts.get("microBatches.explain"));
    order = new ScheduleChoice(session, texts, this::chooseSchedule, this::chooseCollective);
    strategies.valueProperty().addListener((_, _, chosen) -> choose(chosen));
    degrees.all().forEach(slider -> slide(slider, texts.get("edit.degree")));
    slide(microBatches, texts.get("edit.microBatches"));
    session.projectProperty().addListener((_, _, now) -> show(now));
    show(session.project());
  }

  SegmentedRow<String> strategies() {
    return strategies;
  }

  /// One slider a number, whether it is shown or not.
  List<NumberSlider> sliders() {
    var sliders = new ArrayList<NumberSlider>();
    sliders.add(microBatches);
    sliders.addAll(degrees.all());
    return sliders;
  }

  private void choose(@Nullable String strategy) {
    var before = session.project();
    if (showing || strategy == null || strategy.equals(name(presetOf(before)))) {
      return;
    }
    if (strategy.equals(Presets.CUSTOM)) {
      show(before);
      return;
    }
    var preset = Presets.named(strategy);
    int used = Math.max(preset.leastDevices(), before.plan().devices().size());
    int slices = preset.passesMicroBatches() ? Math.max(4, before.plan().microBatches()) : 0;
    var degrees = preset.firstDegrees(used);
    session
        .background()
        .run(
            texts.get("planning"),
            (_, _) -> laid(before, preset, degrees, slices),
            plan ->
                accept(
                    texts.get("edit.strategy", PlanLabel.strategy(strategy, texts)),
                    before,
                    plan,
                    strategy));
    show(before);
  }

  /// A plan under the rule of order that holds; where that cannot lie on the preset, under the
  /// first.
  private Plan laid(Project before, Preset preset, List<Integer> degrees, int slices) {
    try {
      return plans.make(before, preset, degrees, slices);
    } catch (ProblemException refused) {
      if (before.plan().rule().equals(Plan.FORWARD)) {
        throw refused;
      }
      return plans.make(before, preset, degrees, slices, Plan.FORWARD);
    }
  }

  /// Lays the plan anew, as a schedule wants it.
  private void chooseSchedule(String name) {
    var before = session.project();
    var shape = shapeOf(before);
    var preset = Presets.of(shape);
    session
        .background()
        .run(
            texts.get("planning"),
            (_, _) ->
                preset == null
                    ? before.plan().withSchedule(name)
                    : plans.make(
                        before,
                        preset,
                        preset.degreesOf(shape),
                        before.plan().microBatches(),
                        name),
            plan ->
                session.apply(
                    Edit.of(
                        texts.get("edit.schedule", name),
                        now -> now.network().equals(before.network()) ? now.withPlan(plan) : now)));
  }

  private void chooseCollective(String name) {
    session.apply(
        Edit.of(
            texts.get("edit.collective", name),
            now -> now.withPlan(now.plan().withCollective(name))));
  }

  /// The order of the micro-batches and how replicas sum.
  ScheduleChoice order() {
    return order;
  }

  /// Takes a plan made in background, unless the network has changed meanwhile. A network that
  /// leaves a preset nothing to do gets another kind of plan, which is said.
  private void accept(String label, Project before, Plan plan, String wanted) {
    session.apply(
        Edit.of(
            label,
            project ->
                project.network().equals(before.network()) ? project.withPlan(plan) : project));
    if (!plan.schedule().equals(before.plan().schedule())) {
      session
          .notices()
          .show(
              Notice.done(
                  Words.of(
                      PlanControls.class,
                      "schedule.other",
                      Schedules.isRule(before.plan().schedule())
                          ? before.plan().schedule()
                          : Words.of(PlanControls.class, "schedule.listed"),
                      plan.schedule())));
    }
    show(session.project());
    var given = name(presetOf(session.project()));
    if (!given.equals(wanted)) {
      session
          .notices()
          .show(
              Notice.done(
                  Words.of(
                      PlanControls.class,
                      "strategy.other",
                      PlanLabel.strategy(wanted),
                      PlanLabel.strategy(given))));
    }
  }

  /// One way of the knob is one edit.
  private void slide(NumberSlider slider, String label) {
    slider.changingProperty().addListener((_, _, changing) -> grip(changing, label));
    slider.valueProperty().addListener((_, _, _) -> resize(label));
  }

  private void grip(boolean changing, String label) {
    if (changing) {
      gesture = session.history().begin(label);
    } else if (gesture != null) {
      gesture.end();
      gesture = null;
    }
  }

  private void resize(String label) {
    if (showing) {
      return;
    }
    var now = session.project();
    var shape = shapeOf(now);
    var preset = Presets.of(shape);
    int slices = microBatches.valueProperty().get();
    var degrees = preset == null ? List.<Integer>of() : this.degrees.of(preset, shape);
    var edit =
        Edit.of(
            label,
            project ->
                preset == null || degrees.equals(preset.degreesOf(shapeOf(project)))
                    ? project.withPlan(project.plan().withMicroBatches(slices))
                    : project.withPlan(plans.make(project, preset, degrees, slices)));
    if (gesture == null) {
      session.apply(edit);
    } else {
      gesture.replace(edit);
    }
  }

  private void show(Project project) {
    showing = true;
    var plan = project.plan();
    var shape = shapeOf(project);
    var preset = Presets.of(shape);
    int devices = project.cluster().devices().size();
    strategies.valueProperty().set(name(preset));
    strategies.setEnabled(Presets.CUSTOM, preset == null);
    for (var other : Presets.all()) {
      strategies.setShown(other.name(), other.leastDevices() <= devices || other.equals(preset));
    }
    order.show(project);
    degrees.show(preset, shape, devices);
    microBatches.valueProperty().set(plan.microBatches());
    DegreeSliders.setShown(microBatches, preset == null || preset.passesMicroBatches());
    showing = false;
  }

  private static Parallelism shapeOf(Project project) {
    return Parallelism.of(project.network(), project.plan());
  }

  private static @Nullable Preset presetOf(Project project) {
    return Presets.of(shapeOf(project));
  }

  private static String name(@Nullable Preset preset) {
    return preset == null ? Presets.CUSTOM : preset.name();
  }
}
