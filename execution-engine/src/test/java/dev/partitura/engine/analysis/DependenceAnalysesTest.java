package dev.partitura.engine.analysis;

import static dev.partitura.engine.analysis.DependenceRuns.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.network.OpId;
import dev.partitura.engine.task.DependenceCause;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.task.TaskGraphBuilder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jgrapht.alg.shortestpath.BellmanFordShortestPath;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.DirectedAcyclicGraph;
import org.jgrapht.graph.SimpleDirectedWeightedGraph;
import org.junit.jupiter.api.Test;

class DependenceAnalysesTest {
  /// a (0) feeds b (1) on device 0 and, over a copy (2), d (3) on device 1; c (4) on device 0 waits
  /// for b's memory, e (5) on device 1 for the order after d.
  private static TaskGraph graph() {
    var graph = new TaskGraphBuilder(2);
    graph.compute(0, 0, 0, 0);
    graph.compute(1, 0, 0, 0);
    graph.transfer(0, 0, 1, 640, 0, 0);
    graph.compute(2, 1, 0, 0);
    graph.compute(3, 0, 0, 0);
    graph.compute(4, 1, 0, 0);
    graph.edge(0, 1, EdgeKind.RAW);
    graph.edge(0, 2, EdgeKind.RAW);
    graph.edge(2, 3, EdgeKind.RAW);
    graph.edge(1, 4, EdgeKind.WAR);
    graph.edge(3, 4, EdgeKind.WAR);
    graph.edge(0, 4, EdgeKind.RAW);
    graph.edge(3, 5, EdgeKind.ORDER);
    graph.edge(2, 5, EdgeKind.RAW);
    return graph.build();
  }

  private static Analyses run() {
    return DependenceRuns.run(
        graph(), at(0, 10), at(10, 30), at(12, 20), at(20, 60), at(61, 70), at(60, 65));
  }

  @Test
  void levelsCountTheEdgesOfTheLongestChain() {
    var fronts = run().get(Wavefronts.ANALYSIS);
    assertEquals("[0, 1, 1, 2, 3, 3]", Arrays.toString(fronts.planned().of()));
    assertEquals("[1, 2, 1, 2]", Arrays.toString(fronts.planned().width()));
    assertEquals("[0, 1, 1, 2, 1, 2]", Arrays.toString(fronts.network().of()));
    assertEquals(3, fronts.network().widest());
  }

  @Test
  void whatArrivedLastIsWaitedFor() {
    var run = run();
    var arrival = Objects.requireNonNull(Arrival.of(run, 4));
    assertEquals(3, arrival.from());
    assertEquals(EdgeKind.WAR, run.graph().edgeKind(arrival.edge()));
    assertEquals(60, arrival.nanos());
    assertEquals(30, arrival.workerNanos());
    assertNull(Arrival.of(run, 0));
  }

  @Test
  void theEdgesOfThePlanAreToldFromThoseOfTheNetwork() {
    var order = run().get(PlanOrder.ANALYSIS);
    assertEquals(3, order.edges(DependenceCause.CUT));
    assertEquals(0, order.forcing(DependenceCause.CUT));
    assertEquals(2, order.edges(DependenceCause.REUSE));
    assertEquals(2, order.forcing(DependenceCause.REUSE));
    // The order after d holds nobody longer than the worker, which does d; c is held from 30 to 60.
    assertEquals(0, order.heldNanos(DependenceCause.SCHEDULE));
    assertEquals(30, order.heldNanos(DependenceCause.REUSE));
    // The copy made d wait from 10, when a had made the value, to 20.
    assertEquals(10, order.heldNanos(DependenceCause.CUT));
    assertEquals(0, order.edges(DependenceCause.NETWORK));
  }

  @Test
  void opsAreNeighboursOverACopy() {
    var neighbours = run().get(OpNeighbours.ANALYSIS);
    assertEquals(
        Set.of(
            new OpNeighbours.Neighbour(new OpId("op0"), new OpId("op1"), EdgeKind.RAW),
            new OpNeighbours.Neighbour(new OpId("op0"), new OpId("op3"), EdgeKind.RAW),
            new OpNeighbours.Neighbour(new OpId("op0"), new OpId("op4"), EdgeKind.RAW),
            new OpNeighbours.Neighbour(new OpId("op0"), new OpId("op5"), EdgeKind.RAW)),
        neighbours.of(new OpId("op0")));
    assertEquals(
        Set.of(
            new OpNeighbours.Neighbour(new OpId("op0"), new OpId("op3"), EdgeKind.RAW),
            new OpNeighbours.Neighbour(new OpId("op3"), new OpId("op4"), EdgeKind.WAR),
            new OpNeighbours.Neighbour(new OpId("op3"), new OpId("op5"), EdgeKind.ORDER)),
        neighbours.of(new OpId("op3")));
  }

