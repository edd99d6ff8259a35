package dev.partitura.ui.session;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.action.Commands;
import dev.partitura.ui.background.Background;
import dev.partitura.ui.problem.Notices;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Palette;
import dev.partitura.ui.theme.Texts;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;

/// The open project and all that its screens share. Editor, views and panels meet only here. Used
/// on the FX thread.
///
/// Screens may listen to a session without ever taking the listener away: when the window is built
/// anew it gets a [#renewed()] session, and the old one is garbage together with the old screens.
public final class Session {
  private final Workplace workplace;
  private final ReadOnlyObjectWrapper<Project> project;
  private final ChangeListener<Project> follow = (_, _, now) -> show(now);
  private final Selection selection = new Selection();
  private final Playhead playhead = new Playhead();
  private final Commands commands = new Commands();
  private final Results results;
  private final ObjectProperty<@Nullable DeviceId> brush =
      new SimpleObjectProperty<>(this, "brush");
  private final ObjectProperty<ColorMode> colorMode =
      new SimpleObjectProperty<>(this, "colorMode", ColorMode.DEVICE);

  // What screens listen to is of this session, and only follows what outlives it.
  private final ObjectProperty<@Nullable Path> file = new SimpleObjectProperty<>(this, "file");
  private final IntegerProperty batch = new SimpleIntegerProperty(this, "batch");
  private final IntegerProperty repeats = new SimpleIntegerProperty(this, "repeats");
  private final Appearance appearance;

  /// What outlives a rebuilt window.
  private record Workplace(
      History history,
      ObjectProperty<@Nullable Path> file,
      Results.Kept runs,
      Appearance appearance,
      Background background,
      Notices notices,
      IntegerProperty batch,
      IntegerProperty repeats) {}

  public Session(Project first, Appearance appearance) {
    this(first, appearance, new Notices(appearance));
  }

  private Session(Project first, Appearance appearance, Notices notices) {
    this(
        new Workplace(
            new History(first),
            new SimpleObjectProperty<>(),
            new Results.Kept(),
            appearance,
            new Background(notices::show),
            notices,
            new SimpleIntegerProperty(0),
            new SimpleIntegerProperty(10)));
  }

  private Session(Workplace workplace) {
    this.workplace = workplace;
    appearance = workplace.appearance().forWindow();
    file.bindBidirectional(workplace.file());
    batch.bindBidirectional(workplace.batch());
    repeats.bindBidirectional(workplace.repeats());
    project = new ReadOnlyObjectWrapper<>(this, "project", workplace.history().project());
    results = new Results(this, workplace.runs());
    workplace.history().projectProperty().addListener(follow);
    currentRunProperty()
        .addListener((_, _, _) -> {
          playhead.reset();
          if (selection.isOfRun()) {
            selection.clear();
          }
        });
  }

  /// A session with the same project, history and runs for a window built anew. This one hears
  /// nothing more.
  public Session renewed() {
    workplace.history().projectProperty().removeListener(follow);
    playhead.reset();
    var next = new Session(workplace);
    next.selection.select(selection.ops(), selection.edges());
    next.brush.set(brush.get());
    next.colorMode.set(colorMode.get());
    next.results.follow(results);
    return next;
  }

  public ReadOnlyObjectProperty<Project> projectProperty() {
    return project.getReadOnlyProperty();
  }

  public Project project() {
    return project.get();
  }

  /// Does an edit, so that it can be undone.
  public void apply(Edit edit) {
    history().apply(edit);
  }

  public History history() {
    return workplace.history();
  }

  /// Opens another project: its runs, selection, notices and history begin empty.
  ///
  /// @param path its file, or null when it has none yet
  /// @param isSaved whether it is as in that file
  public void open(Project opened, @Nullable Path path, boolean isSaved) {
    open(opened, path, isSaved, List.of());
  }

  /// The same with the runs that were saved with it; the newest is shown, with the batch and
  /// repeats that it had.
  public void open(Project opened, @Nullable Path path, boolean isSaved, List<Run> runs) {
    notices().leaveDocument();
    selection.clear();
    results.clear();
    brush.set(null);
    batchProperty().set(0);
    workplace.file().set(path);
    history().open(opened, isSaved);
    results.open(runs);
  }

  /// The project's file; null before it is saved first.
  public ObjectProperty<@Nullable Path> fileProperty() {
    return file;
  }

  public Selection selection() {
    return selection;
  }

  public Playhead playhead() {
    return playhead;
  }

  /// The runs, and what of them is shown.
  public Results results() {
    return results;
  }

  /// The runs of the project, oldest first.
  public ObservableList<Run> runs() {
    return results.runs();
  }

  /// Adds a run and shows it in all views.
  public void show(Run run) {
    results.add(run);
  }

  /// Forgets a run.
  public void remove(Run run) {
    results.remove(run);
  }

  /// The run that the views show; null before the first.
  public ObjectProperty<@Nullable Run> currentRunProperty() {
    return results.currentProperty();
  }

  public @Nullable Run currentRun() {
    return results.currentProperty().get();
  }

  /// Whether something would be lost: an edit, or runs of a project that has a file.
  public BooleanBinding unsaved() {
    return history().dirtyProperty().or(results.unsaved());
  }

  /// The device that the brush paints; null when nothing is being painted.
  public ObjectProperty<@Nullable DeviceId> brushProperty() {
    return brush;
  }

  public ObjectProperty<ColorMode> colorModeProperty() {
    return colorMode;
  }

  /// Samples of one iteration; 0 takes the smallest that fits network and plan.
  public IntegerProperty batchProperty() {
    return batch;
  }

  /// Measured iterations of a run.
  public IntegerProperty repeatsProperty() {
    return repeats;
  }

  public Appearance appearance() {
    return appearance;
  }

  public Palette palette() {
    return appearance().palette();
  }

  /// The language of the window, as problems want it.
  public Locale locale() {
    return appearance().language().locale();
  }

  /// The texts beside a class, in the language of the window.
  public Texts texts(Class<?> anchor) {
    return appearance().texts(anchor);
  }

  public Commands commands() {
    return commands;
  }

  public Background background() {
    return workplace.background();
  }

  public Notices notices() {
    return workplace.notices();
  }

  /// Hue of a device; grey when it is not in the cluster.
  public Color deviceColor(DeviceId device) {
    int index = project().cluster().indexOf(device);
    return index < 0 ? palette().faint() : palette().device(index);
  }

  private void show(Project now) {
    results.follow(now);
    project.set(now);
    selection.keep(now.network());
  }
}
