package dev.partitura.engine.execute.ranks;

import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An MPI that is installed here.
///
/// @param launcher its program that starts ranks
/// @param version as the launcher tells it
public record MpiInstallation(MpiKind kind, Path launcher, String version) {
  /// Names the kind that is wanted, where there are several: `openmpi` or `mpich`.
  static final String CHOICE = "PARTITURA_MPI";

  /// The word for it, such as `openmpi`.
  public String word() {
    return kind.label().replace(" ", "").toLowerCase(Locale.ROOT);
  }

  /// All that are found on the path, the one that plain `mpirun` means in front.
  public static List<MpiInstallation> all() {
    var found = new ArrayList<MpiInstallation>();
    var plain = onPath("mpirun");
    var first = plain == null ? null : look(plain);
    if (first != null) {
      found.add(first);
    }
    for (var kind : MpiKind.values()) {
      if (found.stream().noneMatch(each -> each.kind() == kind)) {
        kind.launchers().stream()
            .map(MpiInstallation::onPath)
            .flatMap(file -> Optional.ofNullable(file).stream())
            .flatMap(file -> Optional.ofNullable(look(file)).stream())
            .filter(each -> each.kind() == kind)
            .findFirst()
            .ifPresent(found::add);
      }
    }
    return found;
  }

  /// The one to use: that of the variable `PARTITURA_MPI`, or else the one that `mpirun` means.
  ///
  /// @param asked comes before the variable
  /// @throws ProblemException when there is none
  static MpiInstallation find(@Nullable String asked) {
    var wanted = asked == null ? System.getenv(CHOICE) : asked;
    var found = all();
    for (var each : found) {
      if (wanted == null || wanted.isBlank() || each.word().equals(wanted)) {
        return each;
      }
    }
    throw found.isEmpty()
        ? ProblemException.of("ranks.mpi.missing", "", installation())
        : ProblemException.of("ranks.mpi.other", "", String.valueOf(wanted), names(found));
  }

  private static String names(List<MpiInstallation> found) {
    return String.join(", ", found.stream().map(MpiInstallation::word).toList());
  }

  /// How this system gets one.
  private static Phrase installation() {
    if (onPath("apt-get") != null) {
      return Phrase.of("words.mpi.apt");
    }
    if (onPath("dnf") != null) {
      return Phrase.of("words.mpi.dnf");
    }
    return onPath("brew") != null ? Phrase.of("words.mpi.brew") : Phrase.of("words.mpi.other");
  }

  private static @Nullable Path onPath(String name) {
    var path = System.getenv("PATH");
    for (var folder : (path == null ? "" : path).split(File.pathSeparator, -1)) {
      var file = Path.of(folder.isEmpty() ? "." : folder, name);
      if (Files.isExecutable(file) && Files.isRegularFile(file)) {
        return file;
      }
    }
    return null;
  }

  private static @Nullable MpiInstallation look(Path launcher) {
    try {
      var process =
          new ProcessBuilder(launcher.toString(), "--version").redirectErrorStream(true).start();
      process.getOutputStream().close();
      var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      var kind = MpiKind.ofVersion(text);
      return kind == null ? null : new MpiInstallation(kind, launcher, number(text));
    } catch (IOException unusable) {
      return null;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private static String number(String text) {
    var matcher = Pattern.compile("[0-9]+\\.[0-9]+(\\.[0-9]+)?").matcher(text);
    return matcher.find() ? matcher.group() : "";
  }
}
