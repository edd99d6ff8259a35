package dev.partitura.visualizers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.workbench.Visualizer;
import dev.partitura.visualizers.timeline.Sessions;
import javafx.scene.Node;
import javafx.scene.control.Label;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

@Tag("fx")
class ViewExampleTest {
  /// All that a new view takes: this, and its line in [Visualizers].
  private static final class SpanCount implements Visualizer {
    @Override
    public String id() {
      return "span-count";
    }

    @Override
    public String title(Language language) {
      return language == Language.ENGLISH ? "Spans" : "区间";
    }

    @Override
    public Ikon icon() {
      return Feather.HASH;
    }

    @Override
    public Node create(Session session) {
      var label = new Label();
      label
          .textProperty()
          .bind(
              session
                  .currentRunProperty()
                  .map(run -> run.trace().spanCount() + " spans")
                  .orElse("no run"));
      return label;
    }
  }

  @BeforeEach
  void start() throws Exception {
    FxToolkit.registerPrimaryStage();
  }

  @Test
  void aNewViewFollowsTheSession() {
    new FxRobot()
        .interact(() -> {
          var session = Sessions.empty();
          var view = (Label) new SpanCount().create(session);
          assertEquals("no run", view.getText());
          var run = Sessions.pipelineRun(session);
          session.show(run);
          assertEquals(run.trace().spanCount() + " spans", view.getText());
          session.background().close();
        });
  }
}
