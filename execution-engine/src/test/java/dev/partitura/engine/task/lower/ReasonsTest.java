package dev.partitura.engine.task.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.backend.Program;
import dev.partitura.engine.backend.Recipe;
import dev.partitura.engine.backend.Slot;
import dev.partitura.engine.backend.Step;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.operator.Category;
import dev.partitura.engine.operator.Work;
import dev.partitura.engine.plan.Mesh;
import dev.partitura.engine.plan.Part;
import dev.partitura.engine.plan.Passes;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.plan.schedule.Schedules;
import dev.partitura.engine.task.Dependence;
import dev.partitura.engine.task.DependenceCause;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.TaskGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What is behind the edges of programs whose dependences are known.
class ReasonsTest {
  private static final long BYTES = 256;

  /// A step written as `out=in,in`.
  private static Step step(List<String> values, String text) {
    var parts = text.split("=");
    return new Step(
        parts[0],
        "Relu",
        Category.ACTIVATION,
        List.of(),
        0,
        Phase.F,
        new Recipe() {},
        Arrays.stream(parts[1].split(",")).map(values::indexOf).toList(),
        List.of(values.indexOf(parts[0])),
        new Work(1, BYTES, BYTES));
  }

  /// @param inPlace a value that lies in the memory of another, as `b@a`; empty for none
  private static Program program(String inPlace, String... steps) {
    var values = new ArrayList<>(List.of("in"));
    for (var step : steps) {
      values.add(step.split("=")[0]);
    }
    var slots = new ArrayList<Slot>();
    for (var value : values) {
      var whole = inPlace.startsWith(value + "@") ? inPlace.split("@")[1] : "";
      slots.add(new Slot(value, null, BYTES, false, null, values.indexOf(whole), 0, false));
    }
    return new Program(
        Arrays.stream(steps).map(step -> step(values, step)).toList(),
        slots,
        List.of(0),
        List.of(values.size() - 1));
  }

  private static TaskGraph graph(
      Program program, int[] deviceOfStage, int microBatches, Passes passes) {
    var cluster = Clusters.workers(2);
    var parts =
        Arrays.stream(deviceOfStage)
            .mapToObj(device -> new Part(Mesh.of(cluster.devices().get(device).id())))
            .toList();
    var plan = new Plan(parts, Map.of(), microBatches, Schedules.FORWARD, passes);
    return Spread.of(
            program, cluster, plan, Objects.requireNonNull(Schedules.find(Schedules.FORWARD)))
        .graph();
  }

