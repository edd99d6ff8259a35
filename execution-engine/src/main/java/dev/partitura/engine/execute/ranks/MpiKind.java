package dev.partitura.engine.execute.ranks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The implementations of MPI that are known, each with its binary interface: what its library and
/// its launcher are called and how the launcher is told what is wanted.
public enum MpiKind {
  OPEN_MPI("Open MPI"),
  MPICH("MPICH");

  private final String label;

  MpiKind(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  /// Names under which the system's loader may know the library, the likeliest first.
  List<String> libraries() {
    return switch (this) {
      case OPEN_MPI -> List.of("libmpi.so.40", "libmpi.40.dylib", "libmpi.so");
      case MPICH -> List.of("libmpich.so.12", "libmpi.so.12", "libmpi.12.dylib", "libmpich.so");
    };
  }

  /// Names of its launcher, the likeliest first.
  List<String> launchers() {
    return switch (this) {
      case OPEN_MPI -> List.of("mpirun.openmpi", "mpirun", "mpiexec");
      case MPICH -> List.of("mpirun.mpich", "mpiexec.hydra", "mpirun", "mpiexec");
    };
  }

  /// The kind whose launcher says this of its version.
  static @Nullable MpiKind ofVersion(String text) {
    var small = text.toLowerCase(Locale.ROOT);
    return small.contains("open mpi") || small.contains("openrte")
        ? OPEN_MPI
        : small.contains("hydra") || small.contains("mpich") ? MPICH : null;
  }

  /// What the launcher is told so that it starts as many ranks as asked for, also more than there
  /// are cores, and binds none: each pins its own threads.
  List<String> options(int ranks) {
    return switch (this) {
      case OPEN_MPI ->
          List.of(
              "--oversubscribe",
              "--bind-to",
              "none",
              "--mca",
              "mpi_yield_when_idle",
              "1",
              // All ranks are of this machine, where no ssh is needed to reach them.
              "--mca",
              "plm",
              "isolated",
              "-n",
              Integer.toString(ranks));
      case MPICH -> List.of("-n", Integer.toString(ranks));
    };
  }

  /// What launcher and ranks need in their environment. UCX would take the signal by which Java
  /// notices null pointers.
  Map<String, String> environment() {
    return switch (this) {
      case OPEN_MPI ->
          Map.of(
              "OMPI_ALLOW_RUN_AS_ROOT",
              "1",
              "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM",
              "1",
              "UCX_ERROR_SIGNALS",
              "");
      case MPICH -> Map.of("UCX_ERROR_SIGNALS", "");
    };
  }

  /// By which variable its launcher tells a process its rank.
  String rankVariable() {
    return switch (this) {
      case OPEN_MPI -> "OMPI_COMM_WORLD_RANK";
      case MPICH -> "PMI_RANK";
    };
  }
}
