package dev.partitura.ui.session;

import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.project.Project;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.jspecify.annotations.Nullable;

/// The runs of a project, which of them is shown, which others it is compared with, and how it
/// stands to the project at hand. Used on the FX thread.
public final class Results {
  private final Session session;
  private final Kept kept;
  private final ObservableList<Run> runs;
  private final ObjectProperty<@Nullable Run> current = new SimpleObjectProperty<>(this, "current");
  private final ObjectProperty<List<Run>> compared =
      new SimpleObjectProperty<>(this, "compared", List.of());
  private final ObjectProperty<CourseAxis> courseAxis =
      new SimpleObjectProperty<>(this, "courseAxis", CourseAxis.STEPS);
  private final ObjectProperty<@Nullable Run> underWay =
      new SimpleObjectProperty<>(this, "underWay");
  private final ObjectProperty<Foresight> foresight =
      new SimpleObjectProperty<>(this, "foresight", Foresight.NOTHING);
  private final BooleanProperty stepForeseen = new SimpleBooleanProperty(this, "stepForeseen");
  private final BooleanProperty calibrating = new SimpleBooleanProperty(this, "calibrating");
  private final ReadOnlyBooleanWrapper chosen = new ReadOnlyBooleanWrapper(this, "chosen");
  private final ObjectProperty<@Nullable LiveTraining> training =
      new SimpleObjectProperty<>(this, "training");
  private final ReadOnlyObjectWrapper<Standing> standing =
      new ReadOnlyObjectWrapper<>(this, "standing", Standing.NONE);
  private final ReadOnlyObjectWrapper<Plan> shownPlan;
  private final ObjectProperty<@Nullable Trained> trained =
      new SimpleObjectProperty<>(this, "trained");
  private final ObjectProperty<@Nullable LiveServing> serving =
      new SimpleObjectProperty<>(this, "serving");
  private final ObjectProperty<ServingSettings> servingSettings =
      new SimpleObjectProperty<>(this, "servingSettings", ServingSettings.USUAL);
  private final ObjectProperty<@Nullable Served> served =
      new SimpleObjectProperty<>(this, "served");
  private final ObjectProperty<List<Swept>> swept =
      new SimpleObjectProperty<>(this, "swept", List.of());
  private final IntegerProperty document = new SimpleIntegerProperty(this, "document");

  /// What outlives a rebuilt window: the runs, and those of them that are in the file.
  record Kept(
      ObservableList<Run> runs,
      ObjectProperty<List<Run>> saved,
      IntegerProperty document,
      ObjectProperty<@Nullable Trained> trained,
      ObjectProperty<ServingSettings> servingSettings,
      ObjectProperty<@Nullable Served> served,
      ObjectProperty<List<Swept>> swept) {
    Kept() {
      this(
          FXCollections.observableArrayList(),
          new SimpleObjectProperty<>(List.of()),
          new SimpleIntegerProperty(),
          new SimpleObjectProperty<>(),
          new SimpleObjectProperty<>(ServingSettings.USUAL),
          new SimpleObjectProperty<>(),
          new SimpleObjectProperty<>(List.of()));
    }
  }

  Results(Session session, Kept kept) {
    this.session = session;
    this.kept = kept;
    runs = new FilteredList<>(kept.runs());
    shownPlan = new ReadOnlyObjectWrapper<>(this, "shownPlan", session.project().plan());
    trained.bindBidirectional(kept.trained());
    document.bindBidirectional(kept.document());
    servingSettings.bindBidirectional(kept.servingSettings());
    served.bindBidirectional(kept.served());
    swept.bindBidirectional(kept.swept());
    current.addListener((_, _, _) -> stand(session.project()));
    session.batchProperty().addListener((_, _, _) -> stand(session.project()));
  }

  /// Takes over what another window showed.
  void follow(Results before) {
    current.set(before.current.get());
    compared.set(before.compared.get());
    courseAxis.set(before.courseAxis.get());
    foresight.set(before.foresight.get());
    stepForeseen.set(before.stepForeseen.get());
    chosen.set(before.chosen.get());
    shownPlan.set(before.shownPlan.get());
  }

