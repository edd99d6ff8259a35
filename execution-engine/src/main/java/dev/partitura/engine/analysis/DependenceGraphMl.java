package dev.partitura.engine.analysis;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.task.TaskGraph;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// Writes tasks and edges as GraphML, an edge with its strongest reason. Source: the GraphML
/// specification 1.0, graphml.graphdrawing.org.
final class DependenceGraphMl {
  private static final String SPACE = "http://graphml.graphdrawing.org/xmlns";

  /// What XML 1.0 cannot hold.
  private static final Pattern FORBIDDEN =
      Pattern.compile("[^\\x09\\x0A\\x0D\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

  private final Analyses run;
  private final TaskGraph graph;
  private final TaskNames tasks;
  private final XMLStreamWriter xml;

  private DependenceGraphMl(Analyses run, TaskNames tasks, XMLStreamWriter xml) {
    this.run = run;
    this.graph = run.graph();
    this.tasks = tasks;
    this.xml = xml;
  }

  static void write(Analyses run, TaskNames tasks, OutputStream out) throws IOException {
    try {
      var xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out, "UTF-8");
      new DependenceGraphMl(run, tasks, xml).write();
      xml.flush();
    } catch (XMLStreamException fault) {
      throw fault.getCause() instanceof IOException inFile ? inFile : new IOException(fault);
    }
  }

  private void write() throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("graphml");
    xml.writeDefaultNamespace(SPACE);
    key("name", "node", "string");
    key("task", "node", "string");
    key("device", "node", "string");
    key("microBatch", "node", "int");
    key("level", "node", "int");
    key("startNanos", "node", "long");
    key("endNanos", "node", "long");
    key("slackNanos", "node", "long");
    key("kind", "edge", "string");
    key("cause", "edge", "string");
    key("value", "edge", "string");
    key("earlierValue", "edge", "string");
    key("type", "edge", "string");
    key("bytes", "edge", "long");
    xml.writeStartElement("graph");
    xml.writeAttribute("id", "dependences");
    xml.writeAttribute("edgedefault", "directed");
    nodes();
    edges();
    xml.writeEndElement();
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private void key(String id, String of, String type) throws XMLStreamException {
    xml.writeEmptyElement("key");
    xml.writeAttribute("id", id);
    xml.writeAttribute("for", of);
    xml.writeAttribute("attr.name", id);
    xml.writeAttribute("attr.type", type);
  }

  private void nodes() throws XMLStreamException {
    var trace = run.trace();
    var level = run.get(Wavefronts.ANALYSIS).planned().of();
    var slack = run.get(Slack.ANALYSIS).nanos();
    var spans = run.get(TaskSpans.ANALYSIS).of();
    for (int task = 0; task < graph.taskCount(); task++) {
      Checkpoint.pass(task);
      xml.writeStartElement("node");
      xml.writeAttribute("id", id(task));
      data("name", tasks.name(task));
      data("task", graph.kind(task).name().toLowerCase(Locale.ROOT));
      data("device", tasks.device(task));
      data("microBatch", tasks.microBatch(task));
      data("level", level[task]);
      if (spans[task] >= 0) {
        data("startNanos", trace.startNanos(spans[task]));
        data("endNanos", trace.endNanos(spans[task]));
        data("slackNanos", slack[spans[task]]);
      }
      xml.writeEndElement();
    }
  }

  private void edges() throws XMLStreamException {
    for (int task = 0; task < graph.taskCount(); task++) {
      Checkpoint.pass(task);
      for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
        var reason = graph.dependences(task, edge).getFirst();
        xml.writeStartElement("edge");
        xml.writeAttribute("source", id(task));
        xml.writeAttribute("target", id(graph.successor(edge)));
        data("kind", reason.kind().name());
        data("cause", reason.cause().name().toLowerCase(Locale.ROOT));
        data("value", reason.value());
        data("earlierValue", reason.earlierValue());
        data("type", reason.type() == null ? "" : reason.type().toString());
        data("bytes", reason.bytes());
        xml.writeEndElement();
      }
    }
  }

  private static String id(int task) {
    return "t" + task;
  }

  private void data(String key, long number) throws XMLStreamException {
    data(key, Long.toString(number));
  }

  private void data(String key, String text) throws XMLStreamException {
    if (!text.isEmpty()) {
      xml.writeStartElement("data");
      xml.writeAttribute("key", key);
      xml.writeCharacters(FORBIDDEN.matcher(text).replaceAll("\uFFFD"));
      xml.writeEndElement();
    }
  }
}
