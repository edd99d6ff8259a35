package dev.partitura.editor.inspector;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.editor.Projects;
import dev.partitura.editor.network.GraphModel;
import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.plan.Mesh;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.task.TaskKind;
import dev.partitura.engine.trace.Origin;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.TraceBuilder;
import dev.partitura.engine.trace.Track;
import dev.partitura.engine.trace.World;
import dev.partitura.ui.background.FxThread;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Selection;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// One chain of two ops on two workers, one run of it, and what is said of each part of it.
@Tag("fx")
class OpInspectorTest {
  @BeforeAll
  static void startToolkit() {
    FxThread.start();
  }

  private static final OpId FIRST = Projects.chain(2).ops().get(0).id();
  private static final OpId SECOND = Projects.chain(2).ops().get(1).id();

  private static Session session() {
    var plan =
        Plan.of(
            List.of(Mesh.of(Projects.CPU0), Mesh.of(Projects.CPU1)),
            Map.of(FIRST, 0, SECOND, 1),
            2);
    var session =
        new Session(
            Projects.of(Projects.chain(2)).withPlan(plan),
            new Appearance(Theme.DARK, Language.ENGLISH));
    session.show(run(session, false));
    return session;
  }

  /// Two micro-batches: `first` (1 ms, 3 ms) on worker 0, a copy, `second` on worker 1.
  private static Run run(Session session, boolean fused) {
    var b = new TraceBuilder(Origin.MEASURED, World.of(Projects.cluster(2)));
    int a = b.track(new Track.OfLane("CPU 0", Projects.CPU0, Lane.COMPUTE));
    int c = b.track(new Track.OfLane("CPU 1", Projects.CPU1, Lane.COMPUTE));
    int link = b.track(new Track.OfLink("A → B", Projects.CPU1));
    var value = session.project().network().ops().getFirst().outputs().getFirst();
    int first =
        b.label(
            new Trace.Label(FIRST.name(), "Relu", fused ? List.of(FIRST, SECOND) : List.of(FIRST)));
    int second = b.label(new Trace.Label(SECOND.name(), "Relu", List.of(SECOND)));
    int copy = b.label(new Trace.Label(value, "transfer", List.of()));
    long[] ends = {1_000_000, 4_000_000};
    long begin = 0;
    for (int batch = 0; batch < 2; batch++) {
      int one = b.span(a, first, TaskKind.COMPUTE, begin, ends[batch]);
      int moved = b.span(link, copy, TaskKind.TRANSFER, ends[batch], ends[batch] + 100_000);
      b.bytes(moved, 64);
      int two =
          fused
              ? moved
              : b.span(c, second, TaskKind.COMPUTE, ends[batch] + 100_000, ends[batch] + 1_100_000);
      for (int span : new int[] {one, moved, two}) {
        b.microBatch(span, batch);
      }
      b.flow(one, moved);
      if (two != moved) {
        b.flow(moved, two);
      }
      begin = ends[batch];
    }
    var project = session.project();
    return new Run(
        1,
        "run",
        null,
        new Analyses(
            b.build(),
            new Provenance(
                project.network(), project.plan(), null, null, null, Agreement.UNKNOWN)));
  }

  private static String said(Session session) {
    var inspector = new OpInspector(session, new GraphModel(session));
    new Scene(inspector);
    return texts((Parent) ((ScrollPane) inspector.getChildren().getFirst()).getContent())
        .replace('\u2009', ' ');
  }

  private static String texts(Node node) {
    return switch (node) {
      case Labeled label -> label.getText();
      case Parent parent ->
          parent.getChildrenUnmodifiable().stream()
              .map(OpInspectorTest::texts)
              .collect(Collectors.joining(" | "));
      default -> "";
    };
  }

  @Test
  void anOpTellsItsTimeSpreadShareAndWhomItWaitedFor() {
    var said =
        FxThread.call(() -> {
          var session = session();
          session.selection().selectOp(SECOND);
          return said(session);
        });
    assertTrue(said.contains("IN RUN 1 | Measured | 1.00 ms"), said);
    assertTrue(said.contains("Share | 33 %"), said);
    assertTrue(said.contains("Waited | 2.00 ms"), said);
  }

  @Test
  void aBubbleExplainsItself() {
    var said =
        FxThread.call(() -> {
          var session = session();
          session.selection().selectIdle(new Selection.Idle(1, 0, 1_100_000));
          return said(session);
        });
    assertTrue(said.startsWith("bubble 1.10 ms"), said);
    assertTrue(said.contains("CPU 1 waits for the first micro-batch"), said);
    assertTrue(said.contains("More micro-batches"), said);
  }

  @Test
  void aGapNamesWhatWasAwaitedAndWhoMadeIt() {
    var said =
        FxThread.call(() -> {
          var session = session();
          session.selection().selectIdle(new Selection.Idle(1, 2_100_000, 4_100_000));
          return said(session);
        });
    assertTrue(said.startsWith("idle 2.00 ms"), said);
    assertTrue(said.contains("CPU 1 waits 2.00 ms for"), said);
  }

  @Test
  void aCutTellsItsBytesAndItsCopies() {
    var said =
        FxThread.call(() -> {
          var session = session();
          var value = session.project().network().ops().getFirst().outputs().getFirst();
          session.selection().select(List.of(), Set.of(new Selection.Edge(value, SECOND)));
          return said(session);
        });
    assertTrue(said.contains("Goes from A CPU 0 to B CPU 1"), said);
    assertTrue(said.contains("Copies | 2 | One copy | 100 µs"), said);
  }

  @Test
  void aFusedOpSaysIntoWhat() {
    var said =
        FxThread.call(() -> {
          var session = session();
          session.show(run(session, true));
          session.selection().selectOp(SECOND);
          return said(session);
        });
    assertTrue(said.contains("into " + FIRST.name()), said);
  }
}
