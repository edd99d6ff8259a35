package dev.partitura.engine.execute.local;

import dev.partitura.engine.cluster.ThisHost;
import dev.partitura.engine.execute.device.Runtimes;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.lower.Lowered;
import java.util.ArrayList;
import java.util.Objects;

/// Whether the devices of a plan are of this machine; those that are only imagined may be anywhere.
final class LocalDevices {
  private LocalDevices() {}

  /// @throws ProblemException when a device that shall compute is of another machine or of none
  static void require(Lowered lowered, Runtimes runtimes) {
    var problems = new ArrayList<Problem>();
    for (var id : lowered.plan().devices()) {
      var device = Objects.requireNonNull(lowered.cluster().device(id));
      var absence =
          runtimes.of(device).computes() ? ThisHost.absence(lowered.cluster(), device) : null;
      if (absence != null) {
        problems.add(absence);
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }
}
