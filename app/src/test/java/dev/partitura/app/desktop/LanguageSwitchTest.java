package dev.partitura.app.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.plan.Plan;
import dev.partitura.ui.background.FxThread;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.BundledFonts;
import dev.partitura.ui.theme.Theme;
import dev.partitura.ui.workbench.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javafx.event.Event;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.paint.Color;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A window that changes its language says nothing in the last one, however it stands.
@Tag("fx")
class LanguageSwitchTest {
  private static final Path PICTURES = Path.of("target", "screens");

  @BeforeAll
  static void toolkit() {
    BundledFonts.provide();
    FxThread.start();
  }

  private static DesktopWindow shown(WindowState state) throws Exception {
    var session = state.make();
    var window = FxThread.call(() -> state.show(session.renewed(), 1280, 800));
    ScreensTest.settle(window);
    return window;
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsSaidInTheLanguageBefore(WindowState state) throws Exception {
    var window = shown(state);
    lookAtAll(window);
    for (int turn = 0; turn < 2; turn++) {
      FxThread.run(window::changeLanguage);
      ScreensTest.settle(window);
      var language = window.session().appearance().language();
      assertEquals(Set.of(), lookAtAll(window), language::nativeName);
    }
    FxThread.run(() -> window.session().background().close());
  }

  /// Keys are those of the window that is there, not of the one before.
  @Test
  void keysWorkInTheNewWindow() throws Exception {
    var window = shown(WindowState.OPENED);
    for (int turn = 0; turn < 2; turn++) {
      FxThread.run(window::changeLanguage);
      ScreensTest.settle(window);
    }
    FxThread.run(() ->
        Event.fireEvent(
            window.scene(),
            new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ENTER, false, true, false, false)));
    ScreensTest.settle(window);
    assertEquals(1, window.session().runs().size());
    assertSame(window.session().runs().getFirst(), window.session().currentRun());
    FxThread.run(() -> window.session().background().close());
  }

  private static Set<String> lookAtAll(DesktopWindow window) throws Exception {
    var words = new ForeignWords(window.session());
    for (var screen : FxThread.call(() -> Screen.all(window))) {
      FxThread.run(() -> screen.show().run());
      ScreensTest.settle(window);
      FxThread.run(() -> words.look(window.scene().getRoot()));
      FxThread.run(() -> screen.leave().run());
    }
    return words.found();
  }

  @Test
  void theRemedyOfAnEarlierNoticeWorksInTheNewWindow() throws Exception {
    var window = shown(WindowState.REFUSED);
    FxThread.run(window::changeLanguage);
    ScreensTest.settle(window);
    FxThread.run(() -> ((Button) window.scene().getRoot().lookup(".notice .primary")).fire());
    ScreensTest.settle(window);
    var session = window.session();
    assertEquals(1, session.runs().size(), () -> session.notices().shown().toString());
    assertEquals(3, session.project().plan().microBatches());
    assertEquals(3, session.batchProperty().get());
    FxThread.run(() -> session.background().close());
  }

  /// Says whose results it shows, dims them, and follows theme and language, as where it was.
  @Test
  void whatIsTornOffIsLikeWhatIsDocked() throws Exception {
    var window = shown(WindowState.STALE);
    var session = window.session();
    FxThread.run(() -> {
      session.commands().fire("view.show.throughput");
      ((Button) window.scene().getRoot().lookup(".view-tabs .tear-off")).fire();
    });
    ScreensTest.settle(window);
    var torn = tornOff();
    assertTrue(says(torn, "of run #1, older plan"));
    assertTrue(dimmed(torn));
    var dark = background(torn);
    FxThread.run(() -> session.appearance().themeProperty().set(Theme.LIGHT));
    assertTrue(background(torn).getBrightness() - dark.getBrightness() > 0.5);

    FxThread.run(window::changeLanguage);
    ScreensTest.settle(window);
    var after = tornOff();
    assertFalse(after.equals(torn));
    var words = new ForeignWords(window.session());
    FxThread.run(() -> words.look(after.getRoot()));
    assertEquals(Set.of(), words.found());
    assertTrue(dimmed(after));
    keep(after, "torn-off");

    var back = window.session();
    FxThread.run(() -> back.apply(Edit.of("", now -> now.withPlan(ran(back)))));
    assertFalse(dimmed(after));
    FxThread.run(window.workbench()::close);
    assertEquals(List.of(), FxThread.call(LanguageSwitchTest::extraWindows));
    FxThread.run(() -> back.background().close());
  }

  private static Plan ran(Session session) {
    return Objects.requireNonNull(Objects.requireNonNull(session.currentRun()).provenance().plan());
  }

  private static List<Window> extraWindows() {
    return Window.getWindows().stream().filter(one -> one instanceof Stage).toList();
  }

  private static Scene tornOff() {
    var windows = FxThread.call(LanguageSwitchTest::extraWindows);
    assertEquals(1, windows.size());
    return windows.getFirst().getScene();
  }

  private static boolean says(Scene scene, String text) {
    return FxThread.call(() ->
        scene.getRoot().lookupAll(".stale-mark").stream()
            .map(Label.class::cast)
            .filter(Labeled::isVisible)
            .anyMatch(label -> label.getText().equals(text)));
  }

  private static boolean dimmed(Scene scene) {
    return FxThread.call(() -> {
      scene.getRoot().applyCss();
      return scene.getRoot().lookup(".results").getOpacity() < 1;
    });
  }

  private static Color background(Scene scene) {
    var picture = FxThread.call(() -> Snapshot.draw(scene, 1));
    return picture.getPixelReader().getColor(3, (int) picture.getHeight() - 3);
  }

  private static void keep(Scene scene, String name) throws Exception {
    Files.createDirectories(PICTURES);
    Snapshot.write(FxThread.call(() -> Snapshot.draw(scene, 1)), PICTURES.resolve(name + ".png"));
  }
}
