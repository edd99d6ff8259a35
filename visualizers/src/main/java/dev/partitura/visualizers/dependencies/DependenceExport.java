package dev.partitura.visualizers.dependencies;

import dev.partitura.engine.analysis.DependenceFile;
import dev.partitura.engine.analysis.Wavefronts;
import dev.partitura.ui.action.Command;
import dev.partitura.ui.problem.Notice;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Icons;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.theme.Words;
import java.io.File;
import java.nio.file.Path;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.scene.control.MenuButton;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// Writes the dependences of the current run to a file, by menu and by command.
final class DependenceExport {
  private final Session session;
  private final Texts texts;
  private final MenuButton menu = new MenuButton(null, Icons.of(Feather.MORE_HORIZONTAL, 14));
  private Function<String, @Nullable Path> ask = this::choose;

  DependenceExport(Session session, Texts texts) {
    this.session = session;
    this.texts = texts;
  }

  /// Has someone else say where to write.
  void setAsk(Function<String, @Nullable Path> answer) {
    ask = answer;
  }

  void addCommands() {
    for (var ending : new String[] {"csv", "graphml"}) {
      session
          .commands()
          .add(
              Command.of(
                  "dependences." + ending,
                  texts.get("title"),
                  texts.get("export." + ending),
                  "",
                  Bindings.createBooleanBinding(this::isPossible, session.currentRunProperty()),
                  () -> export(ending)));
    }
  }

  MenuButton menu() {
    menu.getItems()
        .addAll(
            session.commands().items(java.util.List.of("dependences.csv", "dependences.graphml")));
    menu.getStyleClass().addAll("flat", "chart-menu");
    menu.setAccessibleText(texts.get("export"));
    return menu;
  }

  private boolean isPossible() {
    var run = session.currentRun();
    return run != null && run.analyses().canTell(Wavefronts.ANALYSIS);
  }

  private void export(String ending) {
    var run = session.currentRun();
    var file = ask.apply(ending);
    if (run != null && file != null) {
      session
          .background()
          .run(
              texts.get("export"),
              (_, _) -> {
                DependenceFile.write(run.analyses(), file);
                return file;
              },
              written ->
                  session
                      .notices()
                      .show(
                          Notice.done(
                              Words.of(
                                  DependenceExport.class, "exported", written.getFileName()))));
    }
  }

  private @Nullable Path choose(String ending) {
    var chooser = new FileChooser();
    chooser.setInitialFileName("dependences." + ending);
    chooser
        .getExtensionFilters()
        .add(new FileChooser.ExtensionFilter(texts.get("export." + ending), "*." + ending));
    File file =
        chooser.showSaveDialog(menu.getScene() == null ? null : menu.getScene().getWindow());
    return file == null ? null : file.toPath();
  }
}
