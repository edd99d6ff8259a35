package dev.partitura.app.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.ui.background.FxThread;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.BundledFonts;
import dev.partitura.ui.workbench.Snapshot;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javafx.scene.Node;
import javafx.scene.Parent;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a window no longer shows is garbage.
@Tag("fx")
class WindowMemoryTest {
  private static final int TURNS = 100;

  @BeforeAll
  static void toolkit() {
    BundledFonts.provide();
    FxThread.start();
  }

  @ParameterizedTest
  @EnumSource
  void aChangeOfLanguageLeavesNothingOfTheWindowBefore(WindowState state) throws Exception {
    var window = lookedAt(state);
    var before = FxThread.call(() -> held(window));
    FxThread.run(window::changeLanguage);
    draw(window);
    assertEquals(Map.of(), left(before));
    FxThread.run(() -> window.session().background().close());
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPARED", "CANCELLED", "STALE", "TRAINED"})
  void anotherDocumentLeavesNothingOfTheOneBefore(WindowState state) throws Exception {
    var window = lookedAt(state);
    var before = FxThread.call(() -> document(window.session()));
    var other = Loader.load("mlp").project();
    FxThread.run(() -> window.session().open(other, null, true));
    for (var screen : FxThread.call(() -> Screen.all(window))) {
      FxThread.run(() -> screen.show().run());
      draw(window);
      FxThread.run(() -> screen.leave().run());
    }
    assertEquals(Map.of(), left(before));
    FxThread.run(() -> window.session().background().close());
  }

  /// A window in which every place and view was shown.
  private static DesktopWindow lookedAt(WindowState state) throws Exception {
    var session = state.make();
    var window = FxThread.call(() -> state.show(session.renewed(), 1280, 800));
    ScreensTest.settle(window);
    for (var screen : FxThread.call(() -> Screen.all(window))) {
      FxThread.run(() -> screen.show().run());
      ScreensTest.settle(window);
      FxThread.run(() -> screen.leave().run());
    }
    draw(window);
    return window;
  }

  /// What was drawn last is held until something else is drawn.
  private static void draw(DesktopWindow window) throws Exception {
    ScreensTest.settle(window);
    FxThread.call(() -> Snapshot.draw(window.scene(), 1));
  }

  private static List<WeakReference<Object>> document(Session session) {
    var all = new ArrayList<WeakReference<Object>>();
    all.add(new WeakReference<>(session.project()));
    for (var run : session.runs()) {
      all.add(new WeakReference<>(run));
      all.add(new WeakReference<>(run.trace()));
    }
    return all;
  }

  private static List<WeakReference<Object>> held(DesktopWindow window) {
    var all = new ArrayList<WeakReference<Object>>();
    all.add(new WeakReference<>(window.session()));
    window.scene().getRoot().getChildrenUnmodifiable().forEach(each -> add(each, all));
    return all;
  }

  private static void add(Node node, List<WeakReference<Object>> all) {
    all.add(new WeakReference<>(node));
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> add(child, all));
    }
  }

  /// How many of them are still there, by class, once the collector had time.
  private static Map<String, Integer> left(List<WeakReference<Object>> all) throws Exception {
    for (int turn = 0; turn < TURNS && all.stream().anyMatch(it -> it.get() != null); turn++) {
      System.gc();
      FxThread.run(() -> {});
      Thread.sleep(20);
    }
    var left = new TreeMap<String, Integer>();
    for (var one : all) {
      var there = one.get();
      if (there != null) {
        left.merge(there.getClass().getSimpleName(), 1, Integer::sum);
      }
    }
    return left;
  }
}
