package dev.partitura.visualizers.timeline;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.cluster.MachineLoad;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Conditions;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.project.Diagram;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/// Sessions for tests.
public final class Sessions {
  private Sessions() {}

  public static Session empty() {
    var project =
        new Project(Network.empty("test"), Traces.twoWorkers(), Traces.twoStages(), Diagram.EMPTY);
    return new Session(project, new Appearance(Theme.DARK, Language.ENGLISH));
  }

  /// A run of two stages and two micro-batches; see [Traces#pipeline].
  public static Run pipelineRun(Session session) {
    var trace = Traces.pipeline();
    var graph = Traces.graph();
    long whole = trace.durationNanos();
    var iterations = new long[] {whole, whole + 100_000, whole + 50_000, whole + 400_000};
    var latencies =
        new long[] {
          6_500_000,
          whole,
          6_600_000,
          whole + 100_000,
          6_550_000,
          whole + 50_000,
          6_900_000,
          whole + 400_000
        };
    var result =
        new RunResult(
            Map.of(),
            graph,
            trace,
            iterations,
            latencies,
            8,
            false,
            List.of(),
            conditions(LongStream.of(iterations).sum()));
    var alone =
        new RunResult(
            Map.of(),
            graph,
            trace,
            new long[] {whole * 3 / 2},
            new long[] {whole * 3 / 2},
            8,
            false,
            List.of(),
            conditions(whole * 3 / 2));
    return new Run(
        1,
        "pipeline",
        null,
        new Analyses(
            trace, Provenance.of(session.project().network(), result, alone, Agreement.IDENTICAL)));
  }

  private static Conditions conditions(long wallNanos) {
    return new Conditions(
        Traces.twoStages(), 8, 1, 3, Conditions.WarmUp.SETTLED, wallNanos, MachineLoad.UNKNOWN);
  }
}
