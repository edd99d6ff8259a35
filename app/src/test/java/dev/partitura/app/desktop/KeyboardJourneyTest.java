package dev.partitura.app.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.network.Op;
import dev.partitura.ui.docking.Docks;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.BundledFonts;
import dev.partitura.ui.theme.Language;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// From an empty canvas to a second run that is read beside the first, without a mouse.
@Tag("fx")
class KeyboardJourneyTest {
  private @Nullable ShownWindow shown;

  @BeforeAll
  static void fonts() {
    BundledFonts.provide();
  }

  @BeforeEach
  void open() throws Exception {
    shown = ShownWindow.open(Language.ENGLISH, 1280, 900);
  }

  @AfterEach
  void close() throws Exception {
    window().close();
  }

  private ShownWindow window() {
    return Objects.requireNonNull(shown);
  }

  private Session session() {
    return window().session();
  }

  private Node owner() {
    return window().window().scene().getFocusOwner();
  }

  @Test
  void aNetworkIsDrawnSpreadAndRunTwiceByKeyboardAlone() throws Exception {
    press(KeyCode.CONTROL, KeyCode.N);

    twoWorkers();
    goTo("the rail", node -> node.getStyleClass().contains("rail-button"));
    step("Network", node -> node instanceof Labeled label && "Network".equals(label.getText()));
    press(KeyCode.SPACE);
    goTo("the graph", node -> "graph-canvas".equals(node.getId()));
    window().robot.write("/");
    window().settle();
    assertEquals("palette-search", owner().getId());
    for (var operator : List.of("Input", "Conv", "Relu")) {
      press(KeyCode.CONTROL, KeyCode.A);
      window().robot.write(operator);
      press(KeyCode.ENTER);
    }
    doByName("graph.addOutput");
    assertEquals(
        List.of("Conv", "Relu"),
        session().project().network().ops().stream().map(Op::type).toList());

    press(KeyCode.CONTROL, KeyCode.ENTER);
    assertEquals(1, session().runs().size(), () -> session().notices().shown().toString());

    goTo("the graph", node -> "graph-canvas".equals(node.getId()));
    var relu = session().project().network().ops().getLast().id();
    press(KeyCode.ESCAPE);
    press(KeyCode.ENTER);
    for (int i = 0; i < 5 && !session().selection().ops().contains(relu); i++) {
      press(KeyCode.TAB);
    }
    assertTrue(session().selection().ops().contains(relu));
    press(KeyCode.CONTROL, KeyCode.TAB);
    step("the second brush", node -> "brush-cpu1".equals(node.getId()));
    press(KeyCode.SPACE);
    assertEquals(new DeviceId("cpu1"), session().project().plan().meshOf(relu).device(0, 0));

    press(KeyCode.CONTROL, KeyCode.ENTER);
    assertEquals(2, session().runs().size(), () -> session().notices().shown().toString());
    doByName("view.show.throughput");
    assertNotNull(session().currentRun());
    press(KeyCode.CONTROL, KeyCode.Z);
    assertEquals(new DeviceId("cpu0"), session().project().plan().meshOf(relu).device(0, 0));
  }

  @Test
  void aSampleIsOpenedPlannedRunChangedAndItsRunsComparedByKeyboardAlone() throws Exception {
    doByName("sample.mlp");
    assertEquals("mlp", session().project().network().name());
    twoWorkers();
    goTo("the top bar", node -> isIn(node, ".top-bar"));
    step(
        "the strategies",
        node -> node instanceof ToggleButton && isIn(node, ".segmented.prominent"));
    press(
        KeyCode.RIGHT,
        "Pipeline",
        node -> node instanceof Labeled label && "Pipeline".equals(label.getText()));
    press(KeyCode.SPACE);
    assertEquals(2, session().project().plan().stages(session().project().network()).size());
    press(KeyCode.CONTROL, KeyCode.ENTER);
    assertEquals(1, session().runs().size(), () -> session().notices().shown().toString());

    int before = session().project().plan().microBatches();
    goTo("the top bar", node -> isIn(node, ".top-bar"));
    step("the micro-batches", node -> "Micro-batches".equals(node.getAccessibleText()));
    press(KeyCode.RIGHT);
    assertTrue(session().project().plan().microBatches() > before);
    assertTrue(session().results().standing().isStale());
    press(KeyCode.CONTROL, KeyCode.ENTER);
    assertEquals(2, session().runs().size(), () -> session().notices().shown().toString());

    goTo("the rail", node -> node.getStyleClass().contains("rail-button"));
    step("Runs", node -> node instanceof Labeled label && "Runs".equals(label.getText()));
    press(KeyCode.SPACE);
    goTo("the panel", node -> isIn(node, ".left-panel"));
    step("the first run", node -> "compare-1".equals(node.getId()));
    press(KeyCode.SPACE);
    assertEquals(
        List.of(session().runs().getFirst()), session().results().comparedProperty().get());
    assertEquals(session().runs().getLast(), session().currentRun());
    var docks = window().robot.lookup(node -> node instanceof Docks).<Docks>query();
    assertTrue(docks.isShown("comparison"));
  }

  private void twoWorkers() throws Exception {
    goTo("the rail", node -> node.getStyleClass().contains("rail-button"));
    step("Cluster", node -> node instanceof Labeled label && "Cluster".equals(label.getText()));
    press(KeyCode.SPACE);
    goTo("the panel", node -> isIn(node, ".left-panel"));
    step("the number of workers", node -> node instanceof TextField);
    press(KeyCode.CONTROL, KeyCode.A);
    window().robot.write("2");
    press(KeyCode.ENTER);
    assertEquals(2, session().project().cluster().devices().size());
  }

  /// By the command palette: its name, then Enter.
  private void doByName(String id) throws Exception {
    var label = session().commands().find(id).orElseThrow().label();
    press(KeyCode.CONTROL, KeyCode.K);
    window().robot.write(label);
    press(KeyCode.ENTER);
  }

  /// F6 until the focus is in the wanted part of the window.
  private void goTo(String what, Predicate<Node> there) throws Exception {
    press(KeyCode.F6, what, there);
  }

  /// Tab until the focus is on the wanted control.
  private void step(String what, Predicate<Node> there) throws Exception {
    if (!there.test(owner())) {
      press(KeyCode.TAB, what, there);
    }
  }

  private void press(KeyCode key, String what, Predicate<Node> there) throws Exception {
    for (int i = 0; i < 60; i++) {
      press(key);
      if (owner() != null && there.test(owner())) {
        return;
      }
    }
    throw new AssertionError(key + " does not lead to " + what + "; the focus is on " + owner());
  }

  private void press(KeyCode... keys) throws Exception {
    window().robot.push(keys);
    window().settle();
  }

  private boolean isIn(Node node, String selector) {
    var region = window().robot.lookup(selector).query();
    for (Node up = node; up != null; up = up.getParent()) {
      if (up.equals(region)) {
        return true;
      }
    }
    return false;
  }
}
