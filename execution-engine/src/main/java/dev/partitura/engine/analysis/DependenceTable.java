package dev.partitura.engine.analysis;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.task.Dependence;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// Writes dependences as comma-separated values (RFC 4180, UTF-8), with a line of headings and a
/// row for each reason of each edge.
final class DependenceTable {
  private static final List<String> HEADINGS =
      List.of(
          "from",
          "to",
          "from_name",
          "to_name",
          "from_device",
          "to_device",
          "from_micro_batch",
          "to_micro_batch",
          "kind",
          "cause",
          "value",
          "earlier_value",
          "type",
          "bytes");

  private DependenceTable() {}

  static void write(Analyses run, TaskNames tasks, OutputStream out) throws IOException {
    var graph = run.graph();
    var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
    row(writer, HEADINGS);
    for (int task = 0; task < graph.taskCount(); task++) {
      Checkpoint.pass(task);
      for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
        for (var reason : graph.dependences(task, edge)) {
          row(writer, cells(tasks, task, graph.successor(edge), reason));
        }
      }
    }
    writer.flush();
  }

  private static List<String> cells(TaskNames tasks, int from, int to, Dependence reason) {
    return List.of(
        Integer.toString(from),
        Integer.toString(to),
        tasks.name(from),
        tasks.name(to),
        tasks.device(from),
        tasks.device(to),
        Integer.toString(tasks.microBatch(from)),
        Integer.toString(tasks.microBatch(to)),
        reason.kind().name(),
        reason.cause().name().toLowerCase(Locale.ROOT),
        reason.value(),
        reason.earlierValue(),
        reason.type() == null ? "" : reason.type().toString(),
        Long.toString(reason.bytes()));
  }

  private static void row(Writer writer, List<String> cells) throws IOException {
    for (int cell = 0; cell < cells.size(); cell++) {
      writer.append(cell == 0 ? "" : ",").append(quoted(cells.get(cell)));
    }
    writer.append("\r\n");
  }

  private static String quoted(String cell) {
    boolean special = cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return special ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }
}
