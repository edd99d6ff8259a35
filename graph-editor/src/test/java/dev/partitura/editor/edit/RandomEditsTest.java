package dev.partitura.editor.edit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.editor.Projects;
import dev.partitura.engine.network.NetworkCheck;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Diagram.Position;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.History;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("ReferenceEquality")
class RandomEditsTest {
  private static final List<String> TYPES =
      List.of("Relu", "Conv", "Add", "Concat", "MaxPool", "BatchNormalization", "Gemm");

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyStateIsConsistentAndUndoLeadsBackThroughAllOfThem(int seed) {
    var random = new Random(seed);
    var history = new History(Projects.empty());
    var states = new ArrayList<Project>();
    states.add(history.project());
    int refused = 0;
    for (int step = 0; step < 120; step++) {
      try {
        history.apply(edit(random, history.project()));
      } catch (ProblemException reason) {
        assertTrue(reason.problems().getFirst().message().endsWith("."), reason.getMessage());
        refused++;
      }
      if (history.project() != states.getLast()) {
        states.add(history.project());
      }
      check(history.project());
    }
    assertTrue(states.size() > 40, states.size() + " states and " + refused + " refusals");
    for (int i = states.size() - 1; i >= 0; i--) {
      assertSame(states.get(i), history.project());
      history.undo();
    }
    for (int i = 1; i < states.size(); i++) {
      history.redo();
      assertSame(states.get(i), history.project());
    }
  }

  private static void check(Project project) {
    assertEquals(List.of(), NetworkCheck.check(project.network()));
    var ids = new HashSet<OpId>();
    project.network().ops().forEach(op -> ids.add(op.id()));
    assertTrue(ids.containsAll(project.plan().partition().keySet()));
    for (var op : project.network().ops()) {
      assertTrue(project.plan().partOf(op.id()) < project.plan().parts().size());
    }
    var read = new HashSet<String>();
    project.network().ops().forEach(op -> read.addAll(op.inputs()));
    assertTrue(
        read.containsAll(project.network().initializers().keySet()), "no constant is left over");
  }

  private static Edit edit(Random random, Project project) {
    var ops = project.network().ops();
    var at = new Position(random.nextInt(500), random.nextInt(500));
    if (ops.isEmpty()) {
      return project.network().inputs().isEmpty()
          ? AddInput.of(project, at, "")
          : AddOp.of(project, "", "Relu", at, project.network().inputs().getFirst().name(), "");
    }
    var op = ops.get(random.nextInt(ops.size()));
    var other = ops.get(random.nextInt(ops.size()));
    return switch (random.nextInt(14)) {
      case 0, 1, 2 ->
          AddOp.of(
              project,
              "",
              TYPES.get(random.nextInt(TYPES.size())),
              at,
              random.nextBoolean() ? op.outputs().getFirst() : null,
              "");
      case 3, 4, 5 ->
          new Connect(op.outputs().getFirst(), other.id(), random.nextInt(Slots.count(other)), "");
      case 6 -> new Disconnect(op.id(), random.nextInt(Math.max(1, op.inputs().size())), "");
      case 7 -> new DeleteNodes(Set.of(op.id()), Set.of(), "");
      case 8 ->
          new Paste(
              Fragment.of(project, some(random, ops), project.diagram().positions()),
              at,
              random.nextBoolean(),
              "");
      case 9 -> new RenameOp(op.id(), "n" + random.nextInt(1000), "");
      case 10 ->
          new PaintOps(some(random, ops), random.nextBoolean() ? Projects.CPU0 : Projects.CPU1, "");
      case 11 -> new MoveNodes(Map.of(op.id(), at), "");
      case 12 -> new AddOutput(op.outputs().getFirst(), at, "");
      default -> new SetOutputChannels(op.id(), 1 + random.nextInt(8), "");
    };
  }

  private static Set<OpId> some(Random random, List<Op> ops) {
    var chosen = new LinkedHashSet<OpId>();
    ops.stream().filter(_ -> random.nextInt(3) == 0).limit(4).forEach(op -> chosen.add(op.id()));
    chosen.add(ops.getFirst().id());
    return chosen;
  }
}
