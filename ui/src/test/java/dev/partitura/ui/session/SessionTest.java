package dev.partitura.ui.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.project.Diagram;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.beans.InvalidationListener;
import org.junit.jupiter.api.Test;

class SessionTest {
  private static final DeviceId CPU = new DeviceId("cpu0");

  private final Session session =
      new Session(empty(), new Appearance(Theme.DARK, Language.ENGLISH));

  @Test
  void undoingEverythingGivesBackEveryState() {
    var random = new Random(7);
    var states = new ArrayList<Project>();
    states.add(session.project());
    for (int i = 0; i < 50; i++) {
      session.apply(add("op" + i));
      states.add(session.project());
    }
    for (int walk = 0; walk < 200; walk++) {
      int before = states.indexOf(session.project());
      if (random.nextBoolean()) {
        session.history().undo();
        assertSame(states.get(Math.max(0, before - 1)), session.project());
      } else {
        session.history().redo();
        assertSame(states.get(Math.min(50, before + 1)), session.project());
      }
    }
  }

  @Test
  void aGestureIsOneEdit() {
    var before = session.project();
    var gesture = session.history().begin("Slide");
    for (int i = 2; i <= 8; i++) {
      int microBatches = i;
      gesture.replace(Edit.of("", p -> p.withPlan(p.plan().withMicroBatches(microBatches))));
    }
    assertEquals(8, session.project().plan().microBatches());
    gesture.end();
    assertEquals("Slide", session.history().undoLabelProperty().get());
    session.history().undo();
    assertSame(before, session.project());
  }

  @Test
  void aCancelledGestureLeavesNothing() {
    var before = session.project();
    var gesture = session.history().begin("Paint");
    gesture.apply(add("x"));
    gesture.cancel();
    assertSame(before, session.project());
    assertEquals("", session.history().undoLabelProperty().get());
  }

  @Test
  void anEditThatChangesNothingIsNotRemembered() {
    session.apply(Edit.of("Nothing", p -> p));
    assertEquals("", session.history().undoLabelProperty().get());
    assertFalse(session.history().dirtyProperty().get());
  }

  @Test
  void workIsUnsavedUntilItIsBackAtWhatWasSaved() {
    session.apply(add("a"));
    assertTrue(session.history().dirtyProperty().get());
    session.history().markSaved(session.project());
    assertFalse(session.history().dirtyProperty().get());
    session.history().undo();
    assertTrue(session.history().dirtyProperty().get());
    session.history().redo();
    assertFalse(session.history().dirtyProperty().get());
  }

  @Test
  void aRecoveredProjectIsUnsaved() {
    session.open(empty(), null, false);
    assertTrue(session.history().dirtyProperty().get());
  }

  @Test
  void undoTakesVanishedOpsOutOfTheSelection() {
    session.apply(add("a"));
    session.apply(add("b"));
    session.selection().selectOps(List.of(new OpId("a"), new OpId("b")));
    session.history().undo();
    assertEquals(Set.of(new OpId("a")), session.selection().ops());
  }

  @Test
  void aSelectedSpanBringsItsOps() {
    session.selection().selectSpan(3, List.of(new OpId("a")));
    assertEquals(3, session.selection().span());
    assertTrue(session.selection().ops().contains(new OpId("a")));
    session.selection().selectOp(new OpId("b"));
    assertEquals(Selection.NONE, session.selection().span());
  }

  @Test
  void theOldSessionHearsNothingAfterTheWindowWasBuiltAnew() {
    var next = session.renewed();
    var before = session.project();
    next.apply(add("a"));
    assertSame(before, session.project());
    assertEquals(1, next.project().network().ops().size());
    next.history().undo();
    assertSame(before, next.project());
  }

  private static Project empty() {
    var cluster =
        new Cluster(
            "here",
            List.of(),
            List.of(new Device(CPU, DeviceKind.CPU, "here", 0, 1L << 30)),
            List.of());
    return new Project(Network.empty("n"), cluster, Plan.single(CPU), Diagram.EMPTY);
  }

  /// What outlives a window does not keep the screens of those before.
  @Test
  void whatListensToASessionGoesWithIt() throws InterruptedException {
    var first = new Session(empty(), new Appearance(Theme.DARK, Language.ENGLISH));
    var screens = new ArrayList<WeakReference<Object>>();
    var last = first;
    for (int window = 0; window < 3; window++) {
      screens.add(new WeakReference<>(listening(last)));
      last = last.renewed();
    }
    first = null;
    for (int turn = 0; turn < 100 && screens.stream().anyMatch(it -> it.get() != null); turn++) {
      System.gc();
      Thread.sleep(20);
    }
    assertEquals(0, screens.stream().filter(it -> it.get() != null).count());
    last.appearance().themeProperty().set(Theme.LIGHT);
    last.batchProperty().set(3);
    assertEquals(Theme.LIGHT, last.renewed().appearance().theme());
    assertEquals(3, last.renewed().batchProperty().get());
  }

  /// Something that listens to all that a screen may listen to.
  private static Object listening(Session session) {
    var screen = new AtomicInteger();
    InvalidationListener hear = _ -> screen.incrementAndGet();
    List.of(
            session.appearance().paletteProperty(),
            session.appearance().themeProperty(),
            session.appearance().motionProperty(),
            session.projectProperty(),
            session.fileProperty(),
            session.batchProperty(),
            session.repeatsProperty(),
            session.runs(),
            session.currentRunProperty(),
            session.results().trainedProperty(),
            session.results().trainingProperty(),
            session.results().documentProperty())
        .forEach(each -> each.addListener(hear));
    return screen;
  }

  private static Edit add(String name) {
    return Edit.of(
        "Add " + name,
        project -> {
          var ops = new ArrayList<>(project.network().ops());
          ops.add(
              new Op(
                  new OpId(name), "", "Relu", List.of("x"), List.of(name + ".y"), Attributes.NONE));
          return new Project(
              project.network().withOps(ops), project.cluster(), project.plan(), project.diagram());
        });
  }
}
