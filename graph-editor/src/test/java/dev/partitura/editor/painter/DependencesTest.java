package dev.partitura.editor.painter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.partitura.editor.Projects;
import dev.partitura.editor.drawing.Drawing;
import dev.partitura.editor.layout.Arrangement;
import dev.partitura.editor.layout.BlockTree;
import dev.partitura.editor.layout.Sketcher;
import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.task.TaskGraphBuilder;
import dev.partitura.engine.task.TaskKind;
import dev.partitura.engine.trace.Origin;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.TraceBuilder;
import dev.partitura.engine.trace.Track;
import dev.partitura.engine.trace.World;
import dev.partitura.ui.session.Run;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DependencesTest {
  private static final List<String> OPS = List.of("first", "second", "third");

  /// Three ops in a row on one device; the third also waits for the first one's memory.
  private static TaskGraph graph() {
    var graph = new TaskGraphBuilder(1);
    for (int op = 0; op < 3; op++) {
      graph.compute(op, 0, 0, 0);
    }
    graph.edge(0, 1, EdgeKind.RAW);
    graph.edge(1, 2, EdgeKind.RAW);
    graph.edge(0, 2, EdgeKind.WAR);
    return graph.build();
  }

  @Test
  void theArrowsOfAnOpLeadToTheItemsOfItsNeighbours() {
    var network = Projects.chain(3);
    var ids = network.ops().stream().map(op -> op.id()).toList();
    var builder = new TraceBuilder(Origin.MEASURED, World.of(Projects.cluster(1)));
    int track = builder.track(new Track.OfLane("CPU 0", Projects.CPU0, Lane.COMPUTE));
    for (int op = 0; op < 3; op++) {
      int label = builder.label(new Trace.Label(OPS.get(op), "Relu", List.of(ids.get(op))));
      int span = builder.span(track, label, TaskKind.COMPUTE, op * 10L, op * 10L + 5);
      builder.task(span, op);
    }
    var made = new Provenance(null, null, graph(), null, null, Agreement.UNKNOWN);
    var run = new Run(1, "run", null, new Analyses(builder.build(), made));
    var drawing =
        Drawing.of(
            Sketcher.sketch(network, BlockTree.of(network), Set.of()), Map.of(), Arrangement.EMPTY);
    var known = Dependences.of(run, drawing);
    // The input of the network is the first item.
    assertEquals(
        List.of(
            new Dependences.Arrow(2, 3, EdgeKind.RAW), new Dependences.Arrow(1, 3, EdgeKind.WAR)),
        known == null ? List.of() : known.of(List.of(ids.get(2))).reversed());
    var foreign = new Run(2, "foreign", null, new Analyses(run.trace(), Provenance.UNKNOWN));
    assertNull(Dependences.of(foreign, drawing));
    assertNull(Dependences.of(null, drawing));
  }
}
