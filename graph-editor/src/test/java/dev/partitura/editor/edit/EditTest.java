package dev.partitura.editor.edit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.editor.Projects;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.NetworkCheck;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.Mesh;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Diagram.Position;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.History;
import dev.partitura.ui.session.Selection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EditTest {
  private static final Position AT = new Position(0, 0);

  private static Project drawn(Edit... edits) {
    var project = Projects.empty();
    for (var edit : edits) {
      project = edit.apply(project);
    }
    return project;
  }

  private static Edit input(long... sizes) {
    return new AddInput("x", TensorType.of(DataType.FLOAT, sizes), AT, "");
  }

  private static Edit op(String type, String name, String behind) {
    return new AddOp("", type, new OpId(name), AT, behind, "");
  }

  private static Tensor weight(Project project, String name) {
    return Objects.requireNonNull(project.network().initializers().get(name)).tensor();
  }

  private static String typeOf(Project project, String value) {
    var type = TypeInference.infer(project.network()).type(value);
    return type == null ? "unknown" : String.valueOf(type.shape());
  }

  @Test
  void anAddedConvolutionTakesItsChannelsFromWhatArrives() {
    var project = drawn(input(1, 3, 32, 32), op("Conv", "conv1", "x"));
    assertArrayEquals(new long[] {64, 3, 3, 3}, weight(project, "conv1:weight").shape().sizes());
    assertEquals("1×64×32×32", typeOf(project, "conv1:0"));
  }

  @Test
  void madeWeightsAreTheSameEveryTime() {
    var one = weight(drawn(input(1, 3, 8, 8), op("Conv", "conv1", "x")), "conv1:weight").toFloats();
    var two = weight(drawn(input(1, 3, 8, 8), op("Conv", "conv1", "x")), "conv1:weight").toFloats();
    assertArrayEquals(one, two);
    double bound = Math.sqrt(6.0 / 27);
    double mean = 0;
    for (float weight : one) {
      assertTrue(Math.abs(weight) <= bound);
      mean += weight / one.length;
    }
    assertEquals(0, mean, 0.05 * bound);
  }

  @Test
  void laterLayersFollowWhenChannelsChange() {
    var project =
        drawn(
            input(1, 3, 8, 8),
            op("Conv", "a", "x"),
            op("BatchNormalization", "n", "a:0"),
            op("Relu", "r", "n:0"),
            op("Conv", "b", "r:0"));
    project = new SetOutputChannels(new OpId("a"), 10, "").apply(project);
    assertArrayEquals(new long[] {64, 10, 3, 3}, weight(project, "b:weight").shape().sizes());
    assertEquals(List.of(), TypeInference.infer(project.network()).problems());
    project =
        new SetAttribute(new OpId("b"), "kernel_shape", new Attribute.Ints(List.of(1L, 1L)), "")
            .apply(project);
    assertArrayEquals(new long[] {64, 10, 1, 1}, weight(project, "b:weight").shape().sizes());
  }

  @Test
  void weightsFromAFileAreNeverReplaced() {
    var project = Projects.trainedConvolution(4);
    var widened =
        new SetInputShape("x", TensorType.of(DataType.FLOAT, 1, 5, 8, 8), "").apply(project);
    assertSame(
        project.network().initializers().get("w"), widened.network().initializers().get("w"));
    assertFalse(TypeInference.infer(widened.network()).problems().isEmpty());
  }

  @Test
  void aCircleIsRefused() {
    var project =
        drawn(input(1, 4), op("Relu", "a", "x"), op("Add", "b", "a:0"), op("Relu", "c", "b:0"));
    var problem = Connection.check(project, "c:0", new OpId("b"), 1);
    assertNotNull(problem);
    assertEquals("edit.cycle", problem.code());
    assertThrows(
        ProblemException.class, () -> new Connect("b:0", new OpId("b"), 1, "").apply(project));
  }

  @Test
  void anOccupiedOrMissingPlaceIsRefused() {
    var project = drawn(input(1, 4), op("Relu", "a", "x"), op("Relu", "b", "x"));
    assertEquals("edit.slot.occupied", code(project, "a:0", "b", 0));
    assertEquals("edit.slot.unknown", code(project, "a:0", "b", 1));
    assertEquals("edit.value.start", code(project, "nobody", "b", 0));
    assertEquals("edit.op.unknown", code(project, "a:0", "nobody", 0));
  }

  @Test
  void anEdgeThatBreaksShapesIsRefusedWithTheOperatorsOwnReason() {
    var project =
        drawn(
            input(1, 4),
            new AddInput("y", TensorType.of(DataType.FLOAT, 1, 3), AT, ""),
            op("Add", "sum", "x"));
    var problem = Connection.check(project, "y", new OpId("sum"), 1);
    assertNotNull(problem);
    assertTrue(problem.message().contains("sum"), problem.message());
  }

  private static String code(Project project, String value, String target, int slot) {
    var problem = Connection.check(project, value, new OpId(target), slot);
    return problem == null ? "" : problem.code();
  }

  @Test
  void deletingAnOpLeavesItsReadersWaiting() {
    var project =
        drawn(
            input(1, 3, 8, 8),
            op("Conv", "a", "x"),
            op("Relu", "b", "a:0"),
            new AddOutput("b:0", null, ""));
    project = new DeleteNodes(Set.of(new OpId("a")), Set.of(), "").apply(project);
    assertEquals(List.of(""), project.network().ops().getFirst().inputs());
    assertEquals(Map.of(), project.network().initializers());
    assertEquals(List.of(), NetworkCheck.check(project.network()));
    project = new DeleteNodes(Set.of(new OpId("b")), Set.of(), "").apply(project);
    assertEquals(List.of(), project.network().outputs());
  }

  @Test
  void deletingAnEdgeOrATerminalDisconnects() {
    var project = drawn(input(1, 4), op("Relu", "a", "x"), op("Relu", "b", "a:0"));
    var cut =
        new DeleteNodes(Set.of(), Set.of(new Selection.Edge("a:0", new OpId("b"))), "")
            .apply(project);
    assertEquals(List.of(""), cut.network().ops().get(1).inputs());
    var without = new DeleteNodes(Set.of(Terminal.input("x")), Set.of(), "").apply(project);
    assertEquals(List.of(), without.network().inputs());
    assertEquals(List.of(""), without.network().ops().getFirst().inputs());
  }

  @Test
  void aConcatLosesAnInputWithItsEdge() {
    var project =
        drawn(
            input(1, 4),
            op("Relu", "a", "x"),
            op("Relu", "b", "x"),
            op("Relu", "c", "x"),
            op("Concat", "cat", "a:0"));
    project = new Connect("b:0", new OpId("cat"), 1, "").apply(project);
    project = new Connect("c:0", new OpId("cat"), 2, "").apply(project);
    assertEquals("1×12", typeOf(project, "cat:0"));
    project = new Disconnect(new OpId("cat"), 1, "").apply(project);
    assertEquals(List.of("a:0", "c:0"), project.network().ops().getLast().inputs());
  }

  @Test
  void aPastedBlockGetsAPrefixOfItsOwn() {
    var project =
        drawn(
            input(1, 4),
            op("Relu", "layer1/relu1", "x"),
            op("Relu", "layer1/relu2", "layer1/relu1:0"));
    var all = Set.of(new OpId("layer1/relu1"), new OpId("layer1/relu2"));
    var fragment = Fragment.of(project, all, project.diagram().positions());
    var pasted = new Paste(fragment, AT, false, "").apply(project);
    assertEquals(
        List.of("layer1/relu1", "layer1/relu2", "layer2/relu1", "layer2/relu2"),
        pasted.network().ops().stream().map(o -> o.name()).toList());
    assertEquals(List.of(""), pasted.network().ops().get(2).inputs());
    assertEquals(List.of("layer2/relu1:0"), pasted.network().ops().get(3).inputs());
    var duplicate = new Paste(fragment, AT, true, "").apply(project);
    assertEquals(List.of("x"), duplicate.network().ops().get(2).inputs());
  }

  @Test
  void aRenamedOpKeepsItsPlaceAndDevice() {
    var project = drawn(input(1, 4), op("Relu", "a", "x"), op("Relu", "b", "a:0"));
    project = new PaintOps(Set.of(new OpId("b")), Projects.CPU1, "").apply(project);
    project = new RenameOp(new OpId("b"), "tail", "").apply(project);
    assertEquals(Projects.CPU1, project.plan().meshOf(new OpId("tail")).devices().getFirst());
    assertEquals(AT, project.diagram().positions().get(new OpId("tail")));
    var renamed = project;
    assertThrows(
        ProblemException.class, () -> new RenameOp(new OpId("tail"), "a", "").apply(renamed));
    assertThrows(
        ProblemException.class, () -> new RenameOp(new OpId("tail"), " ", "").apply(renamed));
  }

  @Test
  void anInputIsRenamedWhereverItIsRead() {
    var project = drawn(input(1, 4), op("Relu", "a", "x"), new AddOutput("a:0", null, ""));
    project = new RenameValue("x", "data", "").apply(project);
    project = new RenameValue("a:0", "y", "").apply(project);
    assertEquals(List.of("data"), project.network().ops().getFirst().inputs());
    assertEquals("y", project.network().outputs().getFirst().name());
    assertEquals(List.of(), NetworkCheck.check(project.network()));
  }

  @Test
  void paintingMakesOneStageForEachDeviceInUse() {
    var project =
        drawn(input(1, 4), op("Relu", "a", "x"), op("Relu", "b", "a:0"), op("Relu", "c", "b:0"));
    project = new PaintOps(Set.of(new OpId("b"), new OpId("c")), Projects.CPU1, "").apply(project);
    assertEquals("pipeline", Presets.strategy(project.network(), project.plan()));
    assertEquals(2, project.plan().parts().size());
    assertEquals(1, project.plan().partOf(new OpId("c")));
    project = new PaintOps(Set.of(new OpId("a")), Projects.CPU1, "").apply(project);
    assertEquals(1, project.plan().parts().size());
    assertEquals(Projects.CPU1, project.plan().meshOf(new OpId("a")).devices().getFirst());
    assertSame(project, new PaintOps(Set.of(new OpId("a")), Projects.CPU1, "").apply(project));
  }

  @Test
  void paintingKeepsReplicasAndMicroBatches() {
    var before = drawn(input(1, 4), op("Relu", "a", "x"), op("Relu", "b", "a:0"));
    before =
        before
            .withCluster(Projects.cluster(4))
            .withPlan(
                Plan.of(List.of(Mesh.of(List.of(Projects.CPU0, Projects.CPU1))), Map.of(), 3));
    var history = new History(before);
    history.apply(new PaintOps(Set.of(new OpId("b")), new DeviceId("cpu3"), ""));
    var plan = history.project().plan();
    assertEquals(2, plan.replicas());
    assertEquals(3, plan.microBatches());
    assertEquals(
        List.of(new DeviceId("cpu3"), new DeviceId("cpu2")), plan.meshOf(new OpId("b")).devices());
    assertEquals("pipeline+data", Presets.strategy(history.project().network(), plan));
    history.undo();
    assertSame(before, history.project());
    assertSame(before, new PaintOps(Set.of(new OpId("b")), Projects.CPU1, "").apply(before));
  }

  @Test
  void aNewOpJoinsTheStageOfTheOneBeforeIt() {
    var project = drawn(input(1, 4), op("Relu", "a", "x"), op("Relu", "b", "a:0"));
    project = new PaintOps(Set.of(new OpId("b")), Projects.CPU1, "").apply(project);
    project = op("Relu", "c", "b:0").apply(project);
    assertEquals(Projects.CPU1, project.plan().meshOf(new OpId("c")).devices().getFirst());
  }

  @Test
  void expandingABlockLeavesPlacesToTheLayout() {
    var project = drawn(input(1, 4), op("Relu", "a", "x"));
    project = new ToggleBlock(Set.of("layer1"), Set.of(), "").apply(project);
    assertEquals(Set.of("layer1"), project.diagram().collapsed());
    assertEquals(Map.of(), project.diagram().positions());
    project = new ToggleBlock(Set.of(), Set.of("layer1"), "").apply(project);
    assertEquals(Set.of(), project.diagram().collapsed());
  }

  @Test
  void spreadingMakesDistancesEqual() {
    var nodes =
        Map.of(
            new OpId("a"),
            new Position(0, 1),
            new OpId("b"),
            new Position(10, 2),
            new OpId("c"),
            new Position(100, 3));
    var spread = Arrange.SPREAD_HORIZONTALLY.edit(nodes, "").to();
    assertEquals(new Position(50, 2), spread.get(new OpId("b")));
    var left = Arrange.LEFT.edit(nodes, "").to();
    assertTrue(left.values().stream().allMatch(at -> at.x() == 0));
    assertNull(left.get(new OpId("d")));
  }
}
