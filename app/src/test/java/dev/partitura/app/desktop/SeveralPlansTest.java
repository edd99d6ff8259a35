package dev.partitura.app.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.app.cli.WindowOpener;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.ui.background.FxThread;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.BundledFonts;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import dev.partitura.ui.workbench.Preferences;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fx")
class SeveralPlansTest {
  /// The last is shown, beside all that ran before it.
  @Test
  void runsOfSeveralPlansAreLaidOverEachOther() throws Exception {
    BundledFonts.provide();
    FxThread.start();
    var plans = List.of("single", "data=2", "pipeline=2");
    var request =
        new WindowOpener.Request(
            "mlp", null, plans, true, null, 0, false, false, "comparison", null, null, null, null);
    var opened = Loader.load("mlp");
    var project = opened.project();
    for (var plan : plans.reversed()) {
      project = Loader.planned(project, plan, false);
    }
    var first = opened.with(project);
    var appearance = new Appearance(Theme.DARK, Language.ENGLISH);
    var session = FxThread.call(() -> new Session(first.project(), appearance));
    var done = new CountDownLatch(1);
    FxThread.run(() -> {
      var window =
          new DesktopWindow(
              new Wiring(new LoweringRunner(new LocalExecutor()), new LocalExecutor()),
              session,
              new Preferences(null),
              _ -> new NoQuestions(),
              1280,
              800,
              () -> {});
      Desktop.begin(window, request, first, () -> Desktop.whenSettled(window, done::countDown));
    });
    assertTrue(done.await(120, TimeUnit.SECONDS));
    FxThread.run(() -> {
      assertEquals(3, Objects.requireNonNull(session.currentRun()).number());
      assertEquals(
          List.of(1, 2),
          session.results().comparedProperty().get().stream().map(Run::number).toList());
    });
    FxThread.run(() -> session.background().close());
  }
}
