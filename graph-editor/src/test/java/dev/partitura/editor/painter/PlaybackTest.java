package dev.partitura.editor.painter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.editor.Projects;
import dev.partitura.editor.drawing.Drawing;
import dev.partitura.editor.layout.Arrangement;
import dev.partitura.editor.layout.BlockTree;
import dev.partitura.editor.layout.Sketcher;
import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.task.TaskKind;
import dev.partitura.engine.trace.Origin;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.TraceBuilder;
import dev.partitura.engine.trace.Track;
import dev.partitura.engine.trace.World;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.theme.Theme;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlaybackTest {

  /// The first op of a chain on one device, then a copy, then the second op on the other, all for
  /// micro-batch 3.
  private static Playback playback() {
    var network = Projects.chain(2);
    var first = network.ops().get(0).id();
    var second = network.ops().get(1).id();
    var b = new TraceBuilder(Origin.MEASURED, World.of(Projects.cluster(2)));
    int a = b.track(new Track.OfLane("CPU 0", Projects.CPU0, Lane.COMPUTE));
    int link = b.track(new Track.OfLink("A → B", Projects.CPU1));
    int c = b.track(new Track.OfLane("CPU 1", Projects.CPU1, Lane.COMPUTE));
    int one =
        b.span(
            a, b.label(new Trace.Label("one", "Relu", List.of(first))), TaskKind.COMPUTE, 0, 100);
    int copy =
        b.span(
            link,
            b.label(new Trace.Label("copy", "transfer", List.of())),
            TaskKind.TRANSFER,
            100,
            160);
    int two =
        b.span(
            c,
            b.label(new Trace.Label("two", "Relu", List.of(second))),
            TaskKind.COMPUTE,
            200,
            300);
    for (int span : new int[] {one, copy, two}) {
      b.microBatch(span, 3);
    }
    b.flow(one, copy);
    b.flow(copy, two);
    var sketch = Sketcher.sketch(network, BlockTree.of(network), Set.of());
    return new Playback(
        b.build(), Drawing.of(sketch, Map.of(), Arrangement.EMPTY), Theme.DARK.palette());
  }

  @Test
  void opsLightUpWhileTheyCompute() {
    var playback = playback();
    assertEquals(Set.of(1), playback.lit(50).keySet());
    assertEquals(Map.of(), playback.lit(150));
    assertEquals(Map.of(2, Theme.DARK.palette().microBatch(3)), playback.lit(250));
  }

  @Test
  void aValueTravelsItsEdgeFromItsCopyUntilItIsTaken() {
    var playback = playback();
    assertEquals(List.of(), playback.tokens(50));
    var tokens = playback.tokens(130);
    assertEquals(1, tokens.size());
    assertEquals(0.5, tokens.getFirst().share(), 1e-9);
    assertEquals(3, tokens.getFirst().microBatch());
    assertEquals(1, playback.tokens(180).getFirst().share(), "waits at the end of its edge");
    assertEquals(List.of(), playback.tokens(250));
  }

  @Test
  void valuesThatComeFasterThanTheyAreTakenQueue() {
    var network = Projects.chain(2);
    var b = new TraceBuilder(Origin.MEASURED, World.of(Projects.cluster(2)));
    int a = b.track(new Track.OfLane("CPU 0", Projects.CPU0, Lane.COMPUTE));
    int c = b.track(new Track.OfLane("CPU 1", Projects.CPU1, Lane.COMPUTE));
    int one = b.label(new Trace.Label("one", "Relu", List.of(network.ops().get(0).id())));
    int two = b.label(new Trace.Label("two", "Relu", List.of(network.ops().get(1).id())));
    for (int batch = 0; batch < 3; batch++) {
      int made = b.span(a, one, TaskKind.COMPUTE, batch * 100, batch * 100 + 100);
      int taken = b.span(c, two, TaskKind.COMPUTE, 1000 + batch * 1000, 2000 + batch * 1000);
      b.microBatch(made, batch);
      b.microBatch(taken, batch);
      b.flow(made, taken);
    }
    var sketch = Sketcher.sketch(network, BlockTree.of(network), Set.of());
    var playback =
        new Playback(
            b.build(), Drawing.of(sketch, Map.of(), Arrangement.EMPTY), Theme.DARK.palette());
    assertEquals(
        List.of("0: 0", "1: 1", "2: 2"),
        playback.tokens(900).stream()
            .map(token -> token.microBatch() + ": " + token.queued())
            .toList());
  }

  @Test
  void timesOfFusedOpsAreSplitEvenly() {
    var network = Projects.chain(2);
    var ops = network.ops().stream().map(op -> op.id()).toList();
    var b = new TraceBuilder(Origin.MEASURED, World.of(Projects.cluster(2)));
    int track = b.track(new Track.OfLane("CPU 0", Projects.CPU0, Lane.COMPUTE));
    b.span(track, b.label(new Trace.Label("both", "Relu", ops)), TaskKind.COMPUTE, 0, 100);
    var times =
        MeasuredTimes.of(new Run(1, "chain", null, new Analyses(b.build(), Provenance.UNKNOWN)));
    assertEquals(50, times.nanos(ops.subList(0, 1)), 1e-9);
    assertTrue(!times.isEmpty() && MeasuredTimes.NONE.isEmpty());
  }
}
