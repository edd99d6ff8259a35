package dev.partitura.ui.workbench;

import dev.partitura.ui.action.Command;
import dev.partitura.ui.action.CommandPalette;
import dev.partitura.ui.docking.Docks;
import dev.partitura.ui.docking.Home;
import dev.partitura.ui.run.LivePredictor;
import dev.partitura.ui.run.Runner;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import java.util.List;

/// What the window can do by name and key, whatever is in it.
final class WorkbenchCommands {
  private final Session session;
  private final Preferences preferences;
  private final Runner runner;
  private final LivePredictor predictor;
  private final Docks docks;
  private final Texts texts;

  WorkbenchCommands(
      Session session,
      Preferences preferences,
      Runner runner,
      LivePredictor predictor,
      Docks docks) {
    this.session = session;
    this.preferences = preferences;
    this.runner = runner;
    this.predictor = predictor;
    this.docks = docks;
    texts = session.texts(Workbench.class);
  }

  void add(Regions regions, CommandPalette palette, List<Visualizer> views) {
    session.commands().addAll(edits());
    session.commands().addAll(runs());
    session
        .commands()
        .addAll(
            List.of(
                view("commands", "commands", "Shortcut+K", palette::open),
                view("left", "toggle.left", "Shortcut+B", () -> docks.toggle(Home.LEFT)),
                view("inspector", "toggle.inspector", "Shortcut+I", () -> docks.toggle(Home.RIGHT)),
                view("bottom", "toggle.bottom", "Shortcut+J", () -> docks.toggle(Home.BOTTOM)),
                view("resetLayout", "layout.reset", "", docks::reset),
                view("nextRegion", "region.next", "F6", () -> regions.go(1)),
                view("previousRegion", "region.previous", "Shift+F6", () -> regions.go(-1)),
                view("theme", "theme.explain", "", this::changeTheme)));
    for (var view : views) {
      session
          .commands()
          .add(
              Command.of(
                  "view.show." + view.id(),
                  texts.get("group.view"),
                  view.title(session.appearance().language()),
                  "",
                  () -> docks.show(view.id())));
    }
  }

  private Command view(String id, String text, String keys, Runnable action) {
    return Command.of("view." + id, texts.get("group.view"), texts.get(text), keys, action);
  }

  private List<Command> edits() {
    var group = texts.get("group.edit");
    var history = session.history();
    return List.of(
        Command.of(
            "edit.undo",
            group,
            texts.get("undo"),
            "Shortcut+Z",
            history.undoLabelProperty().isNotEmpty(),
            history::undo),
        Command.of(
            "edit.redo",
            group,
            texts.get("redo"),
            "Shortcut+Shift+Z",
            history.redoLabelProperty().isNotEmpty(),
            history::redo));
  }

  private List<Command> runs() {
    var group = texts.get("group.run");
    return List.of(
        Command.of(
            "run.run",
            group,
            texts.get("run"),
            "Shortcut+Enter",
            runner.ableProperty(),
            runner::run),
        Command.of(
            "run.predict",
            group,
            texts.get("predict"),
            "Alt+Enter",
            predictor.ableProperty(),
            predictor::keep),
        Command.of(
            "run.cancel",
            group,
            texts.get("cancel"),
            "Esc",
            runner.jobProperty().isNotNull(),
            runner::cancel));
  }

  private void changeTheme() {
    var appearance = session.appearance();
    appearance.themeProperty().set(appearance.theme().other());
    preferences.remember(appearance.theme(), appearance.language());
  }
}
