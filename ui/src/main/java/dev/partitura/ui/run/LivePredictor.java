package dev.partitura.ui.run;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.LoadBalance;
import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.analysis.SpeedUp;
import dev.partitura.engine.execute.TrainingSettings;
import dev.partitura.engine.execute.simulate.Predictor;
import dev.partitura.engine.execute.simulate.Predictor.Question;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.background.Job;
import dev.partitura.ui.session.Foresight;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/// Predicts the project of a session anew after every edit of network, cluster, plan or batch, in
/// background. One prediction is under way at a time and the latest edit is always predicted; on
/// the way of a slider those between are shown too, as far as they come quickly. Used on the FX
/// thread.
public final class LivePredictor {
  /// A prediction of something older that takes longer is given up.
  private static final long PATIENCE_NANOS = 250_000_000;

  private final Session session;
  private final Pricing pricing;
  private final BooleanBinding able;
  private Predictor predictor;
  private @Nullable Job job;
  private @Nullable Asked latest;
  private boolean waits;
  private ObservableValue<Boolean> measuring = new SimpleBooleanProperty(false);
  private long begunNanos;

  /// What is predicted, and of what.
  private record Asked(Project project, int batch, boolean step) {}

  public LivePredictor(Session session, Pricing pricing) {
    this.session = session;
    this.pricing = pricing;
    predictor = new Predictor(pricing::of);
    able =
        Bindings.createBooleanBinding(
            () -> session.results().foresightProperty().get().run() != null,
            session.results().foresightProperty());
    session.projectProperty().addListener(_ -> ask());
    session.batchProperty().addListener(_ -> ask());
    session.results().stepForeseenProperty().addListener(_ -> ask());
    // The same project opened again changes nothing else.
    session
        .results()
        .foresightProperty()
        .addListener((_, _, now) -> {
          if (now.equals(Foresight.NOTHING)) {
            ask();
          }
        });
    ask();
  }

  /// Whether there is a prediction to keep.
  public BooleanBinding ableProperty() {
    return able;
  }

  /// Keeps the prediction at hand among the runs and shows it in all views. On the FX thread.
  public void keep() {
    var predicted = session.results().foresightProperty().get().run();
    if (predicted != null) {
      session.show(
          new Run(
              session.results().nextNumber(),
              predicted.strategy(),
              predicted.setup(),
              predicted.analyses()));
    }
  }

  private Asked asked() {
    return new Asked(
        session.project(),
        session.batchProperty().get(),
        session.results().stepForeseenProperty().get());
  }

  private void ask() {
    var asked = asked();
    boolean isThere = !session.results().foresightProperty().get().equals(Foresight.NOTHING);
    // With another document what was predicted is forgotten, though it may be the same again.
    var before = latest;
    if (before != null && isSame(asked, before) && (job != null || isThere)) {
      return;
    }
    latest = asked;
    var running = job;
    if (running == null && !measuring.getValue()) {
      predict(asked);
      return;
    }
    waits = true;
    if (running != null && System.nanoTime() - begunNanos > PATIENCE_NANOS) {
      running.cancel();
    }
  }

  /// Predicts nothing while something is being measured: it would be measured too.
  public void holdWhile(ObservableValue<Boolean> measures) {
    measuring = measures;
    measures.addListener((_, _, now) -> {
      if (!now && job == null) {
        goOn();
      }
    });
  }

  /// Predicts what is at hand once more, since plans are priced by something else from now on. One
  /// that is under way still goes by the old.
  void reprice() {
    predictor = new Predictor(pricing::of);
    latest = null;
    ask();
  }

  /// What is asked about what is at hand; null without ops.
  @Nullable Question questionAtHand() {
    return session.project().network().ops().isEmpty() ? null : question(asked());
  }

  /// Whether nothing has changed that a prediction follows from.
  private static boolean isSame(Asked one, Asked other) {
    var now = one.project();
    var before = other.project();
    return one.batch() == other.batch()
        && one.step() == other.step()
        && now.network().equals(before.network())
        && now.cluster().equals(before.cluster())
        && now.plan().equals(before.plan())
        && (!one.step() || settings(now).equals(settings(before)));
  }

  private static TrainingSettings settings(Project project) {
    var known = project.training();
    return known != null ? known : TrainingSettings.suggested(project.network());
  }

  private void predict(Asked asked) {
    if (asked.project().network().ops().isEmpty()) {
      show(asked, Foresight.NOTHING);
      return;
    }
    begunNanos = System.nanoTime();
    var by = predictor;
    var begun =
        session
            .background()
            .runQuietly((_, _) -> foresight(by, asked), foreseen -> show(asked, foreseen));
    job = begun;
    begun
        .runningProperty()
        .addListener((_, _, running) -> {
          if (!running) {
            job = null;
            goOn();
          }
        });
  }

  private void goOn() {
    var next = latest;
    if (waits && next != null && !measuring.getValue()) {
      waits = false;
      predict(next);
    }
  }

  /// An older one is shown on the way, but not after another network or cluster was opened.
  private void show(Asked asked, Foresight foreseen) {
    boolean fits =
        asked.project().network().equals(session.project().network())
            && asked.project().cluster().equals(session.project().cluster());
    if (fits) {
      session.results().foresightProperty().set(foreseen);
    }
  }

  /// Blocks; any thread but FX's, one at a time.
  private static Foresight foresight(Predictor predictor, Asked asked) {
    var project = asked.project();
    try {
      var question = question(asked);
      var found = predictor.predict(question);
      var made = Provenance.of(project.network(), found.of(), found.unsplit());
      var run =
          new Run(
              0,
              Presets.strategy(project.network(), project.plan()),
              new Run.Setup(project.cluster(), asked.batch(), 1),
              new Analyses(found.of().result().trace(), made));
      // What stands beside Run is made here, in background, so that no screen has to.
      run.find(SpeedUp.ANALYSIS);
      run.get(LoadBalance.ANALYSIS);
      return new Foresight(run, List.of());
    } catch (ProblemException refused) {
      return new Foresight(null, refused.problems());
    }
  }

  private static Question question(Asked asked) {
    var project = asked.project();
    if (!asked.step()) {
      return new Question(
          project.network(), project.cluster(), project.plan(), asked.batch(), null);
    }
    var settings = settings(project);
    return new Question(
        project.network(),
        project.cluster(),
        project.plan(),
        asked.batch() > 0 ? asked.batch() : settings.batch(),
        settings.makeOptimizer());
  }
}
