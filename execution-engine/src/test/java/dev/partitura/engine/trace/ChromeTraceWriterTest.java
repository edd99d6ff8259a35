package dev.partitura.engine.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.TaskKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChromeTraceWriterTest {
  @TempDir private Path folder;

  private static final World.Device CPU0 = new World.Device(new DeviceId("cpu0"), "CPU 0", "left");
  private static final World.Device CPU1 = new World.Device(new DeviceId("cpu1"), "CPU 1", "right");
  private static final World WORLD = new World(List.of("left", "right"), List.of(CPU0, CPU1));

  private static Trace trace() {
    var builder = new TraceBuilder(Origin.MEASURED, WORLD);
    int track = builder.track(new Track.OfLane("CPU 0", CPU0.id(), Lane.COMPUTE));
    int other = builder.track(new Track.OfLane("CPU 1", CPU1.id(), Lane.COMPUTE));
    int conv =
        builder.label(
            new Trace.Label("conv \"1\"", "Conv", List.of(new OpId("conv1"), new OpId("relu1"))));
    int copy = builder.label(new Trace.Label("x", "transfer", List.of()));
    int from = builder.span(track, conv, TaskKind.COMPUTE, 1_005, 2_500_001);
    builder.replica(from, 0);
    builder.microBatch(from, 3);
    builder.task(from, 7);
    builder.phase(from, Phase.W);
    int to = builder.span(other, copy, TaskKind.TRANSFER, 2_600_000, 2_600_050);
    builder.microBatch(to, 3);
    builder.bytes(to, 4096);
    builder.argument(to, new Argument("stream", "7"));
    builder.argument(to, new Argument("bytes", "of another kind"));
    builder.argument(to, new Argument("stream", "8"));
    builder.flow(from, to);
    builder.counter(new Counter("memory", "bytes", CPU1.id(), new long[] {0}, new double[] {12}));
    return builder.build();
  }

  @Test
  void spansFlowsAndCountersAreWritten() throws IOException {
    var file = folder.resolve("trace.json");
    ChromeTraceWriter.write(trace(), file);
    assertEquals(
        """
        {"displayTimeUnit":"ns","otherData":{"origin":"measured"},"traceEvents":[
        {"ph":"M","name":"process_name","pid":1,"tid":0,"args":{"name":"left"}},
        {"ph":"M","name":"process_name","pid":2,"tid":0,"args":{"name":"right"}},
        {"ph":"M","name":"thread_name","pid":1,"tid":1,"args":{"name":"CPU 0"}},
        {"ph":"M","name":"thread_sort_index","pid":1,"tid":1,"args":{"sort_index":0}},
        {"ph":"M","name":"thread_name","pid":2,"tid":2,"args":{"name":"CPU 1"}},
        {"ph":"M","name":"thread_sort_index","pid":2,"tid":2,"args":{"sort_index":1}},
        {"ph":"X","name":"conv \\"1\\"","pid":1,"tid":1,"cat":"Conv","ts":1.005,"dur":2498.996,"args":{"ops":["conv1","relu1"],"replica":0,"microBatch":3,"task":7,"phase":"W"}},
        {"ph":"X","name":"x","pid":2,"tid":2,"cat":"transfer","ts":2600.000,"dur":0.050,"args":{"microBatch":3,"bytes":4096,"stream":"7"}},
        {"ph":"s","name":"dependency","pid":1,"tid":1,"cat":"flow","id":0,"ts":2500.000},
        {"ph":"f","name":"dependency","pid":2,"tid":2,"cat":"flow","id":0,"bp":"e","ts":2600.000},
        {"ph":"C","name":"memory cpu1","pid":2,"tid":0,"ts":0.000,"args":{"bytes":12.0}}]}
        """,
        Files.readString(file).replace(",\n", "|\n").replace("\n,", ",\n").replace("|\n", ",\n"));
  }

  @Test
  void namesAreWrittenAsTheyAreAndHarmless() throws IOException {
    var builder = new TraceBuilder(Origin.MEASURED, World.EMPTY);
    int track = builder.track(new Track.OfThread("main", "here"));
    int label =
        builder.label(
            new Trace.Label(
                "卷积é🙂 \u0001\u007f\u009b\ud83d!", "Conv", List.of(new OpId("🙂\ud83d"))));
    builder.span(track, label, TaskKind.COMPUTE, 0, 1);
    var file = folder.resolve("trace.json");
    ChromeTraceWriter.write(builder.build(), file);
    var text = Files.readString(file);
    assertTrue(
        text.contains("\"卷积é🙂 \\u0001\\u007F\\u009b?!\"")
            || text.contains("\"卷积é🙂 \\u0001\\u007f\\u009b?!\""),
        text);
    assertTrue(text.contains("\"ops\":[\"🙂?\"]"), text);
    assertFalse(text.contains("\\ud83"), text);
  }

  @Test
  void fileThatCannotBeWrittenIsRefusedAndTheOldOneStays() throws IOException {
    var missing = folder.resolve("absent").resolve("trace.json");
    assertThrows(ProblemException.class, () -> ChromeTraceWriter.write(trace(), missing));
    assertFalse(Files.exists(missing));
  }
}
