package dev.partitura.app.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.file.JsonText;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalDouble;

/// How fast plans were lowered, and how large the largest graph became.
///
/// @param chainOps ops of the chain; 20,000 unless it was tried out
/// @param tasks of the largest graph
/// @param graphBytes of its columns
/// @param load threads that wanted a core over the last minute; empty where the system does not
///   tell
public record LoweringScores(
    Timing resnet50Edit,
    Timing resnet50TrainingEdit,
    Timing chain,
    int chainOps,
    Timing expansion,
    int tasks,
    long graphBytes,
    OptionalDouble load) {
  public double tasksPerSecond() {
    return tasks * 1e9 / expansion.wallNanos();
  }

  public double bytesPerTask() {
    return (double) graphBytes / tasks;
  }

  /// The report as JSON text.
  public String json() {
    var root = JsonText.object();
    var lowering = root.putObject("lowering");
    put(lowering, "resnet50Edit", resnet50Edit);
    put(lowering, "resnet50TrainingEdit", resnet50TrainingEdit);
    put(lowering, "chain" + chainOps, chain);
    lowering
        .put("tasks", tasks)
        .put("tasksPerSecond", tasksPerSecond())
        .put("tasksPerCpuSecond", tasks * 1e9 / expansion.cpuNanos())
        .put("bytesPerTask", bytesPerTask());
    if (load.isPresent()) {
      lowering.put("loadAverage", load.getAsDouble());
    } else {
      lowering.putNull("loadAverage");
    }
    return JsonText.write(root);
  }

  private static void put(ObjectNode lowering, String name, Timing timing) {
    lowering.put(name + "Millis", timing.wallMillis()).put(name + "CpuMillis", timing.cpuMillis());
  }

  /// A table for people.
  public void print(PrintWriter out) {
    Timing.header(out, "lowering");
    resnet50Edit.row(out, "resnet50, other micro-batches");
    resnet50TrainingEdit.row(out, "the same to train, predicted");
    chain.row(out, String.format(Locale.ROOT, "chain of %,d new ops", chainOps));
    expansion.row(out, String.format(Locale.ROOT, "%,d tasks", tasks));
    out.printf(
        Locale.ROOT,
        "%.2f million tasks a second, %.1f bytes a task%n",
        tasksPerSecond() / 1e6,
        bytesPerTask());
    load.ifPresent(
        average -> out.printf(Locale.ROOT, "load of the machine %.1f threads%n", average));
    out.flush();
  }
}
