package dev.partitura.app.ranks;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.partitura.app.Main;
import dev.partitura.app.cli.NetworkWords;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.execute.ranks.MpiInstallation;
import dev.partitura.engine.execute.ranks.RanksExecutor;
import java.util.List;
import java.util.stream.Stream;

/// What the tests of ranks share.
final class RankTesting {
  private RankTesting() {}

  /// The words of the kinds of MPI that are installed; without any, the tests are skipped.
  static Stream<String> kinds() {
    var found = MpiInstallation.all();
    if (found.isEmpty()) {
      System.out.println("Skipped: no MPI is installed (openmpi-bin, mpich).");
      abort("no MPI is installed");
    }
    return found.stream().map(MpiInstallation::word);
  }

  static RanksExecutor executor(String kind) {
    return new RanksExecutor(new LocalExecutor(), NetworkWords::of, Main.class.getName(), kind);
  }

  /// Processes that were started by this one to be ranks, or to start them.
  static List<ProcessHandle> processes() {
    return ProcessHandle.current()
        .descendants()
        .filter(ProcessHandle::isAlive)
        .filter(process -> process.info().command().orElse("").matches(".*(mpi|hydra|orte|java).*"))
        .toList();
  }

  /// The ranks among [#processes].
  static List<ProcessHandle> ranks() {
    return processes().stream()
        .filter(process -> process.info().command().orElse("").endsWith("java"))
        .toList();
  }
}
