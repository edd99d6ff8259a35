package dev.partitura.ui.run;

import dev.partitura.engine.plan.Parallelism;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.plan.schedule.Schedules;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.background.Job;
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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The choice of a strategy and the few numbers that matter for the chosen one. A strategy is one
/// edit, and so is one way of a knob.
final class PlanControls {
  private static final int MOST_MICRO_BATCHES = 64;

  private final Session session;
  private final PlanMaker plans = new PlanMaker();
  private final StrategyCheck check = new StrategyCheck(plans);
  private final Texts texts;
  private final SegmentedRow<String> strategies;
  private final DegreeSliders degrees;
  private final NumberSlider microBatches;
  private final ScheduleChoice order;
  private final MixChoice mix;
  private final ExchangeChoice exchange;
  private Map<String, Problem> refusals = Map.of();
  private @Nullable Job looking;
  private History.@Nullable Gesture gesture;
  private boolean showing;

  PlanControls(Session session, Texts texts) {
    this.session = session;
    this.texts = texts;
    var choices = Degrees.strategies();
    choices.add(Presets.CUSTOM);
    strategies = new SegmentedRow<>(choices, strategy -> PlanLabel.strategy(strategy, texts));
    strategies.getStyleClass().add("prominent");
    strategies.setId("strategies");
    for (var strategy : choices) {
      strategies.explain(strategy, texts.get("strategy." + strategy + ".explain"));
    }
    degrees = new DegreeSliders(texts);
    microBatches =
        new NumberSlider(texts.get("microBatches"), 1, MOST_MICRO_BATCHES, true)
            .explain(texts.get("microBatches.explain"));
    order = new ScheduleChoice(session, texts, this::chooseSchedule);
    exchange = new ExchangeChoice(session, texts);
    mix = new MixChoice(texts, this::chooseMix);
    strategies.valueProperty().addListener((_, _, chosen) -> choose(chosen));
    degrees.all().forEach(slider -> slide(slider, texts.get("edit.degree")));
    slide(microBatches, texts.get("edit.microBatches"));
    session
        .projectProperty()
        .addListener((_, before, now) -> {
          show(now);
          if (!now.network().equals(before.network()) || !now.cluster().equals(before.cluster())) {
            look();
          }
        });
    session.batchProperty().addListener(_ -> look());
    show(session.project());
    look();
  }

  SegmentedRow<String> strategies() {
    return strategies;
  }

  /// What a hybrid mixes.
  MixChoice mix() {
    return mix;
  }

  /// One slider a number, whether it is shown or not.
  List<NumberSlider> sliders() {
    var sliders = new ArrayList<NumberSlider>();
    sliders.add(microBatches);
    sliders.addAll(degrees.all());
    return sliders;
  }

  /// Finds out which strategies there are for what is at hand.
  private void look() {
    if (looking != null) {
      looking.cancel();
    }
    refusals = Map.of();
    var project = session.project();
    int batch = session.batchProperty().get();
    boolean trains = trains();
    if (project.cluster().devices().size() > 1 && !project.network().ops().isEmpty()) {
      looking =
          session
              .background()
              .run(
                  texts.get("strategies.looking"),
                  (_, _) -> check.refusals(project, batch, trains),
                  found -> {
                    refusals = found;
                    show(session.project());
                  });
    }
  }

  private void choose(@Nullable String strategy) {
    var before = session.project();
    if (showing || strategy == null || strategy.equals(name(degreesOf(before)))) {
      return;
    }
    if (strategy.equals(Presets.CUSTOM)) {
      show(before);
      return;
    }
    int least = Degrees.first(strategy, 1).leastDevices();
    int used = Math.max(least, before.plan().devices().size());
    lay(strategy, Degrees.first(strategy, used));
  }

  private void chooseMix(Degrees mix) {
    var before = session.project();
    int used = Math.max(mix.leastDevices(), before.plan().devices().size());
    lay(Presets.HYBRID, mix.on(used));
  }

  private void lay(String strategy, Degrees wanted) {
    var before = session.project();
    int batch = session.batchProperty().get();
    int slices = StrategyCheck.slices(before, wanted);
    boolean trains = trains();
    session
        .background()
        .run(
            texts.get("planning"),
            (_, _) -> check.lay(before, wanted, slices, before.plan().rule(), batch, trains),
            plan ->
                accept(
                    texts.get("edit.strategy", PlanLabel.strategy(strategy, texts)),
                    before,
                    plan,
                    strategy));
    show(before);
  }

  /// Lays the plan anew, as a schedule wants it.
  private void chooseSchedule(String name) {
    var before = session.project();
    var present = degreesOf(before);
    boolean trains = trains();
    session
        .background()
        .run(
            texts.get("planning"),
            (_, _) ->
                present == null
                    ? before.plan().withSchedule(name)
                    : plans.make(before, present, before.plan().microBatches(), name, trains),
            plan ->
                session.apply(
                    Edit.of(
                        texts.get("edit.schedule", name),
                        now -> now.network().equals(before.network()) ? now.withPlan(plan) : now)));
  }

  /// The order of the micro-batches.
  ScheduleChoice order() {
    return order;
  }

  /// What devices keep and send each other in training.
  ExchangeChoice exchange() {
    return exchange;
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
    var given = name(degreesOf(session.project()));
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
    var present = degreesOf(session.project());
    int slices = microBatches.valueProperty().get();
    var wanted = present == null ? null : degrees.of(present);
    boolean trains = trains();
    var edit =
        Edit.of(
            label,
            project ->
                wanted == null || wanted.equals(degreesOf(project))
                    ? project.withPlan(project.plan().withMicroBatches(slices))
                    : project.withPlan(plans.make(project, wanted, slices, trains)));
    if (gesture == null) {
      session.apply(edit);
    } else {
      gesture.replace(edit);
    }
  }

  private void show(Project project) {
    showing = true;
    var plan = project.plan();
    var present = degreesOf(project);
    int devices = project.cluster().devices().size();
    var chosen = name(present);
    strategies.valueProperty().set(chosen);
    strategies.setShown(Presets.CUSTOM, present == null);
    for (var strategy : Degrees.strategies()) {
      strategies.refuse(strategy, strategy.equals(chosen) ? null : refusal(strategy, project));
    }
    order.show(project);
    exchange.show(project);
    mix.show(chosen.equals(Presets.HYBRID) ? present : null, devices);
    degrees.show(present, devices);
    microBatches.valueProperty().set(plan.microBatches());
    DegreeSliders.setShown(microBatches, present == null || present.kind().passesMicroBatches());
    showing = false;
  }

  private @Nullable String refusal(String strategy, Project project) {
    int least = Degrees.first(strategy, 1).leastDevices();
    var cluster = project.cluster();
    if (least > cluster.devices().size()) {
      return texts.get("strategy.devices", least, cluster.name(), cluster.devices().size());
    }
    var problem = refusals.get(strategy);
    return problem == null
        ? null
        : problem.message(session.locale()) + " " + problem.hint(session.locale());
  }

  private boolean trains() {
    return session.results().stepForeseenProperty().get();
  }

  private static @Nullable Degrees degreesOf(Project project) {
    return Degrees.of(Parallelism.of(project.network(), project.plan()));
  }

  private static String name(@Nullable Degrees degrees) {
    return degrees == null ? Presets.CUSTOM : degrees.strategy();
  }
}
