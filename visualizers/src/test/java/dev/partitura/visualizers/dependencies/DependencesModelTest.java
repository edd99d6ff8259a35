package dev.partitura.visualizers.dependencies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.task.TaskGraphBuilder;
import dev.partitura.engine.task.TaskKind;
import dev.partitura.engine.trace.Origin;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.TraceBuilder;
import dev.partitura.engine.trace.Track;
import dev.partitura.engine.trace.World;
import dev.partitura.ui.session.Session;
import dev.partitura.visualizers.painter.RecordingPen;
import dev.partitura.visualizers.timeline.Sessions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DependencesModelTest {
  private static final Duration SOON = Duration.ofMinutes(2);

  private final Session session = Sessions.empty();
  private final DependencesModel model = new DependencesModel(session, "Arrows");

  private LevelMap pipeline() {
    var run = Sessions.pipelineRun(session);
    session.show(run);
    var map = Objects.requireNonNull(LevelMap.of(run.analyses()));
    model.show(map);
    return map;
  }

  @Test
  void tasksStandByLevelInTheBandOfTheirDevice() {
    var layout = pipeline().layout();
    assertEquals(4, layout.levels());
    assertEquals(2, layout.bands().size());
    // Both micro-batches: conv, relu in the first band; copy and fc in the second.
    assertEquals(2, layout.bands().getFirst().rows());
    assertEquals(0, layout.level(0));
    assertEquals(3, layout.level(3));
    assertEquals(1, layout.top(4));
    assertEquals(2 + LevelLayout.BAND_GAP, layout.top(3), 1e-9);
    assertEquals(7, layout.at(3.5, layout.top(7) + 0.5));
    assertEquals(-1, layout.at(0.5, layout.top(7) + 0.5));
    assertEquals(4, layout.beside(0, 1));
    assertEquals(4, layout.beside(4, 1));
  }

  @Test
  void whatIsSelectedElsewhereIsSelectedHere() {
    var map = pipeline();
    int span = map.spanOf()[2];
    session.selection().selectSpan(span, List.of());
    assertEquals(2, model.selected());
    model.walk(-1);
    assertEquals(Set.of(new OpId("relu")), session.selection().ops());
    assertEquals(map.spanOf()[1], session.selection().span());
    model.walk(1);
    model.walk(1);
    assertEquals(3, model.selected());
    model.walkBeside(1);
    assertEquals(7, model.selected());
    model.escape();
    assertTrue(session.selection().isEmpty());
  }

  @Test
  void onlyTheArrowsThatAreAskedForAreThere() {
    pipeline();
    assertEquals(0, model.bundlesProperty().get().arrows());
    model.select(1);
    assertEquals(2, model.bundlesProperty().get().arrows());
    model.askedProperty().set(Arrows.Asked.ANCESTORS);
    assertEquals(1, model.bundlesProperty().get().arrows());
    model.select(3);
    assertEquals(3, model.bundlesProperty().get().arrows());
    model.askedProperty().set(Arrows.Asked.DESCENDANTS);
    assertEquals(0, model.bundlesProperty().get().arrows());
    model.select(0);
    assertEquals(3, model.bundlesProperty().get().arrows());
    // The cut alone is the plan's: into the copy and out of it, for both micro-batches.
    model.askedProperty().set(Arrows.Asked.PLAN);
    assertEquals(4, model.bundlesProperty().get().arrows());
  }

  @Test
  void aLitLevelTakesThePlayheadAlong() {
    var map = pipeline();
    model.step(1);
    assertEquals(0, model.levelProperty().get());
    model.light(2);
    assertEquals(4_000_000, session.playhead().nanos());
    assertEquals(2, model.levelProperty().get());
    // Who moves the playhead elsewhere takes over.
    session.playhead().moveTo(3_500_000);
    assertEquals(DependencesModel.NONE, model.levelProperty().get());
    assertEquals(LevelMap.State.DONE, map.state(0, 3_500_000));
    assertEquals(LevelMap.State.RUNNING, map.state(1, 3_500_000));
    assertEquals(LevelMap.State.WAITING, map.state(2, 3_500_000));
    assertEquals(LevelMap.State.READY, map.state(4, 3_500_000));
    model.light(99);
    assertEquals(3, model.levelProperty().get());
  }

  @Test
  void playingLightsEveryLevel() {
    pipeline();
    var player = new LevelPlayer(model);
    player.playingProperty().set(true);
    model.light(0);
    player.advance(0.7);
    assertEquals(1, model.levelProperty().get());
    player.advance(1.2);
    assertEquals(3, model.levelProperty().get());
  }

  /// Levels of many tasks, with so many edges of every kind from one to the next.
  private static Analyses wide(int levels, int width, int edges) {
    var random = new SplittableRandom(4);
    var builder = new TaskGraphBuilder(4);
    for (int task = 0; task < levels * width; task++) {
      builder.compute(task % 50, task % 4, 0, 0);
    }
    var kinds = EdgeKind.values();
    for (int task = width; task < levels * width; task++) {
      builder.edge(task - width, task, EdgeKind.RAW);
    }
    for (int edge = (levels - 1) * width; edge < edges; edge++) {
      int level = random.nextInt(levels - 1);
      builder.edge(
          level * width + random.nextInt(width),
          (level + 1 + random.nextInt(levels - 1 - level)) * width + random.nextInt(width),
          kinds[random.nextInt(kinds.length)]);
    }
    return run(builder.build(), width);
  }

  private static Analyses run(TaskGraph graph, int width) {
    var builder = new TraceBuilder(Origin.MEASURED, World.EMPTY);
    var label = builder.label(new Trace.Label("op", "Relu", List.of()));
    for (int device = 0; device < 4; device++) {
      var id = new DeviceId("cpu" + device);
      builder.device(new World.Device(id, "CPU " + device, "here"));
      builder.track(new Track.OfLane("CPU " + device, id, Lane.COMPUTE));
    }
    for (int task = 0; task < graph.taskCount(); task++) {
      long start = task / width * 1000L + task % width / 4 * 10L;
      int span = builder.span(task % 4, label, TaskKind.COMPUTE, start, start + 10);
      builder.task(span, task);
    }
    return new Analyses(
        builder.build(), new Provenance(null, null, graph, null, null, Agreement.UNKNOWN));
  }

  private static int lines(String calls) {
    return (int) calls.lines().count();
  }

  private LevelFrame frame(LevelMap map, Bundles bundles) {
    return new LevelFrame(
        map, model.viewport(), 300, session.palette(), -1, -1, -1, -1, bundles, Bundles.NONE, null);
  }

  /// A hundred thousand arrows are drawn as some hundred: their number does not reach the pen.
  @Test
  void manyArrowsAreFewLines() {
    assertTimeoutPreemptively(
        SOON,
        () -> {
          var map = Objects.requireNonNull(LevelMap.of(wide(200, 100, 200_000)));
          model.show(map);
          model.setViewport(model.viewport().resized(1200, 280));
          var asked = Arrows.of(map, Arrows.Asked.PLAN, -1);
          assertTrue(asked.count() > 100_000, "Only " + asked.count() + " arrows");
          var bundles = Bundles.of(map, asked, 1, 1, DependencesModel.MOST_BUNDLES);
          assertTrue(bundles.all().size() <= DependencesModel.MOST_BUNDLES);
          assertEquals(asked.count(), bundles.all().stream().mapToInt(Bundles.Bundle::count).sum());
          var bare = new RecordingPen();
          new LevelPainter().paint(bare, frame(map, Bundles.NONE));
          var pen = new RecordingPen();
          new LevelPainter().paint(pen, frame(map, bundles));
          int drawn = lines(pen.calls()) - lines(bare.calls());
          // A head each, at most sixteen strokes, and letters on sixty at most.
          assertTrue(drawn <= bundles.all().size() + 16 + 120, drawn + " calls for the arrows");
          // Where they are asked for by hand the same holds.
          model.askedProperty().set(Arrows.Asked.DESCENDANTS);
          assertEquals(0, model.bundlesProperty().get().arrows());
        });
  }

  /// However many tasks there are, the marks that are drawn follow the pixels.
  @Test
  void manyTasksAreFewBars() {
    assertTimeoutPreemptively(
        SOON,
        () -> {
          var map = Objects.requireNonNull(LevelMap.of(wide(50_000, 4, 0)));
          model.show(map);
          model.setViewport(model.viewport().resized(1200, 280));
          var pen = new RecordingPen();
          new LevelPainter().paint(pen, frame(map, Bundles.NONE));
          assertTrue(lines(pen.calls()) < 4 * 1200, lines(pen.calls()) + " calls");
          assertTrue(pen.calls().contains("fill"));
        });
  }

  /// The pyramid tells what counting every level tells.
  @Test
  void theMostRowsOfSeveralLevelsAreThoseOfTheFullest() {
    var map = Objects.requireNonNull(LevelMap.of(wide(300, 9, 0)));
    var layout = map.layout();
    var random = new SplittableRandom(2);
    for (int round = 0; round < 300; round++) {
      int from = random.nextInt(layout.levels());
      int to = from + 1 + random.nextInt(layout.levels() - from);
      int band = random.nextInt(layout.bands().size());
      int most = 0;
      for (int level = from; level < to; level++) {
        most = Math.max(most, layout.end(level, band) - layout.start(level, band));
      }
      assertEquals(most, layout.most(from, to, band));
    }
  }

  @Test
  void everyKindHasALineOfItsOwn() {
    var map = pipeline();
    var bundles =
        new Bundles(
            List.of(EdgeKind.values()).stream()
                .map(kind -> new Bundles.Bundle(kind, 1, 1, 0.5, 2, 1.5, 0, 0))
                .toList());
    model.setViewport(model.viewport().resized(800, 200));
    var pen = new RecordingPen();
    new LevelPainter().paint(pen, frame(map, bundles));
    assertEquals(
        4, pen.calls().lines().filter(line -> line.startsWith("curves")).distinct().count());
    var words = new TaskWords(map, session.texts(DependencesView.class));
    assertNotNull(words.card(3).facts());
    assertTrue(words.spoken(3).contains("relu_out"), words.spoken(3));
  }
}
