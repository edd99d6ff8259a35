package dev.partitura.engine.trace;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.partitura.engine.file.AtomicFile;
import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/// Writes a trace as Chrome-trace JSON, which Perfetto and chrome://tracing open: a thread per
/// track, a complete event per span, an arrow per flow, a counter track per counter. Times are
/// microseconds with the nanoseconds behind the point. Streams: memory does not grow with the
/// trace. Source: "Trace Event Format", Google.
public final class ChromeTraceWriter {
  private static final int PROCESS = 1;

  private final Trace trace;
  private final JsonGenerator json;

  private ChromeTraceWriter(Trace trace, JsonGenerator json) {
    this.trace = trace;
    this.json = json;
  }

  /// Writes the file as a whole or leaves the old one.
  ///
  /// @throws ProblemException when the file cannot be written
  public static void write(Trace trace, Path file) {
    AtomicFile.write(file, out -> write(trace, out));
  }

  /// Writes to a stream, which stays open.
  public static void write(Trace trace, OutputStream out) throws IOException {
    try (var json = JsonText.generator(out)) {
      new ChromeTraceWriter(trace, json).writeAll();
    }
  }

  private void writeAll() throws IOException {
    json.writeStartObject();
    json.writeStringField("displayTimeUnit", "ns");
    json.writeObjectFieldStart("otherData");
    json.writeStringField("origin", trace.origin().word());
    json.writeEndObject();
    json.writeArrayFieldStart("traceEvents");
    name("process_name", 0, "Partitura");
    for (int track = 0; track < trace.tracks().size(); track++) {
      name("thread_name", track + 1, trace.tracks().get(track).name());
      event("M", "thread_sort_index", track + 1);
      json.writeObjectFieldStart("args");
      json.writeNumberField("sort_index", track);
      json.writeEndObject();
      json.writeEndObject();
    }
    for (int span = 0; span < trace.spanCount(); span++) {
      span(span);
    }
    for (int flow = 0; flow < trace.flowCount(); flow++) {
      int from = trace.flowFrom(flow);
      int to = trace.flowTo(flow);
      flow("s", flow, from, Math.max(trace.startNanos(from), trace.endNanos(from) - 1));
      flow("f", flow, to, trace.startNanos(to));
    }
    for (var counter : trace.counters()) {
      counter(counter);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw('\n');
  }

  /// Opens an event; the caller closes it.
  private void event(String phase, String name, int thread) throws IOException {
    json.writeRaw('\n');
    json.writeStartObject();
    json.writeStringField("ph", phase);
    json.writeStringField("name", name);
    json.writeNumberField("pid", PROCESS);
    json.writeNumberField("tid", thread);
  }

  private void name(String what, int thread, String name) throws IOException {
    event("M", what, thread);
    json.writeObjectFieldStart("args");
    json.writeStringField("name", name);
    json.writeEndObject();
    json.writeEndObject();
  }

  private void time(String field, long nanos) throws IOException {
    json.writeFieldName(field);
    long rest = Math.floorMod(nanos, 1000L);
    var digits = Long.toString(1000 + rest).substring(1);
    json.writeNumber(Math.floorDiv(nanos, 1000L) + "." + digits);
  }

  private void span(int span) throws IOException {
    var label = trace.labels().get(trace.label(span));
    event("X", label.name(), trace.track(span) + 1);
    json.writeStringField("cat", label.category());
    time("ts", trace.startNanos(span));
    time("dur", trace.durationNanos(span));
    json.writeObjectFieldStart("args");
    if (!label.ops().isEmpty()) {
      json.writeArrayFieldStart("ops");
      for (OpId op : label.ops()) {
        json.writeString(op.name());
      }
      json.writeEndArray();
    }
    number("replica", trace.replica(span));
    number("microBatch", trace.microBatch(span));
    number("task", trace.task(span));
    if (trace.kind(span).moves()) {
      json.writeNumberField("bytes", trace.bytes(span));
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void number(String field, int value) throws IOException {
    if (value >= 0) {
      json.writeNumberField(field, value);
    }
  }

  private void flow(String phase, int id, int span, long nanos) throws IOException {
    event(phase, "dependency", trace.track(span) + 1);
    json.writeStringField("cat", "flow");
    json.writeNumberField("id", id);
    if (phase.equals("f")) {
      json.writeStringField("bp", "e");
    }
    time("ts", nanos);
    json.writeEndObject();
  }

  private void counter(Counter counter) throws IOException {
    var device = counter.device();
    var name = device == null ? counter.name() : counter.name() + " " + device.name();
    for (int i = 0; i < counter.times().length; i++) {
      event("C", name, 0);
      time("ts", counter.times()[i]);
      json.writeObjectFieldStart("args");
      json.writeNumberField(counter.unit(), counter.values()[i]);
      json.writeEndObject();
      json.writeEndObject();
    }
  }
}
