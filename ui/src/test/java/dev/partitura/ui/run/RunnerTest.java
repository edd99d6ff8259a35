package dev.partitura.ui.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.PlanRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.project.Diagram;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.trace.Trace;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunnerTest {
  private final PlanRunner executor = new LoweringRunner(new LocalExecutor());
  private final Project project = project();
  private final Session session =
      new Session(project, new Appearance(Theme.DARK, Language.ENGLISH));
  private final Runner runner = new Runner(session, executor);

  private static Project project() {
    var b = new NetworkBuilder("net");
    b.output(b.op("Relu", b.input("x", Shape.of(4))));
    var cluster = Clusters.workers(1);
    var plan = Plan.single(cluster.devices().getFirst().id());
    return new Project(b.build(), cluster, plan, Diagram.EMPTY);
  }

  /// @param cancelled as soon as it warms up
  private Runner.Finished run(int number, boolean cancelled) {
    var request =
        new RunRequest(
            project.network(),
            project.cluster(),
            project.plan(),
            0,
            Map.of(),
            1,
            3,
            RunRequest.UNTIL_SETTLED);
    var cancellation = new Cancellation();
    Progress progress =
        (phase, _, _) -> {
          if (cancelled && phase.equals("warmup")) {
            cancellation.cancel();
          }
        };
    var result = executor.run(request, cancellation, progress);
    var made = Provenance.of(project.network(), result, null, Agreement.UNKNOWN);
    var run = new Run(number, "Single", null, new Analyses(result.trace(), made));
    return new Runner.Finished(run, result.notes(), result.hasMeasuredNothing());
  }

  @Test
  void aRunThatMeasuredNothingLeavesTheLastOneAndIsTold() {
    var good = run(1, false);
    runner.show(good);
    runner.show(run(2, true));
    assertEquals(List.of(good.run()), session.runs());
    assertSame(good.run(), session.currentRunProperty().get());
    assertEquals(
        "The run was cancelled before anything was measured.",
        session.notices().shown().getLast().message().in(Language.ENGLISH));
  }

  @Test
  void aWatchedRunTellsItsRepeatsAndShowsTheLatest() {
    var request =
        new RunRequest(
            project.network(), project.cluster(), project.plan(), 0, Map.of(), 1, 50_000, 1);
    var told = new ArrayList<String>();
    var traces = new ArrayList<Trace>();
    Progress heard =
        new Progress() {
          @Override
          public void update(String phase, long done, long total) {}

          @Override
          public void repeats(int done, int total, long leftNanos) {
            told.add(done + " of " + total);
          }
        };
    executor.run(request, new Cancellation(), new LiveTrace(heard, traces::add));
    assertTrue(told.getLast().endsWith(" of 50000"), told::toString);
    assertEquals("50000 of 50000", told.getLast());
    assertFalse(traces.isEmpty());
    assertEquals(1, traces.getFirst().spanCount());
  }

  @Test
  void afterAnotherProjectWasOpenedARunOfTheOldOneIsNotItsResult() {
    int before = session.results().documentProperty().get();
    runner.show(run(1, false));
    session.open(project, null, true);
    assertEquals(before + 1, session.results().documentProperty().get());
    assertEquals(List.of(), session.runs());
  }
}
