package dev.partitura.ui.session;

import dev.partitura.engine.cluster.ThisHost;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.project.Project;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Whether the plan of a project lies on devices that are not here.
public final class Elsewhere {
  private Elsewhere() {}

  /// Why nothing can run on the first device of the plan that is not here, or null where all are.
  public static @Nullable Problem reason(Project project) {
    var cluster = project.cluster();
    return project.plan().devices().stream()
        .map(cluster::device)
        .filter(Objects::nonNull)
        .map(device -> ThisHost.absence(cluster, device))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /// The same as a sentence with a way out.
  public static @Nullable String sentence(Project project, java.util.Locale locale) {
    var reason = reason(project);
    return reason == null ? null : reason.message(locale) + " " + reason.hint(locale);
  }
}
