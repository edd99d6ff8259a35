package dev.partitura.ui.run;

import dev.partitura.ui.control.EmptyState;
import dev.partitura.ui.session.Elsewhere;
import dev.partitura.ui.session.Session;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.Ikon;

/// What a view of runs shows before the first: what would fill it, and the button that runs, where
/// there is anything to run.
public final class NoRun {
  private NoRun() {}

  /// @param sentence what would fill the view
  public static EmptyState of(Session session, Ikon icon, String sentence) {
    var texts = session.texts(NoRun.class);
    var state = new EmptyState(icon, sentence);
    var run = new Button(texts.get("run"));
    run.setOnAction(_ -> session.commands().fire("run.run"));
    run.disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () ->
                    session.project().network().ops().isEmpty()
                        || Elsewhere.reason(session.project()) != null,
                session.projectProperty()));
    var why = new Tooltip();
    why.textProperty()
        .bind(
            Bindings.createStringBinding(
                () -> {
                  var elsewhere = Elsewhere.sentence(session.project(), session.locale());
                  return session.project().network().ops().isEmpty()
                      ? texts.get("run.empty")
                      : elsewhere == null ? texts.get("run.explain") : elsewhere;
                },
                session.projectProperty()));
    run.setTooltip(why);
    state.add(run);
    return state;
  }
}