  /// Begins with the runs that were saved with a project; the newest is shown.
  void open(List<Run> saved) {
    kept.runs().setAll(saved);
    kept.saved().set(List.copyOf(saved));
    stepForeseen.set(!saved.isEmpty() && saved.getLast().isOfStep());
    if (!saved.isEmpty()) {
      set(saved.getLast().setup());
      current.set(saved.getLast());
    }
  }

  void clear() {
    current.set(null);
    compared.set(List.of());
    underWay.set(null);
    foresight.set(Foresight.NOTHING);
    chosen.set(false);
    kept.trained().set(null);
    kept.served().set(null);
    kept.swept().set(List.of());
    kept.servingSettings().set(ServingSettings.USUAL);
    kept.runs().clear();
    document.set(document.get() + 1);
  }

  /// Changes whenever another project is opened: what was begun before is none of its results.
  public ReadOnlyIntegerProperty documentProperty() {
    return document;
  }

  /// The runs of the project, oldest first.
  public ObservableList<Run> runs() {
    return runs;
  }

  /// The run that the views show; null before the first.
  public ObjectProperty<@Nullable Run> currentProperty() {
    return current;
  }

  /// The runs that the shown one is compared with, in the order in which they were chosen; never
  /// that one itself.
  public ReadOnlyObjectProperty<List<Run>> comparedProperty() {
    return compared;
  }

  /// What the curves of trainings are drawn along.
  public ObjectProperty<CourseAxis> courseAxisProperty() {
    return courseAxis;
  }

  /// What is done of the repeat under way, or the latest finished one, of the run that is being
  /// made; null when none is. It has a trace, and no measurement yet.
  public ObjectProperty<@Nullable Run> underWayProperty() {
    return underWay;
  }

  /// What is predicted of the project at hand, or why nothing is.
  public ObjectProperty<Foresight> foresightProperty() {
    return foresight;
  }

  /// Whether a training step is predicted rather than inference, and plans are laid to train: that
  /// which was run last, until a person says otherwise.
  public BooleanProperty stepForeseenProperty() {
    return stepForeseen;
  }

  /// Whether this machine is being measured: nothing else is run meanwhile.
  public BooleanProperty calibratingProperty() {
    return calibrating;
  }

  /// Whether the shown run was chosen although the project is no longer what it ran; the next edit
  /// forgets that.
  public ReadOnlyBooleanProperty chosenProperty() {
    return chosen.getReadOnlyProperty();
  }

  /// The prediction that is to be shown in place of the shown run: where no run is shown, or one
  /// that is of something older and was not chosen; else null.
  public @Nullable Run predictionInPlace() {
    boolean holds = current.get() != null && !standing().isStale();
    return holds || chosen.get() ? null : foresight.get().run();
  }

  /// The prediction of the work that the shown run measured, or null where there is none: nothing
  /// is shown, or it is older than the project, or is a prediction itself.
  public @Nullable Run predictionBeside() {
    var shown = current.get();
    boolean holds = shown != null && !standing().isStale() && !shown.isPredicted();
    return holds ? foresight.get().run() : null;
  }

  /// The training under way; null when none is.
  public ObjectProperty<@Nullable LiveTraining> trainingProperty() {
    return training;
  }

  /// What was trained last; null before the first training of the project.
  public ObjectProperty<@Nullable Trained> trainedProperty() {
    return trained;
  }

  /// The load under way; null when none is.
  public ObjectProperty<@Nullable LiveServing> servingProperty() {
    return serving;
  }

  /// How a person wants to serve.
  public ObjectProperty<ServingSettings> servingSettingsProperty() {
    return servingSettings;
  }

  /// What came of the last load; null before the first of the project.
  public ObjectProperty<@Nullable Served> servedProperty() {
    return served;
  }

