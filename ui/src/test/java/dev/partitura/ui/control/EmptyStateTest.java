package dev.partitura.ui.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.ui.background.FxThread;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import dev.partitura.ui.workbench.Snapshot;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kordamp.ikonli.feather.Feather;

@Tag("fx")
class EmptyStateTest {
  private static final String SENTENCE =
      "Run the plan to see what each device did and when, and what it was waiting for.";

  @BeforeAll
  static void toolkit() {
    FxThread.start();
  }

  private static EmptyState state(Runnable run) {
    return new EmptyState(Feather.SHARE_2, SENTENCE, "Run", run);
  }

  @ParameterizedTest
  @CsvSource({"240, 120", "600, 100", "600, 400"})
  void itIsShownWhole(int width, int height) {
    var button =
        FxThread.call(() -> {
          var shown = state(() -> {});
          var scene =
              Snapshot.scene(shown, new Appearance(Theme.DARK, Language.ENGLISH), width, height);
          Snapshot.settle(scene);
          return (Button) shown.lookup(".button");
        });
    var bounds = button.localToScene(button.getLayoutBounds());
    assertTrue(bounds.getMinY() >= 0 && bounds.getMaxY() <= height, bounds::toString);
    assertTrue(button.getHeight() >= button.prefHeight(-1));
    // In the middle, between sentence and button alike.
    assertEquals(width / 2.0, (bounds.getMinX() + bounds.getMaxX()) / 2, 10);
  }

  @Test
  void whatLiesBelowIsReachedBesideTheWords() {
    var run = new AtomicInteger();
    FxThread.run(() -> {
      var shown = state(run::incrementAndGet);
      shown.setPickOnBounds(false);
      var scene = new Scene(new StackPane(shown), 600, 400);
      new Appearance(Theme.DARK, Language.ENGLISH).dress(scene);
      Snapshot.settle(scene);
      assertFalse(shown.contains(10, 10));
      ((Button) shown.lookup(".button")).fire();
    });
    assertEquals(1, run.get());
  }
}
