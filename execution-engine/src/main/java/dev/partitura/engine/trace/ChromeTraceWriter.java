package dev.partitura.engine.trace;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.partitura.engine.file.AtomicFile;
import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// Writes a trace as Chrome-trace JSON, which Perfetto and chrome://tracing open: a process per
/// host, a thread per track, a complete event per span, an arrow per flow, a counter track per
/// counter. Times are microseconds with the nanoseconds behind the point. Streams: memory does not
/// grow with the trace. Source: "Trace Event Format", Google.
public final class ChromeTraceWriter {
  /// Keys that a span's own columns take.
  private static final Set<String> OWN_ARGUMENTS =
      Set.of("ops", "replica", "microBatch", "task", "bytes", "phase");

  private final Trace trace;
  private final JsonGenerator json;
  private final int[] hostOfTrack;

  private ChromeTraceWriter(Trace trace, JsonGenerator json) {
    this.trace = trace;
    this.json = json;
    hostOfTrack = trace.tracks().stream().mapToInt(trace.world()::hostOf).toArray();
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
    if (trace.clockErrorNanos() > 0) {
      json.writeNumberField("clockErrorNanos", trace.clockErrorNanos());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("traceEvents");
    for (int host = 0; host < trace.world().hosts().size(); host++) {
      name("process_name", host, 0, trace.world().hosts().get(host));
    }
    for (int track = 0; track < trace.tracks().size(); track++) {
      name("thread_name", hostOfTrack[track], track + 1, trace.tracks().get(track).name());
      event("M", "thread_sort_index", hostOfTrack[track], track + 1);
      json.writeObjectFieldStart("args");
      json.writeNumberField("sort_index", track);
      json.writeEndObject();
      json.writeEndObject();
    }
    for (int track = 0; track < trace.tracks().size(); track++) {
      for (int span = trace.firstSpan(track); span < trace.endSpan(track); span++) {
        span(span, track);
      }
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

  /// Opens an event; the caller closes it. Processes are counted from 1.
  private void event(String phase, String name, int host, int thread) throws IOException {
    json.writeRaw('\n');
    json.writeStartObject();
    json.writeStringField("ph", phase);
    json.writeStringField("name", name);
    json.writeNumberField("pid", host + 1);
    json.writeNumberField("tid", thread);
  }

  private void name(String what, int host, int thread, String name) throws IOException {
    event("M", what, host, thread);
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

  private void span(int span, int track) throws IOException {
    var label = trace.labels().get(trace.label(span));
    event("X", label.name(), hostOfTrack[track], track + 1);
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
    var phase = trace.phase(span);
    if (phase != null) {
      json.writeStringField("phase", phase.name());
    }
    var taken = new HashSet<>(OWN_ARGUMENTS);
    for (var said : trace.arguments(span)) {
      if (taken.add(said.key())) {
        json.writeStringField(said.key(), said.value());
      }
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
    int track = trace.track(span);
    event(phase, "dependency", hostOfTrack[track], track + 1);
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
    var of = trace.world().device(device);
    int host = of == null ? 0 : trace.world().hosts().indexOf(of.host());
    for (int i = 0; i < counter.times().length; i++) {
      event("C", name, host, 0);
      time("ts", counter.times()[i]);
      json.writeObjectFieldStart("args");
      json.writeNumberField(counter.unit(), counter.values()[i]);
      json.writeEndObject();
      json.writeEndObject();
    }
  }
}
