package dev.partitura.ui.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cost.KernelCost;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.execute.simulate.Predictor.Question;
import dev.partitura.engine.execute.simulate.SimulatedExecutor;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.project.Diagram;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.BundledFonts;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

@Tag("fx")
class CalibratingTest {
  private final Measured pricing = new Measured();
  private @Nullable Session session;
  private @Nullable LivePredictor predictor;
  private @Nullable Calibrating calibrating;

  /// Steps take a millisecond each once they were measured, and predictions are then 13 % off.
  private static final class Measured implements Pricing {
    private final List<Question> asked = new ArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile boolean holds;
    private volatile boolean known;

    @Override
    public SimulatedExecutor of(List<Lowered> compared) {
      return known
          ? new SimulatedExecutor(
              (cluster, plan) -> new KernelCost(cluster, plan.passes().precision()),
              (_, _, _) -> 1_000_000,
              OptionalDouble.of(0.13))
          : new SimulatedExecutor();
    }

    @Override
    public void calibrate(@Nullable Question question, Progress progress) {
      asked.add(Objects.requireNonNull(question));
      begun.countDown();
      while (holds) {
        Checkpoint.pass();
        Thread.onSpinWait();
      }
      known = true;
    }
  }

  @BeforeAll
  static void fonts() {
    BundledFonts.provide();
  }

  @BeforeEach
  void open() throws Exception {
    FxToolkit.registerPrimaryStage();
    var b = new NetworkBuilder("one");
    b.output(b.op("a", "Relu", Attributes.NONE, b.input("x", Shape.of(2, 8))));
    var cluster = Clusters.workers(1);
    var plan = Plan.single(cluster.devices().getFirst().id());
    var project = new Project(b.build(), cluster, plan, Diagram.EMPTY);
    call(() -> {
      var made = new Session(project, new Appearance(Theme.DARK, Language.ENGLISH));
      session = made;
      var live = new LivePredictor(made, pricing);
      predictor = live;
      calibrating = new Calibrating(made, live, pricing, () -> false);
      return made;
    });
    settle();
  }

  @Test
  void whatWasMeasuredPricesWhatIsAtHand() throws Exception {
    var figure = call(() -> new PredictedFigure(session(), session().texts(RunBar.class)).node());
    assertEquals("Predicted not calibrated", caption(figure));
    call(() -> {
      calibrating().start();
      return true;
    });
    settle();
    assertEquals(1, pricing.asked.size());
    assertEquals(session().project().plan(), pricing.asked.getFirst().plan());
    var run = Objects.requireNonNull(session().results().foresightProperty().get().run());
    assertEquals(1_000_000, run.trace().durationNanos());
    var forecast = Objects.requireNonNull(run.provenance().forecast());
    assertEquals(0.13, forecast.expectedError().orElseThrow());
    assertEquals("Predicted ± 13 %", caption(figure).replace('\u2009', ' '));
  }

  @Test
  void nothingElseIsRunMeanwhileAndItCanBeCancelled() throws Exception {
    pricing.holds = true;
    var form = call(() -> new CalibrationForm(session(), calibrating()));
    call(() -> {
      ((Button) form.lookup("#calibrate")).fire();
      return true;
    });
    assertTrue(pricing.begun.await(10, TimeUnit.SECONDS));
    assertTrue(session().results().calibratingProperty().get());
    call(() -> {
      calibrating().start();
      new Runner(session(), new LoweringRunner(new LocalExecutor())).run();
      return true;
    });
    assertEquals(
        List.of(
            "Something is being run or measured already. Cancel it, or calibrate when it has ended.",
            "This machine is being calibrated. Cancel that, or run when it has ended."),
        session().notices().shown().stream()
            .map(notice -> notice.message().in(Language.ENGLISH))
            .toList());
    assertEquals("Cancel", call(() -> ((Button) form.lookup("#calibrate")).getText()));
    call(() -> {
      ((Button) form.lookup("#calibrate")).fire();
      return true;
    });
    settle();
    assertFalse(session().results().calibratingProperty().get());
    assertFalse(pricing.known);
    assertNotNull(session().results().foresightProperty().get().run());
  }

  private static String caption(javafx.scene.Node figure) {
    return ((Label) ((Parent) figure).getChildrenUnmodifiable().getFirst()).getText();
  }

  private Session session() {
    return Objects.requireNonNull(session);
  }

  private Calibrating calibrating() {
    return Objects.requireNonNull(calibrating);
  }

  private static <T> T call(Callable<T> action) throws Exception {
    return WaitForAsyncUtils.asyncFx(action).get();
  }

  private void settle() throws Exception {
    WaitForAsyncUtils.waitForFxEvents();
    WaitForAsyncUtils.waitFor(30, TimeUnit.SECONDS, () -> session().background().jobs().isEmpty());
    WaitForAsyncUtils.waitForFxEvents();
  }
}
