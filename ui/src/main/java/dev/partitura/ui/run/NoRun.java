package dev.partitura.ui.run;

import dev.partitura.ui.control.EmptyState;
import dev.partitura.ui.session.Elsewhere;
import dev.partitura.ui.session.Session;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.Ikon;

/// What a view of runs shows before the first: what would fill it, and the button that runs, where
/// there is anything to run, or predicts what is not here.
public final class NoRun {
  private NoRun() {}

  /// @param sentence what would fill the view
  public static EmptyState of(Session session, Ikon icon, String sentence) {
    var texts = session.texts(NoRun.class);
    var state = new EmptyState(icon, sentence);
    var run = new Button();
    run.textProperty()
        .bind(
            Bindings.createStringBinding(
                () -> texts.get(isHere(session) ? "run" : "predict"), session.projectProperty()));
    run.setOnAction(_ -> session.commands().fire(isHere(session) ? "run.run" : "run.predict"));
    run.disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> session.project().network().ops().isEmpty(), session.projectProperty()));
    var why = new Tooltip();
    why.textProperty()
        .bind(
            Bindings.createStringBinding(
                () ->
                    texts.get(
                        session.project().network().ops().isEmpty()
                            ? "run.empty"
                            : isHere(session) ? "run.explain" : "predict.explain"),
                session.projectProperty()));
    run.setTooltip(why);
    state.add(run);
    return state;
  }

  /// What is not here can be predicted all the same.
  private static boolean isHere(Session session) {
    return Elsewhere.reason(session.project()) == null;
  }
}