  /// Latency by load of the plans of the last search, in the order in which they were tried.
  public ObjectProperty<List<Swept>> sweptProperty() {
    return swept;
  }

  /// The number of the next run.
  public int nextNumber() {
    return runs.stream().mapToInt(Run::number).max().orElse(0) + 1;
  }

  /// How the shown run stands to the project at hand.
  public ReadOnlyObjectProperty<Standing> standingProperty() {
    return standing.getReadOnlyProperty();
  }

  public Standing standing() {
    return standing.get();
  }

  /// The plan on the graph: the project's, or that of a run that was chosen.
  public ReadOnlyObjectProperty<Plan> shownPlanProperty() {
    return shownPlan.getReadOnlyProperty();
  }

  /// Adds a run and shows it in all views.
  void add(Run run) {
    kept.runs().add(run);
    compared.set(List.of());
    chosen.set(false);
    current.set(run);
    stepForeseen.set(run.isOfStep());
    showOwnPlan();
  }

  /// Forgets a run.
  void remove(Run run) {
    kept.runs().remove(run);
    leaveOut(run);
    if (run.equals(current.get())) {
      var last = kept.runs().isEmpty() ? null : kept.runs().getLast();
      if (last != null) {
        leaveOut(last);
      }
      current.set(last);
      showOwnPlan();
    }
  }

  /// Shows a run in all views, and its plan on the graph until the next edit, where it can be laid
  /// on the network at hand.
  public void choose(Run run) {
    leaveOut(run);
    chosen.set(true);
    current.set(run);
    var plan = run.provenance().plan();
    shownPlan.set(plan != null && standing().fitsNetwork() ? plan : session.project().plan());
  }

  /// Compares the shown run with this one too, or no longer, where it is among those already.
  public void compare(Run run) {
    if (compared.get().contains(run)) {
      leaveOut(run);
    } else if (!run.equals(current.get())) {
      var more = new ArrayList<>(compared.get());
      more.add(run);
      compared.set(List.copyOf(more));
    }
  }

  private void leaveOut(Run run) {
    if (compared.get().contains(run)) {
      compared.set(compared.get().stream().filter(each -> !each.equals(run)).toList());
    }
  }

  /// Shows the plan of the project on the graph again.
  public void showOwnPlan() {
    shownPlan.set(session.project().plan());
  }

  /// Makes network, cluster and plan those of a run again, in one edit, and its batch; nothing
  /// where [Run#canBeRestored] says no.
  ///
  /// @param label of the edit
  public void restore(Run run, String label) {
    var setup = run.setup();
    var network = run.provenance().network();
    var plan = run.provenance().plan();
    if (setup != null && network != null && plan != null) {
      session.apply(
          Edit.of(
              label,
              before ->
                  Standing.of(run, before, setup.batch()).isStale()
                      ? before.withNetwork(network).withCluster(setup.cluster()).withPlan(plan)
                      : before));
      set(setup);
      current.set(run);
      showOwnPlan();
    }
  }

  private void set(Run.@Nullable Setup setup) {
    if (setup != null) {
      session.batchProperty().set(setup.batch());
      session.repeatsProperty().set(setup.repeats());
    }
  }

  /// Notes that these runs are in the file now.
  public void markSaved(List<Run> written) {
    kept.saved().set(List.copyOf(written));
  }

  /// Whether there are runs that would be lost, of a project that has a file.
  BooleanBinding unsaved() {
    return Bindings.createBooleanBinding(
        () -> session.fileProperty().get() != null && !kept.saved().get().equals(kept.runs()),
        session.fileProperty(),
        kept.saved(),
        kept.runs());
  }

  /// Before the listeners of the project hear of `now`, so that they find things as they stand.
  void follow(Project now) {
    chosen.set(false);
    stand(now);
    shownPlan.set(now.plan());
  }

  private void stand(Project now) {
    var next = Standing.of(current.get(), now, session.batchProperty().get());
    if (!next.equals(standing.get())) {
      standing.set(next);
    }
  }
}
