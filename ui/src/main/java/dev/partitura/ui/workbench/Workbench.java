package dev.partitura.ui.workbench;

import dev.partitura.ui.action.Command;
import dev.partitura.ui.action.CommandPalette;
import dev.partitura.ui.control.SegmentedRow;
import dev.partitura.ui.problem.NoticePane;
import dev.partitura.ui.run.RunBar;
import dev.partitura.ui.run.Runner;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import javafx.geometry.Insets;
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

/// The content of the window: bars above and below, a rail of places, the graph in the middle, the
/// inspector, and the views.
///
/// One workbench shows one [Session]; to change the language, make a new one with
/// [Session#renewed()].
public final class Workbench {
  /// Style class of what has the focus first in its part of the window, where that is not the first
  /// node there.
  public static final String FIRST_FOCUS = "first-focus";

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
  private final Contents contents;
  private final Texts texts;
  private final Runner runner;
  private final StackPane root = new StackPane();
  private final StackPane left = new StackPane();
  private final StackPane desk = new StackPane();
  private final Map<String, Node> panels = new HashMap<>();
  private final DockPane dock;
  private final ViewTabs views;
  private final Rail rail;
  private final CommandPalette palette;
  private final Region middle;
  private final Region inspector;
  private final Regions regions;

  public Workbench(Session session, Preferences preferences, Runner runner, Contents contents) {
    this.session = session;
    this.preferences = preferences;
    this.contents = contents;
    this.runner = runner;
    texts = session.texts(Workbench.class);
    session.commands().addAll(commands());
    views =
        new ViewTabs(
            session, contents.visualizers(), texts, () -> session.commands().fire("view.bottom"));
    for (var view : contents.visualizers()) {
      var label = view.title(session.appearance().language());
      session
          .commands()
          .add(
              Command.of(
                  "view.show." + view.id(),
                  texts.get("group.view"),
                  label,
                  "",
                  () -> showView(view.id())));
    }
    rail = new Rail(session, contents.places(), this::choose);
    palette = new CommandPalette(session.commands(), session.texts(CommandPalette.class));
    left.getStyleClass().addAll("panel", "left-panel");
    middle = contents.middle().apply(session);
    inspector = inspector();
    dock = new DockPane(middle);
    dock(DockPane.Side.LEFT, left, "left");
    dock(DockPane.Side.RIGHT, inspector, "inspector");
    dock(DockPane.Side.BOTTOM, views, "bottom");
    dock.briefProperty(DockPane.Side.BOTTOM).bind(session.currentRunProperty().isNull());
    regions = build();
    restore();
  }

  private void dock(DockPane.Side side, Region content, String name) {
    double dragged = preferences.number("layout." + side.name().toLowerCase(Locale.ROOT), 0);
    dock.add(side, content, dragged, texts.get("reveal." + name), () -> toggle(side));
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
    desk.getChildren().setAll(dock);
    if (cover != null) {
      desk.getChildren().add(cover);
    }
  }

  /// Shows a view by its id.
  public void showView(String id) {
    dock.openProperty(DockPane.Side.BOTTOM).set(true);
    views.show(id);
  }

  /// Keeps the layout for the next time and closes torn-off views.
  public void close() {
    preferences.set("layout.left", dock.sizeProperty(DockPane.Side.LEFT).get());
    preferences.set("layout.right", dock.sizeProperty(DockPane.Side.RIGHT).get());
    preferences.set("layout.bottom", dock.sizeProperty(DockPane.Side.BOTTOM).get());
    preferences.set("layout.leftOpen", dock.openProperty(DockPane.Side.LEFT).get());
    preferences.set("layout.rightOpen", dock.openProperty(DockPane.Side.RIGHT).get());
    preferences.set("layout.bottomOpen", dock.openProperty(DockPane.Side.BOTTOM).get());
    preferences.set("layout.view", views.shownProperty().get());
    preferences.write();
    views.close();
  }

  private Regions build() {
    var frame = new BorderPane(desk);
    var top = new TopBar(session, new RunBar(session, runner), texts);
    var status = new StatusLine(session, texts);
    frame.getStyleClass().add("workbench");
    frame.setTop(top);
    frame.setLeft(rail);
    frame.setBottom(status);
    desk.getChildren().setAll(dock);
    var notices = new NoticePane(session.notices(), session.texts(NoticePane.class));
    StackPane.setAlignment(notices, Pos.BOTTOM_RIGHT);
    root.getChildren().addAll(frame, notices, palette);
    root.addEventHandler(KeyEvent.KEY_PRESSED, this::escape);
    return new Regions(List.of(middle, inspector, views, status, notices, top, rail, left));
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
    if (!Regions.isIn(owner, middle)) {
      regions.enter(middle);
    } else if (!session.selection().isEmpty()) {
      session.selection().clear();
    } else if (!shown.isEmpty()) {
      session.notices().dismiss(shown.getLast());
    }
    event.consume();
  }

