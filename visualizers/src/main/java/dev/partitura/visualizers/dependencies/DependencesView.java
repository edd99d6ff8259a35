package dev.partitura.visualizers.dependencies;

import dev.partitura.engine.execute.PlanRunner;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.workbench.Visualizer;
import javafx.scene.Node;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// What waits for what in the current run, and why.
public final class DependencesView implements Visualizer {
  private final PlanRunner runner;

  /// @param runner measures what the run would be without reuse of memory
  public DependencesView(PlanRunner runner) {
    this.runner = runner;
  }

  @Override
  public String id() {
    return "dependences";
  }

  @Override
  public String title(Language language) {
    return Texts.of(DependencesView.class, language).get("title");
  }

  @Override
  public Ikon icon() {
    return Feather.GIT_MERGE;
  }

  @Override
  public Node create(Session session) {
    return new DependencesBoard(session, runner);
  }
}
