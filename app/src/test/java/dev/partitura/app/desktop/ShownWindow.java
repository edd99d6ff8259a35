package dev.partitura.app.desktop;

import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import dev.partitura.ui.workbench.Preferences;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// The program's window, shown with the welcome, for tests that work in it.
final class ShownWindow {
  /// The first window of a test loads all of the program.
  private static final int PATIENCE_MILLIS = 120_000;

  final FxRobot robot = new FxRobot();
  private @Nullable DesktopWindow shown;

  static ShownWindow open(Language language, double width, double height) throws Exception {
    var window = new ShownWindow();
    FxToolkit.toolkitContext().setSetupTimeoutInMillis(PATIENCE_MILLIS);
    FxToolkit.registerPrimaryStage();
    FxToolkit.setupStage(stage -> window.show(stage, language, width, height));
    window.settle();
    return window;
  }

  private void show(Stage stage, Language language, double width, double height) {
    var session = new Session(Loader.empty(""), new Appearance(Theme.LIGHT, language));
    session.appearance().motionProperty().set(false);
    var made =
        new DesktopWindow(
            new Wiring(new LoweringRunner(new LocalExecutor()), new LocalExecutor()),
            session,
            new Preferences(null),
            _ -> new NoQuestions(),
            (int) width,
            (int) height,
            stage::close);
    shown = made;
    made.welcome();
    stage.setScene(made.scene());
    stage.setX(0);
    stage.setY(0);
    stage.show();
  }

  DesktopWindow window() {
    return Objects.requireNonNull(shown);
  }

  Session session() {
    return window().session();
  }

  /// Waits until nothing is under way any more.
  void settle() throws Exception {
    WaitForAsyncUtils.waitForFxEvents();
    WaitForAsyncUtils.waitFor(
        60,
        TimeUnit.SECONDS,
        () -> robot.interact(() -> {}) != null && session().background().jobs().isEmpty());
    WaitForAsyncUtils.waitForFxEvents();
  }

  void close() throws Exception {
    robot.interact(session().background()::close);
    FxToolkit.cleanupStages();
  }
}
