package dev.partitura.ui.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.plan.Parallelism;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.Preset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.project.Diagram;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.ui.control.NumberSlider;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.theme.Theme;
import dev.partitura.ui.training.TrainingRunner;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.MenuButton;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

@Tag("fx")
class RunBarTest {
  private final FxRobot robot = new FxRobot();
  private final Session session =
      new Session(project(), new Appearance(Theme.DARK, Language.ENGLISH));

  private static Project project() {
    var cluster = Clusters.workers(4);
    var single = Plan.single(cluster.devices().getFirst().id());
    return new Project(chain(), cluster, single, Diagram.EMPTY);
  }

  private static Network chain() {
    var b = new NetworkBuilder("chain");
    var x = b.input("x", Shape.of(-1, 16).withSymbol(0, "batch"));
    for (int i = 0; i < 8; i++) {
      x = b.op("Relu", x);
    }
    var w = b.initializer("w", Tensor.ofFloats(new float[16 * 32], 16, 32));
    var v = b.initializer("v", Tensor.ofFloats(new float[32 * 16], 32, 16));
    x = b.op("MatMul", b.op("MatMul", x, w), v);
    b.output(x);
    return b.build();
  }

  @BeforeEach
  void toolkit() throws Exception {
    FxToolkit.registerPrimaryStage();
  }

  private void choose(RunBar bar, String strategy) throws Exception {
    robot.interact(() -> bar.strategies().valueProperty().set(strategy));
    settle();
  }

  private void settle() throws Exception {
    WaitForAsyncUtils.waitForFxEvents();
    WaitForAsyncUtils.waitFor(30, TimeUnit.SECONDS, () -> session.background().jobs().isEmpty());
    WaitForAsyncUtils.waitForFxEvents();
  }

  private RunBar bar() throws Exception {
    return WaitForAsyncUtils.asyncFx(
            () -> {
              var local = new LocalExecutor();
              var runner = new Runner(session, new LoweringRunner(local));
              var pricing = new CataloguePricing();
              var predictor = new LivePredictor(session, pricing);
              return new RunBar(
                  session,
                  runner,
                  new TrainingRunner(session, runner::isRunning, new LoweringRunner(local), local),
                  predictor,
                  new Calibrating(session, predictor, pricing, runner::isRunning));
            })
        .get();
  }

  @Test
  void everyPresetThatIsChosenIsLaidAndShown() throws Exception {
    var bar = bar();
    for (var strategy : List.of("pipeline", "data", "tensor", "hybrid", "single", "hybrid")) {
      choose(bar, strategy);
      assertEquals(strategy, bar.strategies().valueProperty().get());
    }
    var project = session.project();
    assertEquals("pipeline+data", Presets.strategy(project.network(), project.plan()));
    assertEquals(2, session.project().plan().replicas());
    assertEquals(4, session.project().plan().microBatches());
    assertEquals("Pipeline × Data 2 × 2 × 4", PlanLabel.of(session.project(), texts()));
    assertEquals(List.of(), session.notices().shown());
  }

  /// Sliders are not covered: the menu can predict too.
  @Test
  void whereThereIsNoRoomThereIsNoButtonToPredict() throws Exception {
    var bar = bar();
    var predict =
        bar.running().getChildren().stream()
            .filter(PredictButton.class::isInstance)
            .findFirst()
            .orElseThrow();
    robot.interact(() -> assertTrue(bar.fitFigures(() -> true)));
    assertTrue(predict.isVisible() && predict.isManaged());
    robot.interact(() -> assertFalse(bar.fitFigures(() -> false)));
    assertFalse(predict.isVisible() || predict.isManaged());
  }

  @Test
  void aHybridMixesWhatIsChosen() throws Exception {
    var bar = bar();
    choose(bar, "hybrid");
    var mix = (MenuButton) bar.settings().lookup("#mix");
    for (var words : List.of("data-tensor", "pipeline-tensor", "pipeline-data")) {
      robot.interact(() ->
          mix.getItems().stream()
              .filter(item -> ("mix-" + words).equals(item.getId()))
              .findFirst()
              .orElseThrow()
              .fire());
      settle();
      assertEquals("hybrid", bar.strategies().valueProperty().get());
      var shape = Parallelism.of(session.project().network(), session.project().plan());
      assertEquals(words.contains("data") ? 2 : 1, shape.replicas(), words);
      assertEquals(words.contains("tensor") ? 2 : 1, shape.shards(), words);
      assertEquals(words.contains("pipeline") ? 2 : 1, shape.stages(), words);
      assertEquals(4, session.project().plan().devices().size());
    }
  }

  @Test
  void aStrategyThatCannotBeSaysWhy() throws Exception {
    var bar = bar();
    settle();
    var row = bar.strategies();
    for (var strategy : List.of("data", "pipeline", "tensor", "hybrid")) {
      assertNull(row.refusal(strategy), strategy);
    }
    robot.interact(() -> session.batchProperty().set(3));
    settle();
    assertTrue(String.valueOf(row.refusal("data")).contains("batch of 3"));
    robot.interact(() -> session.batchProperty().set(0));
    robot.interact(
        () -> session.apply(Edit.of("fewer", now -> now.withCluster(Clusters.workers(2)))));
    settle();
    assertNull(row.refusal("data"));
    assertTrue(String.valueOf(row.refusal("hybrid")).contains("4 devices"));
    // Without weights there is nothing to split.
    robot.interact(() -> session.apply(Edit.of("bare", now -> now.withNetwork(bare()))));
    settle();
    assertNull(row.refusal("pipeline"));
    assertTrue(String.valueOf(row.refusal("tensor")).contains("split among shards"));
  }

  private static Network bare() {
    var b = new NetworkBuilder("bare");
    var x = b.input("x", Shape.of(-1, 16).withSymbol(0, "batch"));
    b.output(b.op("Relu", b.op("Relu", x)));
    return b.build();
  }

  @Test
  void aPresetThatFindsNothingToSpreadSaysSo() throws Exception {
    var bar = bar();
    choose(bar, "pipeline");
    choose(bar, "task");
    assertEquals("single", bar.strategies().valueProperty().get());
    assertEquals(1, session.notices().shown().size());
  }

  @Test
  void everyPresetHasItsWords() {
    for (var language : Language.values()) {
      var texts = Texts.of(RunBar.class, language);
      for (var name : Presets.all().stream().map(Preset::name).toList()) {
        assertTrue(texts.has("strategy." + name), name);
        assertTrue(texts.has("strategy." + name + ".explain"), name);
      }
      for (var strategy : Degrees.strategies()) {
        assertTrue(texts.has("strategy." + strategy + ".explain"), strategy);
      }
      Degrees.allWords().forEach(word -> assertTrue(texts.has("degree." + word), word));
    }
  }

  @Test
  void aNumberBetweenTheStepsOfItsSliderStays() throws Exception {
    var bar = bar();
    choose(bar, "pipeline");
    robot.interact(
        () -> session.apply(Edit.of("three", it -> it.withPlan(it.plan().withMicroBatches(3)))));
    var shown =
        bar.settings().getChildren().stream()
            .filter(each -> each instanceof NumberSlider && each.isVisible())
            .map(NumberSlider.class::cast)
            .toList();
    assertEquals(3, shown.getFirst().valueProperty().get());
    robot.interact(() -> shown.getLast().valueProperty().set(2));
    assertEquals(2, session.project().plan().devices().size());
    assertEquals(3, session.project().plan().microBatches());
  }

  private Texts texts() {
    return session.texts(RunBar.class);
  }
}