  private void restore() {
    dock.openProperty(DockPane.Side.LEFT).set(preferences.flag("layout.leftOpen", true));
    dock.openProperty(DockPane.Side.RIGHT).set(preferences.flag("layout.rightOpen", true));
    dock.openProperty(DockPane.Side.BOTTOM).set(preferences.flag("layout.bottomOpen", true));
    views.showOrFirst(preferences.text("layout.view", ""));
    if (!contents.places().isEmpty()) {
      show(contents.places().getFirst());
    }
  }

  /// A click on a place: shows it, or hides the panel when it is shown already.
  private void choose(Part place) {
    var panel = panels.get(place.id());
    var open = dock.openProperty(DockPane.Side.LEFT);
    if (open.get() && panel != null && left.getChildren().contains(panel)) {
      open.set(false);
      rail.mark("");
    } else {
      open(place);
    }
  }

  private void open(Part place) {
    dock.openProperty(DockPane.Side.LEFT).set(true);
    show(place);
  }

  private void show(Part place) {
    left.getChildren()
        .setAll(panels.computeIfAbsent(place.id(), _ -> place.create().apply(session)));
    rail.mark(dock.openProperty(DockPane.Side.LEFT).get() ? place.id() : "");
  }

  private Region inspector() {
    var tabs =
        new SegmentedRow<Part>(
            contents.inspector(), part -> part.title().apply(session.appearance().language()));
    var content = new StackPane();
    var made = new HashMap<String, Node>();
    tabs.valueProperty()
        .addListener((_, _, part) -> {
          if (part != null) {
            content
                .getChildren()
                .setAll(made.computeIfAbsent(part.id(), _ -> part.create().apply(session)));
          }
        });
    if (!contents.inspector().isEmpty()) {
      tabs.valueProperty().set(contents.inspector().getFirst());
    }
    var pane = new BorderPane(content);
    session.selection().whenChanged(() -> explain(tabs, pane));
    pane.setTop(tabs);
    BorderPane.setMargin(content, new Insets(12, 0, 0, 0));
    pane.getStyleClass().addAll("panel", "inspector");
    return pane;
  }

  /// What is selected elsewhere is explained here; a person who reads on in a tab keeps it.
  private void explain(SegmentedRow<Part> tabs, Node pane) {
    if (!session.selection().isEmpty() && !pane.isHover()) {
      contents.inspector().stream()
          .filter(Part::explainsSelection)
          .findFirst()
          .ifPresent(tabs.valueProperty()::set);
    }
  }

  private List<Command> commands() {
    var view = texts.get("group.view");
    var edit = texts.get("group.edit");
    var run = texts.get("group.run");
    var history = session.history();
    return List.of(
        Command.of(
            "edit.undo",
            edit,
            texts.get("undo"),
            "Shortcut+Z",
            history.undoLabelProperty().isNotEmpty(),
            history::undo),
        Command.of(
            "edit.redo",
            edit,
            texts.get("redo"),
            "Shortcut+Shift+Z",
            history.redoLabelProperty().isNotEmpty(),
            history::redo),
        Command.of(
            "run.run", run, texts.get("run"), "Shortcut+Enter", runner.ableProperty(), runner::run),
        Command.of(
            "run.cancel",
            run,
            texts.get("cancel"),
            "Esc",
            runner.jobProperty().isNotNull(),
            runner::cancel),
        Command.of("view.commands", view, texts.get("commands"), "Shortcut+K", this::openPalette),
        Command.of(
            "view.left",
            view,
            texts.get("toggle.left"),
            "Shortcut+B",
            () -> toggle(DockPane.Side.LEFT)),
        Command.of(
            "view.inspector",
            view,
            texts.get("toggle.inspector"),
            "Shortcut+I",
            () -> toggle(DockPane.Side.RIGHT)),
        Command.of(
            "view.bottom",
            view,
            texts.get("toggle.bottom"),
            "Shortcut+J",
            () -> toggle(DockPane.Side.BOTTOM)),
        Command.of("view.nextRegion", view, texts.get("region.next"), "F6", () -> regions.go(1)),
        Command.of(
            "view.previousRegion",
            view,
            texts.get("region.previous"),
            "Shift+F6",
            () -> regions.go(-1)),
        Command.of("view.theme", view, texts.get("theme.explain"), "", this::changeTheme));
  }

  private void openPalette() {
    palette.open();
  }

  private void toggle(DockPane.Side side) {
    var open = dock.openProperty(side);
    open.set(!open.get());
    if (side == DockPane.Side.LEFT) {
      contents.places().stream()
          .filter(place -> left.getChildren().contains(panels.get(place.id())))
          .forEach(place -> rail.mark(open.get() ? place.id() : ""));
    }
  }

  private void changeTheme() {
    var appearance = session.appearance();
    appearance.themeProperty().set(appearance.theme().other());
    preferences.remember(appearance.theme(), appearance.language());
  }
}
