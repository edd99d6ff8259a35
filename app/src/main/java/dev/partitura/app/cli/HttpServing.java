package dev.partitura.app.cli;

import dev.partitura.app.http.InferenceServer;
import dev.partitura.app.http.ServedModel;
import dev.partitura.engine.execute.serve.QueueSettings;
import dev.partitura.engine.execute.serve.ServingFigures;
import dev.partitura.engine.execute.serve.ServingRecorder;
import dev.partitura.engine.execute.serve.live.BatchServer;
import dev.partitura.engine.execute.serve.live.ServedPlan;
import dev.partitura.engine.execute.serve.live.ServingTrace;
import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.quantity.Quantity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Serves a loaded plan over HTTP until told to stop, and counts.
final class HttpServing {
  private static final long MOST_BYTES = 64L << 20;
  private static final long LOOK_MILLIS = 100;

  private HttpServing() {}

  /// Blocks until the time is over, or the command is cancelled.
  ///
  /// @param seconds null for no end
  /// @param listening hears where
  static ServingFigures of(
      ServedPlan served,
      QueueSettings settings,
      String model,
      String host,
      int port,
      @Nullable Double seconds,
      Consumer<String> listening) {
    var recorder = new ServingRecorder(0, served.instances().size());
    var figures = new AtomicReference<@Nullable ServingFigures>();
    try (var server =
        new BatchServer(
            settings, served.instances(), served.service(), recorder, ServingTrace.none())) {
      var name = name(model);
      var known = new ServedModel(name, served.binding(), settings.batchMax(), server);
      try (var web = new InferenceServer(known, host, port, MOST_BYTES)) {
        listening.accept("http://" + host + ":" + web.port() + "/v2/models/" + name);
        await(server, seconds);
      }
      server.locked(() -> figures.set(recorder.figures(server.now())));
    }
    return Objects.requireNonNull(figures.get());
  }

  private static void await(BatchServer server, @Nullable Double seconds) {
    double end = seconds == null ? Double.POSITIVE_INFINITY : server.now() + seconds * 1e9;
    while (server.now() < end && !Checkpoint.isCancelled()) {
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      } catch (InterruptedException _) {
        // Asked to end: what was counted is still told.
        return;
      }
    }
  }

  /// The file's name without its ending, or the words, as far as they can stand in an address.
  private static String name(String model) {
    var file = String.valueOf(Path.of(model).getFileName());
    return file.replaceFirst("\\.onnx$", "").replaceAll("[^A-Za-z0-9._-]", "_");
  }

  static String table(ServingFigures of) {
    var rows = new ArrayList<List<String>>();
    rows.add(
        List.of("answered", of.answered() + " requests, " + of.shedInAll() + " shed, measured"));
    rows.add(
        List.of(
            "latency",
            Quantity.time(of.latencyNanos().p50())
                + " at p50, "
                + Quantity.time(of.latencyNanos().p99())
                + " at p99, from when a body was read until its answer was computed"));
    rows.add(List.of("requests of a batch", Quantity.digits(of.meanBatch())));
    return Table.of(rows);
  }

  static String json(
      String model,
      String plan,
      ServedPlan served,
      QueueSettings settings,
      ServingFigures figures) {
    var root = JsonText.object();
    root.put("origin", "measured");
    root.put("model", model);
    root.put("plan", plan);
    ServeReport.put(root, settings);
    figures.put(root);
    ServeReport.putService(root, served);
    return JsonText.write(root);
  }
}
