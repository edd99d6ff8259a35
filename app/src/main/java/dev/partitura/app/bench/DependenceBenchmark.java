package dev.partitura.app.bench;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.project.Diagram;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.TaskGraphBuilder;
import dev.partitura.engine.task.TaskKind;
import dev.partitura.engine.trace.Origin;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.TraceBuilder;
import dev.partitura.engine.trace.Track;
import dev.partitura.engine.trace.World;
import dev.partitura.ui.background.FxThread;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import dev.partitura.visualizers.Visualizers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javafx.scene.Parent;
import javafx.scene.Scene;

/// Measures the view of dependences on a task graph of many edges: how long until it is shown, and
/// how long a chosen task takes to be explained. Needs a [HeadlessToolkit] that was started.
///
/// @param tasks in levels of a thousand, on four workers
/// @param edgesEach of a task, each to a task of another of the levels before
/// @param clicks tasks that are chosen, far apart
record DependenceBenchmark(int tasks, int edgesEach, int clicks) {
  private static final int WIDE = 1000;
  private static final int WORKERS = 4;
  private static final long TASK_NANOS = 1000;

  DependenceScores measure() {
    var cluster = Clusters.workers(WORKERS);
    var project =
        new Project(
            Network.empty("tasks"),
            cluster,
            Plan.single(cluster.devices().getFirst().id()),
            Diagram.EMPTY);
    var run = run(project);
    var session =
        FxThread.call(() -> {
          var shown = new Session(project, new Appearance(Theme.DARK, Language.ENGLISH));
          shown.appearance().motionProperty().set(false);
          return shown;
        });
    var scene =
        FxThread.call(() -> {
          var view =
              Visualizers.all(new LoweringRunner(new LocalExecutor())).stream()
                  .filter(one -> one.id().equals("dependences"))
                  .findFirst()
                  .orElseThrow();
          var made = new Scene((Parent) view.create(session), 1200, 760);
          session.appearance().dress(made);
          return made;
        });
    double shown = millis(session, scene, () -> session.show(run));
    var explained = new ArrayList<Double>();
    for (int click = 0; click < clicks; click++) {
      int task = (int) ((long) tasks * (2 * click + 1) / (2L * clicks));
      explained.add(millis(session, scene, () -> session.selection().selectSpan(task, List.of())));
    }
    FxThread.run(() -> session.background().close());
    return new DependenceScores(tasks, edges(), shown, explained);
  }

  private long edges() {
    long edges = 0;
    for (int back = 1; back <= edgesEach; back++) {
      edges += Math.max(0, tasks - (long) back * WIDE);
    }
    return edges;
  }

  private Run run(Project project) {
    var graph = new TaskGraphBuilder(WORKERS);
    var trace = new TraceBuilder(Origin.MEASURED, World.of(project.cluster()));
    var tracks = new ArrayList<Integer>();
    for (var device : project.cluster().devices()) {
      tracks.add(trace.track(new Track.OfLane(device.label(), device.id(), Lane.COMPUTE)));
    }
    int label = trace.label(new Trace.Label("task", "Op", List.of()));
    var kinds = List.of(EdgeKind.RAW, EdgeKind.WAR, EdgeKind.WAW);
    for (int task = 0; task < tasks; task++) {
      int worker = task % WORKERS;
      graph.compute(task % WIDE, worker, 0, 0);
      long start = (long) task / WORKERS * TASK_NANOS;
      int span =
          trace.span(
              tracks.get(worker), label, TaskKind.COMPUTE, start, start + TASK_NANOS * 9 / 10);
      trace.task(span, task);
    }
    for (int task = 0; task < tasks; task++) {
      int level = task / WIDE;
      for (int back = 1; back <= Math.min(edgesEach, level); back++) {
        int from = (level - back) * WIDE + (task + 37 * back) % WIDE;
        graph.edge(from, task, kinds.get(back % kinds.size()));
      }
    }
    var made = new Provenance(null, null, graph.build(), null, null, Agreement.UNKNOWN);
    return new Run(1, "tasks", null, new Analyses(trace.build(), made));
  }

  /// From something done until nothing is under way and all is laid out.
  private static double millis(Session session, Scene scene, Runnable done) {
    long start = System.nanoTime();
    var idle = new CountDownLatch(1);
    FxThread.run(() -> {
      done.run();
      lay(scene);
      session.background().whenIdle(idle::countDown);
    });
    try {
      idle.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    FxThread.run(() -> lay(scene));
    return (System.nanoTime() - start) / 1e6;
  }

  private static void lay(Scene scene) {
    scene.getRoot().applyCss();
    scene.getRoot().layout();
  }
}
