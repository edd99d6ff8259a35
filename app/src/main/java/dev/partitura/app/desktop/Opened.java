package dev.partitura.app.desktop;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.project.KeptRun;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.project.RunsFile;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A project fresh from a file or a sample.
///
/// @param file the project file it is stored in; null for a sample, a model or a new network
/// @param kept the runs that were saved with it
record Opened(Project project, @Nullable Path file, RunsFile.Found kept) {
  /// A project without runs.
  Opened(Project project, @Nullable Path file) {
    this(project, file, RunsFile.Found.NOTHING);
  }

  /// The same under another plan.
  Opened with(Project other) {
    return new Opened(other, file, kept);
  }

  /// Shows it in a session, and says what could not be read. On the FX thread.
  void showIn(Session session) {
    open(session, file, true);
  }

  /// The same with what a crash left of a project, which is not as in its file.
  void recoverIn(Session session, @Nullable Path original) {
    open(session, original, false);
  }

  private void open(Session session, @Nullable Path path, boolean isSaved) {
    session.open(project, path, isSaved, kept.runs().stream().map(Opened::shown).toList());
    if (!kept.lost().isEmpty()) {
      session.notices().show(kept.lost());
    }
  }

  private static Run shown(KeptRun run) {
    return new Run(
        run.number(),
        run.strategy(),
        new Run.Setup(run.cluster(), run.batch(), run.repeats()),
        run.analyses());
  }

  /// The runs of a session as they are kept; those of which too little is known are not.
  static List<KeptRun> kept(List<Run> runs) {
    return runs.stream()
        .filter(run -> run.provenance().measured() != null && run.provenance().plan() != null)
        .flatMap(run -> {
          var setup = run.setup();
          return setup == null
              ? java.util.stream.Stream.of()
              : java.util.stream.Stream.of(
                  new KeptRun(
                      run.number(),
                      run.strategy(),
                      setup.cluster(),
                      setup.batch(),
                      setup.repeats(),
                      run.analyses()));
        })
        .toList();
  }

  /// Makes what screens ask of the runs, so that none has to wait. Any thread but FX's.
  Opened analysed() {
    kept.runs().forEach(run -> Analyses.CATALOGUE.forEach(run.analyses()::find));
    return this;
  }
}
