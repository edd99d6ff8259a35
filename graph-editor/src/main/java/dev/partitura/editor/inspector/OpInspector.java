package dev.partitura.editor.inspector;

import dev.partitura.editor.network.GraphModel;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.StackPane;

/// What is selected: one op with all that can be written of it, the sums of several, an edge, a
/// span or idle time of the current run, or else the network.
public final class OpInspector extends StackPane {
  private final Session session;
  private final GraphModel model;
  private final Texts texts;
  private final ScrollPane scroll = new ScrollPane();

  public OpInspector(Session session, GraphModel model) {
    this.session = session;
    this.model = model;
    texts = session.texts(OpInspector.class);
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    getChildren().add(scroll);
    setId("op-inspector");
    session.selection().whenChanged(this::refresh);
    session.currentRunProperty().addListener((_, _, _) -> refresh());
    session.projectProperty().addListener((_, _, _) -> refresh());
    model.factsProperty().addListener((_, _, _) -> refresh());
    refresh();
  }

  private void refresh() {
    var page = new Page(texts, session.locale());
    var selection = session.selection();
    var run = session.currentRun();
    var idle = selection.idle();
    var chosen = selection.ops().stream().filter(model.facts().ops()::containsKey).toList();
    var single = chosen.size() == 1 ? model.facts().ops().get(chosen.getFirst()) : null;
    if (run != null && idle != null) {
      new IdlePage(page, session, texts).show(run, idle);
    } else if (single != null) {
      new OpPage(page, model, texts, this::apply).show(single);
    } else if (!chosen.isEmpty()) {
      page.title(texts.get("many", chosen.size()), "");
    } else if (!selection.edges().isEmpty()) {
      new EdgePage(page, model, session, texts).show(selection.edges());
    } else {
      new NetworkPage(page, model, texts, this::apply).show();
    }
    new RunSection(session, texts).show(page, chosen);
    if (!chosen.isEmpty()) {
      new CostSection(model, session, texts).show(page, chosen);
    }
    scroll.setContent(page);
  }

  private void apply(Edit edit) {
    try {
      session.apply(edit);
    } catch (ProblemException refused) {
      session.notices().show(refused);
      refresh();
    }
  }
}
