package dev.partitura.ui.workbench;

import dev.partitura.ui.action.CommandPalette;
import dev.partitura.ui.docking.Docks;
import dev.partitura.ui.docking.Home;
import dev.partitura.ui.problem.NoticePane;
import dev.partitura.ui.run.Calibrating;
import dev.partitura.ui.run.LivePredictor;
import dev.partitura.ui.run.RunBar;
import dev.partitura.ui.run.Runner;
import dev.partitura.ui.run.StaleMark;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.training.TrainingCommands;
import dev.partitura.ui.training.TrainingRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// The content of the window: bars above and below, a rail of places, and the panels around the
/// graph.
///
/// One workbench shows one [Session]; to change the language, make a new one with
/// [Session#renewed()].
public final class Workbench {
  /// Style class of what has the focus first in its part of the window, where that is not the first
  /// node there.
  public static final String FIRST_FOCUS = "first-focus";

  private static final String LAYOUT = "layout.docks";

  /// What stands in the frame.
  ///
  /// @param places of the left rail, each with its panel
  /// @param middle makes the graph
  /// @param inspector tabs of the right panel
  public record Contents(
      List<Part> places,
      Function<Session, Region> middle,
      List<Part> inspector,
      List<Visualizer> visualizers) {}

  private final Session session;
  private final Preferences preferences;
  private final Runner runner;
  private final StackPane root = new StackPane();
  private final StackPane desk = new StackPane();
  private final Docks docks;
  private final Regions regions;

  public Workbench(
      Session session,
      Preferences preferences,
      Runner runner,
      TrainingRunner trainer,
      LivePredictor predictor,
      Calibrating calibrating,
      Contents contents) {
    this.session = session;
    this.preferences = preferences;
    this.runner = runner;
    var texts = session.texts(Workbench.class);
    var setting =
        new Docks.Setting(
            session.appearance(),
            session.commands()::listen,
            this::enter,
            seen -> StaleMark.label(session, seen.map(id -> showsRunUnderWay(contents, id))));
    docks = new Docks(panels(session, contents), setting, preferences.text(LAYOUT, ""));
    var rail = new Rail(session, contents.places(), docks);
    var palette = new CommandPalette(session.commands(), session.texts(CommandPalette.class));
    var bar = new RunBar(session, runner, trainer, predictor, calibrating);
    var top = new TopBar(session, bar, texts);
    var status = new StatusLine(session, texts);
    var notices = new NoticePane(session.notices(), session.commands(), session.appearance());
    regions = new Regions(() -> stops(List.of(status, notices, top, rail)));
    new WorkbenchCommands(session, preferences, runner, predictor, docks)
        .add(regions, palette, contents.visualizers());
    session
        .commands()
        .addAll(new TrainingCommands(session, trainer, bar::askHowToTrain).commands());
    session.commands().add(bar.calibration());
    build(top, rail, status, notices, palette);
    session.currentRunProperty().addListener(_ -> makeRoom());
    session.results().trainingProperty().addListener(_ -> makeRoom());
    session.results().foresightProperty().addListener(_ -> makeRoom());
    session.results().servingProperty().addListener(_ -> makeRoom());
    session.results().servedProperty().addListener(_ -> makeRoom());
    makeRoom();
    contents.inspector().stream()
        .filter(Part::explainsSelection)
        .findFirst()
        .ifPresent(this::explain);
  }

  /// Views are low until they have something to show.
  private void makeRoom() {
    var results = session.results();
    docks.setLow(
        session.currentRun() == null
            && results.trainingProperty().get() == null
            && results.servingProperty().get() == null
            && results.servedProperty().get() == null
            && results.foresightProperty().get().run() == null);
  }

  private static List<Docks.Panel> panels(Session session, Contents contents) {
    var language = session.appearance().language();
    var panels = new ArrayList<Docks.Panel>();
    panels.add(new Docks.Panel("graph", "", Home.MIDDLE, () -> contents.middle().apply(session)));
    for (var place : contents.places()) {
      panels.add(panel(session, place, Home.LEFT));
    }
    for (var part : contents.inspector()) {
      panels.add(panel(session, part, Home.RIGHT));
    }
    for (var view : contents.visualizers()) {
      panels.add(
          new Docks.Panel(
              view.id(),
              view.title(language),
              Home.BOTTOM,
              () -> {
                var node = view.create(session);
                return view.holdsForOldRuns()
                    ? node
                    : StaleMark.dim(session, node, view.showsRunUnderWay());
              }));
    }
    return panels;
  }

  private static boolean showsRunUnderWay(Contents contents, String id) {
    return contents.visualizers().stream()
        .anyMatch(view -> view.id().equals(id) && view.showsRunUnderWay());
  }

  private static Docks.Panel panel(Session session, Part part, Home home) {
    return new Docks.Panel(
        part.id(),
        part.title().apply(session.appearance().language()),
        home,
        () -> part.create().apply(session));
  }

  /// The root of a scene.
  public StackPane root() {
    return root;
  }

  /// Lets the keys of all commands work in the scene that shows this.
  public void listen(Scene scene) {
    session.commands().listen(scene);
  }

  /// Lays something over the whole desk, such as the welcome; null takes it away.
  public void cover(@Nullable Node cover) {
    desk.getChildren().setAll(docks);
    if (cover != null) {
      desk.getChildren().add(cover);
    }
  }

  /// The panels around the graph.
  public Docks docks() {
    return docks;
  }

  /// Keeps the layout for the next time and closes torn-off panels.
  public void close() {
    preferences.set(LAYOUT, docks.layoutText());
    preferences.write();
    docks.close();
  }

  private void build(
      TopBar top, Rail rail, StatusLine status, NoticePane notices, CommandPalette palette) {
    var frame = new BorderPane(desk);
    frame.getStyleClass().add("workbench");
    frame.setTop(top);
    frame.setLeft(rail);
    frame.setBottom(status);
    desk.getChildren().setAll(docks);
    StackPane.setAlignment(notices, Pos.BOTTOM_RIGHT);
    root.getChildren().addAll(frame, notices, palette);
    root.addEventHandler(KeyEvent.KEY_PRESSED, this::escape);
  }

  /// The graph first, and what the rail chooses last, after the rail.
  private List<Node> stops(List<Node> bars) {
    var stops = new ArrayList<Node>();
    stops.add(docks.middle());
    stops.addAll(docks.stops(false));
    stops.addAll(bars);
    stops.addAll(docks.stops(true));
    return stops;
  }

  private void enter(Node part) {
    regions.enter(part);
  }

  /// Esc that nobody else has a use for: out of a panel to the graph, from the graph to nothing
  /// selected, and then the last notice goes.
  private void escape(KeyEvent event) {
    boolean typing = event.getTarget() instanceof TextInputControl;
    if (event.getCode() != KeyCode.ESCAPE || (runner.isRunning() && !typing)) {
      return;
    }
    var owner = root.getScene().getFocusOwner();
    var shown = session.notices().shown();
    var middle = docks.middle();
    if (!Regions.isIn(owner, middle)) {
      regions.enter(middle);
    } else if (!session.selection().isEmpty()) {
      session.selection().clear();
    } else if (!shown.isEmpty()) {
      session.notices().dismiss(shown.getLast());
    }
    event.consume();
  }

  /// What is selected elsewhere is explained; a person who reads on in another tab keeps it.
  private void explain(Part part) {
    session
        .selection()
        .whenChanged(() -> {
          if (!session.selection().isEmpty()) {
            docks.bringUp(part.id());
          }
        });
  }
}
