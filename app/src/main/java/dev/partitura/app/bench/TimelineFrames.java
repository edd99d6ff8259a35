package dev.partitura.app.bench;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.project.Diagram;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.task.TaskKind;
import dev.partitura.engine.trace.Origin;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.TraceBuilder;
import dev.partitura.engine.trace.Track;
import dev.partitura.engine.trace.World;
import dev.partitura.ui.background.FxThread;
import dev.partitura.ui.canvas.ZoomPan;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import dev.partitura.visualizers.Visualizers;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/// What frames of the timeline cost while it is moved. Needs a [HeadlessToolkit] that was started.
///
/// @param spans of uneven length, shared by the workers, with gaps among them
/// @param workers a row each
record TimelineFrames(int spans, int workers) {
  private static final int LABELS = 50;
  private static final long LEAST_NANOS = 500;
  private static final long MOST_NANOS = 2500;

  /// Spans of a row that are seen where names are read.
  private static final double NEAR_SPANS = 40;

  /// Milliseconds of each frame, by what was done to the picture.
  Map<String, List<Double>> measure() {
    var cluster = Clusters.workers(workers);
    var project =
        new Project(
            Network.empty("spans"),
            cluster,
            Plan.single(cluster.devices().getFirst().id()),
            Diagram.EMPTY);
    var run = new Run(1, "spans", null, new Analyses(trace(World.of(cluster)), Provenance.UNKNOWN));
    var session =
        FxThread.call(() -> {
          var made = new Session(project, new Appearance(Theme.DARK, Language.ENGLISH));
          made.appearance().motionProperty().set(false);
          return made;
        });
    var timeline =
        Visualizers.all(new LoweringRunner(new LocalExecutor())).stream()
            .filter(view -> view.id().equals("timeline"))
            .findFirst()
            .orElseThrow();
    var stage = HeadlessToolkit.show(session, timeline::create);
    var isShown = new CountDownLatch(1);
    FxThread.run(() -> {
      session.show(run);
      session.background().whenIdle(isShown::countDown);
    });
    try {
      isShown.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    var canvas = FxThread.call(() -> HeadlessToolkit.find(stage, ZoomPan.Surface.class));
    var millis = new FrameMeter(canvas).measure(spans / (workers * NEAR_SPANS));
    FxThread.run(stage::close);
    FxThread.run(() -> session.background().close());
    return millis;
  }

  private Trace trace(World world) {
    var random = new Random(1);
    var trace = new TraceBuilder(Origin.MEASURED, world);
    // Operators of all kinds, so that spans have all hues.
    var types = Operators.all();
    var labels = new int[LABELS];
    for (int i = 0; i < LABELS; i++) {
      var type = types.get(i % types.size()).signature().type();
      labels[i] = trace.label(new Trace.Label("op" + i, type, List.of(new OpId("op" + i))));
    }
    for (var device : world.devices()) {
      int row = trace.track(new Track.OfLane(device.label(), device.id(), Lane.COMPUTE));
      long at = 0;
      for (int i = 0; i < spans / workers; i++) {
        long end = at + random.nextLong(LEAST_NANOS, MOST_NANOS);
        int span = trace.span(row, labels[i % LABELS], TaskKind.COMPUTE, at, end);
        trace.microBatch(span, i / LABELS);
        at = end + (random.nextInt(8) == 0 ? random.nextLong(2 * MOST_NANOS) : 0);
      }
    }
    return trace.build();
  }
}
