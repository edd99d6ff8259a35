package dev.partitura.app.bench;

import dev.partitura.engine.file.JsonText;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalDouble;

/// How fast plans were run in thought.
///
/// @param edit of a plan, laid out and simulated anew
/// @param editTasks tasks of such a plan
/// @param simulation of the large graph, which is laid out already
/// @param tasks of the large graph
public record SimulationScores(
    Timing edit, int editTasks, Timing simulation, int tasks, OptionalDouble load) {
  public double tasksPerSecond() {
    return tasks * 1e9 / simulation.wallNanos();
  }

  /// The report as JSON text.
  public String json() {
    var root = JsonText.object();
    var simulation = root.putObject("simulation");
    simulation
        .put("editTasks", editTasks)
        .put("editMillis", edit.wallMillis())
        .put("editCpuMillis", edit.cpuMillis())
        .put("tasks", tasks)
        .put("tasksPerSecond", tasksPerSecond())
        .put("tasksPerCpuSecond", tasks * 1e9 / simulation().cpuNanos());
    if (load.isPresent()) {
      simulation.put("loadAverage", load.getAsDouble());
    } else {
      simulation.putNull("loadAverage");
    }
    return JsonText.write(root);
  }

  /// A table for people.
  public void print(PrintWriter out) {
    Timing.header(out, "simulation");
    edit.row(out, String.format(Locale.ROOT, "edit of a plan of %,d tasks", editTasks));
    simulation.row(out, String.format(Locale.ROOT, "%,d tasks", tasks));
    out.printf(Locale.ROOT, "%.2f million tasks a second%n", tasksPerSecond() / 1e6);
    load.ifPresent(
        average -> out.printf(Locale.ROOT, "load of the machine %.1f threads%n", average));
    out.flush();
  }
}
