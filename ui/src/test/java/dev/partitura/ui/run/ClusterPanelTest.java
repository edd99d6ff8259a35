package dev.partitura.ui.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.catalogue.Catalogue;
import dev.partitura.engine.cluster.catalogue.OwnHardware;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.project.Diagram;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.ui.control.FactorSlider;
import dev.partitura.ui.hardware.HardwarePanel;
import dev.partitura.ui.session.Elsewhere;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import dev.partitura.ui.training.TrainingRunner;
import dev.partitura.ui.workbench.Snapshot;
import java.util.ArrayList;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

@Tag("fx")
class ClusterPanelTest {
  private final FxRobot robot = new FxRobot();
  private final Session session =
      new Session(project(), new Appearance(Theme.DARK, Language.ENGLISH));
  private final VBox root = new VBox();

  private static Network products() {
    var b = new NetworkBuilder("products");
    var x = b.input("x", Shape.of(-1, 256).withSymbol(0, "batch"));
    for (int i = 0; i < 4; i++) {
      x = b.op("MatMul", x, b.initializer("w" + i, Tensor.ofFloats(new float[65536], 256, 256)));
    }
    b.output(x);
    return b.build();
  }

  private static Project project() {
    var cluster = Clusters.workers(2);
    var network = products();
    var plan =
        Presets.plan(
            PlanPreset.parse("pipeline=2,micro-batches=4"), OpenAxes.types(network, 1), cluster);
    return new Project(network, cluster, plan, Diagram.EMPTY);
  }

  @BeforeEach
  void window() throws Exception {
    FxToolkit.registerPrimaryStage();
    robot.interact(() -> {
      var local = new LocalExecutor();
      var runner = new Runner(session, new LoweringRunner(local));
      var trainer =
          new TrainingRunner(session, runner::isRunning, new LoweringRunner(local), local);
      var pricing = new CataloguePricing();
      var predictor = new LivePredictor(session, pricing);
      var calibrating = new Calibrating(session, predictor, pricing, runner::isRunning);
      var bar = new RunBar(session, runner, trainer, predictor, calibrating);
      root.getChildren()
          .setAll(bar.running(), ClusterPanel.create(session), HardwarePanel.create(session));
      Snapshot.scene(root, session.appearance(), 500, 900);
    });
    settle();
  }

  @AfterEach
  void forget() {
    Catalogue.keep(OwnHardware.NONE);
  }

  private void settle() throws Exception {
    WaitForAsyncUtils.waitForFxEvents();
    WaitForAsyncUtils.waitFor(60, TimeUnit.SECONDS, () -> session.background().jobs().isEmpty());
    WaitForAsyncUtils.waitForFxEvents();
  }

  @SuppressWarnings("unchecked")
  private void choose(String words) throws Exception {
    robot.interact(
        () -> ((ComboBox<String>) find(ComboBox.class, "cluster-words")).setValue(words));
    settle();
  }

  private <N extends Node> N find(Class<N> kind, String id) {
    root.applyCss();
    root.layout();
    return kind.cast(
        root.lookupAll("*").stream()
            .filter(node -> id.equals(node.getId()))
            .findFirst()
            .orElseThrow(() -> new AssertionError("There is no " + id)));
  }

  private long predicted() {
    return Objects.requireNonNull(session.results().foresightProperty().get().run())
        .trace()
        .durationNanos();
  }

  @Test
  void hardwareThatIsNotHereIsPredictedAndRunSaysWhyItCannot() throws Exception {
    var run = find(Button.class, "run");
    assertFalse(run.isDisabled());
    choose("2*8xA100-SXM4-80GB");
    assertEquals(16, session.project().cluster().devices().size());
    assertEquals(2, session.project().plan().devices().size(), "the plan came along");
    assertTrue(predicted() > 0);
    assertTrue(run.isDisabled());
    assertTrue(run.getAccessibleHelp().contains("out of the catalogue"), run.getAccessibleHelp());
    assertTrue(find(Button.class, "train").isDisabled());
    assertTrue(find(Label.class, "cluster-thought").isVisible());
    robot.interact(() -> session.history().undo());
    settle();
    assertFalse(run.isDisabled());
    assertNull(Elsewhere.reason(session.project()));
    choose("9xNOTHING-9");
    assertEquals("cpu:2", session.project().cluster().name());
    assertEquals(1, session.notices().shown().size());
  }

  @Test
  void thePredictionMovesWhileTheSpeedOfLinksIsDragged() throws Exception {
    long before = predicted();
    var slider = (Slider) find(FactorSlider.class, "what-if-links").lookup(".slider");
    var seen = new ArrayList<Long>();
    robot.interact(() -> slider.setValueChanging(true));
    for (double position : new double[] {-1, -2, -3, -4}) {
      robot.interact(() -> slider.setValue(position));
      settle();
      seen.add(predicted());
      assertTrue(slider.isValueChanging());
    }
    robot.interact(() -> slider.setValueChanging(false));
    settle();
    assertTrue(seen.getFirst() > before, "half as fast");
    assertEquals(seen.stream().sorted().distinct().toList(), seen, "slower and slower");
    assertNotNull(Elsewhere.reason(session.project()));
    robot.interact(() -> session.history().undo());
    settle();
    assertEquals(before, predicted(), "one way of the knob is one edit");
    assertEquals(1, session.project().cluster().linkSpeed());
  }

  @Test
  void impossibleFiguresAreRefusedAndGoodOnesMakeADevice() throws Exception {
    robot.interact(() -> click("hardware-T4"));
    robot.interact(() -> press("Copy and edit"));
    var memory = find(TextField.class, "hardware-memory");
    robot.interact(() -> {
      memory.setText("-3");
      find(Button.class, "hardware-save").fire();
    });
    var refusal = find(Label.class, "hardware-refusal");
    assertEquals("Memory, GiB: \"-3\" is no number above 0.", refusal.getText());
    assertEquals(OwnHardware.NONE, Catalogue.own());
    robot.interact(() -> {
      find(TextField.class, "hardware-name").setText("T4");
      memory.setText("64");
      find(Button.class, "hardware-save").fire();
    });
    assertTrue(refusal.getText().contains("has \"T4\" already"), refusal.getText());
    robot.interact(() -> {
      find(TextField.class, "hardware-name").setText("T4 large");
      find(Button.class, "hardware-save").fire();
    });
    assertEquals(64L << 30, Catalogue.device("T4 large").memoryBytes());
    robot.interact(() -> click("hardware-T4 large"));
    robot.interact(() -> press("Use"));
    settle();
    assertEquals("2xT4 large", session.project().cluster().name());
    assertTrue(predicted() > 0);
  }

  private void click(String id) {
    find(Node.class, id).getOnMouseClicked().handle(null);
  }

  private void press(String text) {
    root.applyCss();
    root.layout();
    root.lookupAll(".button").stream()
        .filter(node -> node instanceof Button button && text.equals(button.getText()))
        .map(Button.class::cast)
        .findFirst()
        .orElseThrow(() -> new AssertionError("There is no button " + text))
        .fire();
  }
}
