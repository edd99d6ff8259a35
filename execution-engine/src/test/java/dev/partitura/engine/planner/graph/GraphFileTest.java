package dev.partitura.engine.planner.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.partitura.engine.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphFileTest {
  private static final String NODE =
      "{'id': %d, 'fpgaLatency': %s, 'cpuLatency': 5, 'supportedOnFpga': 1, 'isBackwardNode': %d}";

  private static String layers(String nodes, String edges) {
    return ("{'maxFPGAs': 2, 'maxCPUs': 1, 'maxSizePerFPGA': 9, 'nodes': ["
            + nodes
            + "], 'edges': ["
            + edges
            + "]}")
        .replace('\'', '"');
  }

  private static String node(int id, String time, int backward) {
    return NODE.formatted(id, time, backward);
  }

  private static String refusal(String text) {
    return assertThrows(ProblemException.class, () -> GraphFile.read(text, "g", null))
        .problems()
        .getFirst()
        .code();
  }

  @Test
  void layersHaveTheirTimesAndEdges() {
    var text =
        layers(
            node(7, "1.5", 0) + "," + node(3, "2", 0),
            "{'sourceId': 7, 'destId': 3, 'cost': 0.25}");
    var graph = assertInstanceOf(LayerGraph.class, GraphFile.read(text, "g", null));
    assertEquals(List.of("7", "3"), graph.layers().stream().map(LayerGraph.Layer::name).toList());
    assertEquals(new LayerGraph.Edge(0, 1, 0.25), graph.edges().getFirst());
    assertEquals(9, graph.bytes());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "planner.negative; -1; 0; 1 2 0",
        "planner.number; \"x\"; 0; 1 2 0",
        "planner.circle; 1; 0; 1 2 0, 2 1 0",
        "planner.unknown; 1; 0; 1 9 0",
        "planner.costs; 1; 0; 1 2 0, 1 3 4",
        "planner.backward; 1; 1; 1 2 0",
        "planner.negative; 1; 0; 1 2 -3",
      })
  void whatMakesNoSenseIsRefused(String code, String time, int backward, String edges) {
    var list = new StringBuilder();
    for (var edge : edges.split(", ")) {
      var words = edge.split(" ");
      list.append(list.isEmpty() ? "" : ",")
          .append("{'sourceId': %s, 'destId': %s, 'cost': %s}".formatted((Object[]) words));
    }
    var nodes = node(1, time, backward) + "," + node(2, "1", 0) + "," + node(3, "1", 0);
    assertEquals(code, refusal(layers(nodes, list.toString())));
  }

  @Test
  void whatIsNoGraphIsRefused() {
    assertEquals("planner.format", refusal("{}"));
    assertEquals("planner.format", refusal("[1]"));
    assertEquals("planner.format", refusal("hello"));
    assertEquals("planner.empty", refusal(layers("", "")));
    assertEquals("planner.twice", refusal(layers(node(1, "1", 0) + "," + node(1, "1", 0), "")));
    assertEquals("json.broken.at", refusal("{\"nodes\": ["));
  }

  @Test
  void allFormsOfAJobShopAreOne() {
    var text = GraphFile.read("# two jobs\n2 2\n0 3 1 2\n1 4 0 1\n", "g", null);
    var lists =
        GraphFile.read("{\"machines\": 2, \"jobs\": [[[0,3],[1,2]],[[1,4],[0,1]]]}", "g", null);
    var data =
        GraphFile.read(
            """
            {"instance": "x", "machines": 2, "jobs": 2, "data": [
              {"job": 0, "operation": 0, "machine": 0, "duration": 3},
              {"job": 0, "operation": 1, "machine": 1, "duration": 2},
              {"job": 1, "operation": 0, "machine": 1, "duration": 4},
              {"job": 1, "operation": 1, "machine": 0, "duration": 1}]}
            """,
            "g",
            null);
    assertEquals(text, lists);
    assertEquals(text, data);
  }

  @Test
  void aWrongJobShopIsRefused() {
    assertEquals("planner.jobs", refusal("2 2\n0 3 1 2\n"));
    assertEquals("planner.pairs", refusal("1 2\n0 3 1\n"));
    assertEquals("planner.machine", refusal("1 2\n0 3 5 1\n"));
    assertEquals("planner.negative", refusal("1 2\n0 -3 1 1\n"));
  }

  @Test
  void oneOfSeveralIsChosenByName() {
    var text = "{\"a\": {\"jobs\": [[[0,1]]]}, \"b\": {\"jobs\": [[[0,2]]]}}";
    assertEquals("planner.instances", refusal(text));
    var shop = assertInstanceOf(JobShop.class, GraphFile.read(text, "g", "b"));
    assertEquals(2, shop.jobs().getFirst().getFirst().duration());
  }

  @Test
  void aProfileIsATaskGraph() {
    var dag =
        assertInstanceOf(
            TaskDag.class,
            GraphFile.read(
                """
                node1 -- Conv2d(3, 64) -- forward_compute_time=2.5, backward_compute_time=1.5, \
                activation_size=8.000, parameter_size=4.000
                node2 -- ReLU -- forward_compute_time=1.0, backward_compute_time=0.0, \
                activation_size=8.000, parameter_size=0.000 -- stage_id=0
                \tnode1 -- node2
                """,
                "g",
                null));
    assertEquals(List.of(new TaskDag.Task("node1", 4), new TaskDag.Task("node2", 1)), dag.tasks());
    assertEquals(1, dag.edges().size());
  }
}
