package dev.partitura.app.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.ui.background.FxThread;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.BundledFonts;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import dev.partitura.ui.workbench.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every place and view of the window in every state, in both themes and languages and at four
/// sizes, is legible and at rest. What is in the catalogues of the window is looked at; nothing is
/// named here. The pictures lie in `target/screens` for people to look at.
@Tag("fx")
class ScreensTest {
  private static final Path PICTURES = Path.of("target", "screens");
  private static final int PATIENCE_SECONDS = 120;

  /// @param scale how many pixels of the screen one of the window has
  private record Size(int width, int height, int scale) {
    static final List<Size> ALL =
        List.of(
            new Size(1280, 800, 1),
            new Size(1024, 700, 1),
            new Size(1600, 1000, 1),
            new Size(1280, 800, 2));

    /// What only the hues or an overlay make different is laid out alike at every size.
    boolean shows(Screen screen) {
      return screen.isView() || equals(ALL.getFirst());
    }

    /// What is laid out as at another size, or nearly so, is looked at in each theme and in each
    /// language once.
    boolean isLookedAt(Theme theme, Language language) {
      boolean isFirst = scale == 1 && width > 1024;
      return isFirst || (theme == Theme.DARK) == (language == Language.ENGLISH);
    }

    @Override
    public String toString() {
      return width * scale + "x" + height * scale + (scale == 1 ? "" : "@" + scale);
    }
  }

  @BeforeAll
  static void toolkit() {
    BundledFonts.provide();
    FxThread.start();
  }

  @ParameterizedTest
  @EnumSource
  void everyScreenIsLegible(WindowState state) throws Exception {
    Files.createDirectories(PICTURES);
    var faults = new LinkedHashMap<String, String>();
    var session = state.make();
    for (var language : Language.values()) {
      for (var size : Size.ALL) {
        session = look(state, session, language, size, faults);
      }
    }
    FxThread.run(session.background()::close);
    assertEquals("", String.join("\n", faults.values()));
  }

  private static Session look(
      WindowState state, Session before, Language language, Size size, Map<String, String> faults)
      throws Exception {
    var window =
        FxThread.call(() -> {
          before.appearance().languageProperty().set(language);
          return state.show(before.renewed(), size.width(), size.height());
        });
    var screens = FxThread.call(() -> Screen.all(window));
    for (var screen : screens) {
      if (screen.isView()) {
        FxThread.run(() -> screen.show().run());
        settle(window);
      }
    }
    for (var theme : Theme.values()) {
      FxThread.run(() -> window.session().appearance().themeProperty().set(theme.other()));
      FxThread.run(() -> window.session().appearance().themeProperty().set(theme));
      for (var screen : screens) {
        if (!size.shows(screen) || !size.isLookedAt(theme, language)) {
          continue;
        }
        FxThread.run(() -> screen.show().run());
        settle(window);
        var name =
            String.join(
                "-", state.title(), screen.name(), theme.code(), language.code(), size + "");
        var picture = FxThread.call(() -> Snapshot.draw(window.scene(), size.scale()));
        if (size.scale() == 1) {
          FxThread.call(() -> Legibility.faults(window.scene(), picture))
              .forEach(fault -> faults.putIfAbsent(fault.kind(), fault + "  [" + name + "]"));
        }
        Snapshot.write(picture, PICTURES.resolve(name + ".png"));
        FxThread.run(() -> screen.leave().run());
      }
    }
    return FxThread.call(window::session);
  }

  /// Waits until nothing is under way and everything lies in its place.
  static void settle(DesktopWindow window) throws Exception {
    var settled = new CountDownLatch(1);
    FxThread.run(() -> Legibility.note(window.scene().getRoot()));
    FxThread.run(() -> Desktop.whenSettled(window, settled::countDown));
    if (!settled.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("The window does not come to rest");
    }
  }
}
