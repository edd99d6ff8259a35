package dev.partitura.ui.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.project.Diagram;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.trace.Origin;
import dev.partitura.engine.trace.TraceBuilder;
import dev.partitura.engine.trace.World;
import dev.partitura.ui.session.Standing.Part;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResultsTest {
  private final Project project = project();
  private final Session session =
      new Session(project, new Appearance(Theme.DARK, Language.ENGLISH));
  private final Results results = session.results();

  private static Project project() {
    var cluster = Clusters.workers(1);
    var plan = Plan.single(cluster.devices().getFirst().id());
    return new Project(Network.empty("n"), cluster, plan, Diagram.EMPTY);
  }

  /// A run of the session's project as it is now.
  private Run run(int number) {
    var now = session.project();
    var made = new Provenance(now.network(), now.plan(), null, null, null, Agreement.IDENTICAL);
    var trace = new TraceBuilder(Origin.MEASURED, World.of(now.cluster())).build();
    var setup = new Run.Setup(now.cluster(), session.batchProperty().get(), 10);
    return new Run(number, "single", setup, new Analyses(trace, made));
  }

  private Set<Part> changed() {
    return results.standing().changed();
  }

  private void edit(java.util.function.UnaryOperator<Project> change) {
    session.apply(Edit.of("Edit", change));
  }

  private static Project renamed(Project project) {
    return new Project(
        project.network().withName("other"), project.cluster(), project.plan(), project.diagram());
  }

  private static Project sliced(Project project) {
    return project.withPlan(project.plan().withMicroBatches(2));
  }

  @Test
  void anyEditMakesResultsOldAndUndoMakesThemHoldAgain() {
    session.show(run(1));
    assertEquals(Set.of(), changed());
    edit(ResultsTest::sliced);
    assertEquals(Set.of(Part.PLAN), changed());
    session.history().undo();
    assertEquals(Set.of(), changed());
    edit(ResultsTest::renamed);
    assertEquals(Set.of(Part.NETWORK), changed());
    session.history().undo();
    edit(p -> p.withCluster(Clusters.workers(2)));
    assertEquals(Set.of(Part.CLUSTER), changed());
    session.history().undo();
    session.batchProperty().set(16);
    assertEquals(Set.of(Part.BATCH), changed());
    session.batchProperty().set(0);
    assertEquals(Set.of(), changed());
    edit(p -> p.withDiagram(new Diagram(java.util.Map.of(), Set.of("block"))));
    assertFalse(results.standing().isStale());
  }

  @Test
  void aChosenRunShowsItsPlanUntilTheNextEdit() {
    var first = run(1);
    session.show(first);
    edit(ResultsTest::sliced);
    session.show(run(2));
    results.choose(first);
    assertEquals(project.plan(), results.shownPlanProperty().get());
    assertEquals(2, session.project().plan().microBatches());
    edit(p -> p.withPlan(p.plan().withMicroBatches(4)));
    assertEquals(4, results.shownPlanProperty().get().microBatches());
  }

  @Test
  void restoringIsOneEditThatCanBeUndone() {
    session.batchProperty().set(8);
    var first = run(1);
    session.show(first);
    edit(ResultsTest::sliced);
    edit(ResultsTest::renamed);
    session.batchProperty().set(0);
    results.restore(first, "Restore");
    assertEquals(project.plan(), session.project().plan());
    assertEquals(project.network(), session.project().network());
    assertEquals(8, session.batchProperty().get());
    assertEquals(Set.of(), changed());
    session.history().undo();
    assertEquals("other", session.project().network().name());
    assertEquals(2, session.project().plan().microBatches());
  }

  @Test
  void aRunIsComparedWithOthersAndNeverWithItself() {
    var first = run(1);
    var second = run(2);
    var third = run(3);
    session.show(first);
    session.show(second);
    session.show(third);
    results.compare(third);
    assertEquals(List.of(), results.comparedProperty().get());
    results.compare(second);
    results.compare(first);
    assertEquals(List.of(second, first), results.comparedProperty().get());
    results.compare(second);
    assertEquals(List.of(first), results.comparedProperty().get());
    results.choose(first);
    assertEquals(List.of(), results.comparedProperty().get());
    results.compare(second);
    session.remove(second);
    assertEquals(List.of(), results.comparedProperty().get());
    results.compare(third);
    session.remove(first);
    assertEquals(third, session.currentRun());
    assertEquals(List.of(), results.comparedProperty().get());
  }

  @Test
  void runsOfAProjectWithAFileAreWorkThatCanBeLost() {
    session.show(run(1));
    assertFalse(session.unsaved().get());
    session.fileProperty().set(Path.of("net.partitura"));
    assertTrue(session.unsaved().get());
    results.markSaved(List.copyOf(session.runs()));
    assertFalse(session.unsaved().get());
    session.remove(session.runs().getFirst());
    assertTrue(session.unsaved().get());
  }
}