  private static List<String> edges(TaskGraph graph) {
    var edges = new ArrayList<String>();
    for (int task = 0; task < graph.taskCount(); task++) {
      for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
        var text = new StringBuilder(task + "→" + graph.successor(edge));
        for (var reason : graph.dependences(task, edge)) {
          text.append(' ').append(text(reason));
        }
        edges.add(text.toString());
      }
    }
    return edges;
  }

  private static String text(Dependence reason) {
    var over = reason.kind().isMemory() ? "/" + reason.earlierValue() : "";
    return reason.kind()
        + ":"
        + reason.cause()
        + ":"
        + reason.value()
        + over
        + ":"
        + reason.bytes();
  }

  private static final int[] ALONE = {0};

  @Test
  void aValueThatIsReadMakesAnEdge() {
    assertEquals(
        List.of("0→1 RAW:NETWORK:a:256", "0→2 RAW:NETWORK:a:256"),
        edges(graph(program("", "a=in", "b=a", "c=a"), ALONE, 1, Passes.NONE)));
  }

  @Test
  void reusedMemoryMakesTheWriterWaitForTheReader() {
    var program = program("", "a=in", "b=a", "c=in", "d=b,c");
    assertEquals(
        List.of(
            "0→1 RAW:NETWORK:a:256",
            "1→2 WAR:REUSE:c/a:256",
            "1→3 RAW:NETWORK:b:256",
            "2→3 RAW:NETWORK:c:256"),
        edges(graph(program, ALONE, 1, Passes.ALL)));
    assertEquals(
        List.of("0→1 RAW:NETWORK:a:256", "1→3 RAW:NETWORK:b:256", "2→3 RAW:NETWORK:c:256"),
        edges(graph(program, ALONE, 1, Passes.NONE)));
  }

  @Test
  void memoryOfAValueThatNobodyReadsIsWaitedForUntilItIsWritten() {
    assertEquals(
        List.of("0→1 WAW:REUSE:b/a:256", "1→2 RAW:NETWORK:b:256"),
        edges(graph(program("", "a=in", "b=in", "c=b"), ALONE, 1, Passes.ALL)));
  }

  @Test
  void anEdgeIsNamedAfterItsStrongestReason() {
    // c lies where a lay, which b reads; but c reads b anyhow.
    assertEquals(
        List.of(
            "0→1 RAW:NETWORK:a:256",
            "1→2 RAW:NETWORK:b:256 WAR:REUSE:c/a:256",
            "2→3 RAW:NETWORK:c:256"),
        edges(graph(program("", "a=in", "b=a", "c=b", "d=c"), ALONE, 1, Passes.ALL)));
  }

  @Test
  void aStepInPlaceWaitsForThoseWhoStillRead() {
    assertEquals(
        List.of(
            "0→1 RAW:NETWORK:a:256",
            "0→2 RAW:NETWORK:a:256 WAW:IN_PLACE:c/a:256",
            "1→2 WAR:IN_PLACE:c/a:256",
            "1→3 RAW:NETWORK:b:256",
            "2→3 RAW:NETWORK:c:256"),
        edges(graph(program("c@a", "a=in", "b=a", "c=a", "d=b,c"), ALONE, 1, Passes.NONE)));
  }

  @Test
  void aMicroBatchWaitsForTheFrameOfTheOneBefore() {
    // Two micro-batches, one frame: the second overwrites a when the first has read it.
    assertEquals(
        List.of("0→1 RAW:NETWORK:a:256", "1→2 WAR:FRAME:a/a:256", "2→3 RAW:NETWORK:a:256"),
        edges(graph(program("", "a=in", "b=a"), ALONE, 2, Passes.ALL)));
  }

  @Test
  void aPipelineAddsCopiesOrderAndFrames() {
    var graph = graph(FakePrograms.chain(4, 2), new int[] {0, 1}, 4, Passes.ALL);
    var causes = EnumSet.noneOf(DependenceCause.class);
    for (int task = 0; task < graph.taskCount(); task++) {
      for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
        var reason = graph.dependences(task, edge).getFirst();
        causes.add(reason.cause());
        boolean moves = graph.kind(task).moves() || graph.kind(graph.successor(edge)).moves();
        if (reason.kind() == EdgeKind.RAW) {
          assertEquals(moves ? DependenceCause.CUT : DependenceCause.NETWORK, reason.cause());
        }
        boolean stays = graph.microBatch(task) == graph.microBatch(graph.successor(edge));
        assertEquals(
            stays && reason.cause() != DependenceCause.SCHEDULE,
            Set.of(DependenceCause.NETWORK, DependenceCause.CUT, DependenceCause.REUSE)
                .contains(reason.cause()));
      }
    }
    assertTrue(
        causes.containsAll(
            Set.of(
                DependenceCause.NETWORK,
                DependenceCause.CUT,
                DependenceCause.FRAME,
                DependenceCause.SCHEDULE)),
        causes::toString);
  }

  /// Whatever the program: an edge is of the kind of its strongest reason, and without planned
  /// memory a single micro-batch shares none.
  @Test
  void everyEdgeHasAReason() {
    var random = new SplittableRandom(8);
    int memory = 0;
    for (int round = 0; round < 40; round++) {
      int stages = 1 + random.nextInt(2);
      var program = FakePrograms.random(random, 3 + random.nextInt(30), stages);
      var devices = IntStream.range(0, stages).toArray();
      int microBatches = 1 + random.nextInt(3);
      for (var passes : List.of(Passes.ALL, Passes.NONE)) {
        var graph = graph(program, devices, microBatches, passes);
        for (int task = 0; task < graph.taskCount(); task++) {
          for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
            var reasons = graph.dependences(task, edge);
            assertEquals(graph.edgeKind(edge), reasons.getFirst().kind());
            assertEquals(
                reasons.getFirst().kind() == EdgeKind.ORDER, reasons.getFirst().bytes() == 0);
            memory += graph.edgeKind(edge).isMemory() ? 1 : 0;
            if (passes.equals(Passes.NONE) && microBatches == 1) {
              assertFalse(reasons.stream().anyMatch(reason -> reason.kind().isMemory()));
            }
          }
        }
      }
    }
    assertTrue(memory > 100, "Only " + memory + " edges for memory");
  }
}
