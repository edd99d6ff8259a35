package dev.partitura.engine.analysis;

import static dev.partitura.engine.analysis.DependenceRuns.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.Dependence;
import dev.partitura.engine.task.DependenceCause;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.task.TaskKind;
import dev.partitura.engine.task.TaskQueue;
import dev.partitura.engine.task.TaskTemplate;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.TensorType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class DependenceFileTest {
  @TempDir Path folder;

  /// Two tasks and one edge with two reasons, whose value has a name that both forms must mask.
  private static Analyses run() {
    var templates =
        new TaskTemplate[] {
          new TaskTemplate(TaskKind.COMPUTE, Phase.F, 0, 0, 0, 0, 0, 0),
          new TaskTemplate(TaskKind.COMPUTE, Phase.F, 0, 1, 0, 0, 0, 0)
        };
    var type = TensorType.of(DataType.FLOAT, 2, 3);
    var graph =
        new TaskGraph(
            List.of(new TaskQueue(0, Lane.COMPUTE)),
            templates,
            new int[] {0, 1},
            new int[] {0, 0},
            null,
            new int[] {0, 1},
            new int[] {0, 1, 1},
            new int[] {1},
            new byte[] {(byte) EdgeKind.RAW.ordinal()},
            (_, _, _) ->
                List.of(
                    new Dependence(
                        EdgeKind.RAW, DependenceCause.NETWORK, 0, "x,\"<y>\u0001", "x", type, 24),
                    new Dependence(EdgeKind.WAR, DependenceCause.REUSE, 0, "z", "w", null, 16)));
    return DependenceRuns.run(graph, at(0, 5), at(6, 9));
  }

  /// The cells of each row, as any reader of RFC 4180 finds them.
  private static List<List<String>> cells(String text) {
    var rows = new ArrayList<List<String>>();
    var row = new ArrayList<String>();
    var cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ',' || c == '\n')) {
        row.add(cell.toString().replace("\r", ""));
        cell.setLength(0);
        if (c == '\n') {
          rows.add(List.copyOf(row));
          row.clear();
        }
      } else {
        cell.append(c);
      }
    }
    return rows;
  }

  @Test
  void theTableHasARowForEachReason() throws Exception {
    var file = folder.resolve("edges.csv");
    DependenceFile.write(run(), file);
    var rows = cells(Files.readString(file));
    assertEquals(3, rows.size());
    assertEquals("from_name", rows.getFirst().get(2));
    assertEquals(
        List.of(
            "0",
            "1",
            "op0",
            "op1",
            "cpu0",
            "cpu0",
            "0",
            "0",
            "RAW",
            "network",
            "x,\"<y>\u0001",
            "x",
            "float32 2×3",
            "24"),
        rows.get(1));
    assertEquals(
        List.of("WAR", "reuse", "z", "w", "", "16"), rows.get(2).subList(8, rows.get(2).size()));
  }

  @Test
  void theGraphHoldsTasksAndEdges() throws Exception {
    var file = folder.resolve("edges.GraphML");
    DependenceFile.write(run(), file);
    var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    var nodes = document.getElementsByTagName("node");
    assertEquals(2, nodes.getLength());
    assertEquals("op1", data((Element) nodes.item(1), "name"));
    assertEquals("1", data((Element) nodes.item(1), "level"));
    assertEquals("6", data((Element) nodes.item(1), "startNanos"));
    var edges = document.getElementsByTagName("edge");
    assertEquals(1, edges.getLength());
    var edge = (Element) edges.item(0);
    assertEquals("t0", edge.getAttribute("source"));
    assertEquals("t1", edge.getAttribute("target"));
    assertEquals("RAW", data(edge, "kind"));
    assertEquals("24", data(edge, "bytes"));
    // A character that XML cannot hold is replaced.
    assertEquals("x,\"<y>\uFFFD", data(edge, "value"));
  }

  private static String data(Element of, String key) {
    var all = of.getElementsByTagName("data");
    for (int i = 0; i < all.getLength(); i++) {
      var data = (Element) all.item(i);
      if (data.getAttribute("key").equals(key)) {
        return data.getTextContent();
      }
    }
    return "";
  }

  @Test
  void anotherEndingIsRefused() {
    var file = folder.resolve("edges.txt");
    var refused = assertThrows(ProblemException.class, () -> DependenceFile.write(run(), file));
    assertEquals("dependences.format", refused.problems().getFirst().code());
    assertFalse(Files.exists(file));
  }
}
