package dev.partitura.app.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.partitura.app.cli.Sources;
import dev.partitura.editor.GraphEditor;
import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.samples.SampleModels;
import dev.partitura.ui.run.Degrees;
import dev.partitura.ui.run.PlanMaker;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The command line, a project opened under a preset and the strategies of the window lay one
/// network alike, whatever axes it leaves open.
class SameCutTest {
  private static final String PRESET = "pipeline=2,micro-batches=8";

  private static Network withInput(Network network, Shape shape) {
    var input = network.inputs().getFirst();
    var type = new TensorType(DataType.FLOAT, shape);
    return network.withInputs(List.of(new Value(input.name(), type)));
  }

  private static void assertOneCut(Network network) {
    assertOneCut(network, false);
    assertOneCut(network, true);
  }

  private static Plan fromCommandLine(Network network, Cluster cluster, boolean trains) {
    return trains
        ? Sources.planToTrain(PRESET, network, cluster, 0)
        : Sources.plan(PRESET, network, cluster, 0, Map.of());
  }

  private static void assertOneCut(Network network, boolean trains) {
    var cluster = Clusters.workers(2);
    var single = Plan.single(cluster.devices().getFirst().id());
    var project = new Project(network, cluster, single, GraphEditor.firstDiagram());
    var fromCommandLine = fromCommandLine(network, cluster, trains);
    assertEquals(fromCommandLine, Loader.planned(project, PRESET, trains).plan());
    var preset = PlanPreset.parse(PRESET);
    assertEquals(
        fromCommandLine,
        new PlanMaker()
            .make(
                project,
                new Degrees(preset.kind(), preset.degrees(), preset.shards()),
                preset.microBatches(),
                trains));
  }

  /// Three products without weights, which have no way back, before three that have.
  @Test
  void trained() {
    var b = new NetworkBuilder("late weights");
    var x = b.input("x", Shape.of(Shape.UNKNOWN, 64, 64));
    var value = x;
    for (int op = 0; op < 3; op++) {
      value = b.op("MatMul", value, x);
    }
    for (int op = 0; op < 3; op++) {
      var weights = Tensor.allocate(TensorType.of(DataType.FLOAT, 64, 64));
      value = b.op("MatMul", value, b.initializer("w" + op, weights));
    }
    b.output(value);
    var network = b.build();
    assertOneCut(network);
    var cluster = Clusters.workers(2);
    assertNotEquals(
        fromCommandLine(network, cluster, false), fromCommandLine(network, cluster, true));
  }

  @Test
  void openPictureSides() {
    var open = withInput(SampleModels.network("resnet50"), Shape.of(-1, 3, -1, -1));
    assertOneCut(open);
    var cluster = Clusters.workers(2);
    assertEquals(
        Sources.plan(PRESET, SampleModels.network("resnet50"), cluster, 0, Map.of()).partition(),
        Sources.plan(PRESET, open, cluster, 0, Map.of()).partition());
  }

  @Test
  void openBatch() {
    assertOneCut(SampleModels.network("lenet"));
  }

  @Test
  void openSequenceLengthsAndScalars() {
    var b = new NetworkBuilder("sequence");
    var x = b.input("x", Shape.of(-1, -1, 64).withSymbol(0, "batch").withSymbol(1, "sequence"));
    x = b.op("Mul", x, b.input("scale", Shape.SCALAR));
    for (int width : new int[] {64, 64, 64, 512}) {
      var type = TensorType.of(DataType.FLOAT, 64, width);
      x = b.op("Relu", b.op("MatMul", x, b.initializer("w", Tensor.allocate(type))));
    }
    b.output(x);
    assertOneCut(b.build());
  }
}