  @Test
  void widthIsWhatCouldRun() {
    var width = run().get(ParallelWidth.ANALYSIS);
    assertEquals(2, width.workers());
    double whole = 70;
    // Running: 10 + 20 + 8 + 40 + 9 + 5 of 70.
    assertEquals(92 / whole, Arrays.stream(width.running()).average().orElseThrow(), 1e-9);
    // Possible: the copy from 10, c from 60.
    assertEquals(95 / whole, Arrays.stream(width.possible()).average().orElseThrow(), 1e-9);
    // By values alone: c from 10 to 70, e from 20 to 65.
    assertEquals(
        (10 + 20 + 10 + 40 + 60 + 45) / whole,
        Arrays.stream(width.network()).average().orElseThrow(),
        1e-9);
    for (int bin = 0; bin < width.running().length; bin++) {
      assertTrue(width.running()[bin] <= width.possible()[bin] + 1e-9);
      assertTrue(width.possible()[bin] <= width.network()[bin] + 1e-9);
    }
  }

  /// On random programs levels, reach and forced order are those that JGraphT finds.
  @Test
  void agreesWithGraphTheory() {
    var random = new SplittableRandom(5);
    for (int round = 0; round < 60; round++) {
      int tasks = 2 + random.nextInt(30);
      var graph = random(random, tasks);
      var run = DependenceRuns.run(graph);
      var all = dag(graph, false);
      var raw = dag(graph, true);
      var fronts = run.get(Wavefronts.ANALYSIS);
      for (int task = 0; task < tasks; task++) {
        assertEquals(longest(all, task), fronts.planned().of()[task]);
        assertEquals(longest(raw, task), fronts.network().of()[task]);
        assertEquals(
            set(all.getAncestors(task)), Reach.ancestors(run.get(Predecessors.ANALYSIS), task));
        assertEquals(set(all.getDescendants(task)), Reach.descendants(graph, task));
      }
      long forcing = 0;
      for (int task = 0; task < tasks; task++) {
        for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
          boolean flows = raw.getDescendants(task).contains(graph.successor(edge));
          forcing += graph.edgeKind(edge) != EdgeKind.RAW && !flows ? 1 : 0;
        }
      }
      assertEquals(
          forcing,
          run.get(PlanOrder.ANALYSIS).groups().stream().mapToLong(PlanOrder.Group::forcing).sum());
    }
  }

  private static TaskGraph random(SplittableRandom random, int tasks) {
    var builder = new TaskGraphBuilder(3);
    var kinds = EdgeKind.values();
    for (int task = 0; task < tasks; task++) {
      builder.compute(task, random.nextInt(3), 0, 0);
    }
    // Tasks are not numbered in the order in which they can run.
    var place = IntStream.range(0, tasks).toArray();
    for (int i = tasks - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int moved = place[i];
      place[i] = place[other];
      place[other] = moved;
    }
    for (int to = 1; to < tasks; to++) {
      for (int from = 0; from < to; from++) {
        if (random.nextInt(5) == 0) {
          builder.edge(place[from], place[to], kinds[random.nextInt(kinds.length)]);
        }
      }
    }
    return builder.build();
  }

  private static DirectedAcyclicGraph<Integer, DefaultWeightedEdge> dag(
      TaskGraph graph, boolean valuesOnly) {
    var dag = new DirectedAcyclicGraph<Integer, DefaultWeightedEdge>(DefaultWeightedEdge.class);
    for (int task = 0; task < graph.taskCount(); task++) {
      dag.addVertex(task);
    }
    for (int task = 0; task < graph.taskCount(); task++) {
      for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
        if (!valuesOnly || graph.edgeKind(edge) == EdgeKind.RAW) {
          dag.addEdge(task, graph.successor(edge));
        }
      }
    }
    return dag;
  }

  /// The longest chain of edges that ends at a task: the shortest from a common source when each
  /// edge counts -1.
  private static int longest(DirectedAcyclicGraph<Integer, DefaultWeightedEdge> dag, int task) {
    var weighted =
        new SimpleDirectedWeightedGraph<Integer, DefaultWeightedEdge>(DefaultWeightedEdge.class);
    dag.vertexSet().forEach(weighted::addVertex);
    weighted.addVertex(-1);
    for (var edge : dag.edgeSet()) {
      weighted.setEdgeWeight(
          weighted.addEdge(dag.getEdgeSource(edge), dag.getEdgeTarget(edge)), -1);
    }
    for (int each : dag.vertexSet()) {
      weighted.setEdgeWeight(weighted.addEdge(-1, each), 0);
    }
    return (int) -new BellmanFordShortestPath<>(weighted).getPathWeight(-1, task);
  }

  private static BitSet set(Iterable<Integer> tasks) {
    var set = new BitSet();
    tasks.forEach(set::set);
    return set;
  }
}
