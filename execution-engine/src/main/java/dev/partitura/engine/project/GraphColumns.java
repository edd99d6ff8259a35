package dev.partitura.engine.project;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.file.JsonEntry;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.EdgeReasons;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.task.TaskKind;
import dev.partitura.engine.task.TaskQueue;
import dev.partitura.engine.task.TaskTemplate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/// The tasks of a run as packed columns.
final class GraphColumns {
  private GraphColumns() {}

  static void write(TaskGraph graph, ObjectNode node, PackedColumns.Writer out) {
    var queues = node.putArray("queues");
    for (var queue : graph.queues()) {
      queues.addObject().put("device", queue.device()).put("lane", queue.lane().name());
    }
    int tasks = graph.taskCount();
    var templates = new LinkedHashMap<TaskTemplate, Integer>();
    out.ints(
        ints(
            tasks, task -> templates.computeIfAbsent(graph.template(task), _ -> templates.size())));
    out.ints(ints(tasks, graph::microBatch));
    boolean ranked = graph.taskOfRank() != null;
    node.put("ranked", ranked);
    out.ints(ints(ranked ? tasks : 0, graph::rank));
    out.ints(ints(tasks, graph::predecessorCount));
    out.ints(ints(tasks + 1, task -> task < tasks ? graph.firstEdge(task) : graph.edgeCount()));
    out.ints(ints(graph.edgeCount(), graph::successor));
    out.ints(ints(graph.edgeCount(), edge -> graph.edgeKind(edge).ordinal()));
    var list = node.putArray("templates");
    for (var template : templates.keySet()) {
      list.addObject()
          .put("kind", template.kind().name())
          .put("phase", template.phase().name())
          .put("stage", template.stage())
          .put("subject", template.subject())
          .put("queue", template.queue())
          .put("source", template.source())
          .put("replica", template.replica())
          .put("bytes", template.bytes());
    }
  }

  private static int[] ints(int count, IntUnaryOperator value) {
    return IntStream.range(0, count).map(value).toArray();
  }

  static TaskGraph read(JsonEntry entry, PackedColumns.Reader in) throws IOException {
    var queues = new ArrayList<TaskQueue>();
    for (var queue : entry.objects("queues")) {
      queues.add(new TaskQueue(queue.integer("device"), Lane.valueOf(queue.string("lane"))));
    }
    var templates =
        entry.objects("templates").stream()
            .map(GraphColumns::template)
            .toArray(TaskTemplate[]::new);
    var template = in.ints();
    var microBatch = in.ints();
    var rank = in.ints();
    var predecessors = in.ints();
    var offsets = in.ints();
    var successor = in.ints();
    var kinds = in.ints();
    var edgeKind = new byte[kinds.length];
    for (int edge = 0; edge < kinds.length; edge++) {
      edgeKind[edge] = (byte) EdgeKind.values()[kinds[edge]].ordinal();
    }
    return new TaskGraph(
        queues,
        templates,
        template,
        microBatch,
        entry.flag("ranked") ? rank : null,
        predecessors,
        offsets,
        successor,
        edgeKind,
        EdgeReasons.BY_KIND);
  }

  private static TaskTemplate template(JsonEntry entry) {
    return new TaskTemplate(
        TaskKind.valueOf(entry.string("kind")),
        Phase.valueOf(entry.string("phase")),
        entry.integer("stage"),
        entry.integer("subject"),
        entry.integer("queue"),
        entry.integer("source"),
        entry.integer("replica"),
        entry.whole("bytes"));
  }
}
