package dev.partitura.app.desktop;

import dev.partitura.engine.analysis.Report;
import dev.partitura.engine.file.AtomicFile;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.onnx.OnnxWriter;
import dev.partitura.engine.plan.PlanFile;
import dev.partitura.engine.trace.ChromeTraceWriter;
import dev.partitura.engine.training.TrainingState;
import dev.partitura.ui.action.Command;
import dev.partitura.ui.problem.Notice;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.theme.Words;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;

/// Writes network, plan, trace or report to a file of its own, in background.
final class Exports {
  private final Session session;
  private final FileQuestions questions;
  private final Texts texts;

  Exports(Session session, FileQuestions questions) {
    this.session = session;
    this.questions = questions;
    texts = session.texts(Documents.class);
  }

  List<Command> commands() {
    var hasOps =
        Bindings.createBooleanBinding(
            () -> !session.project().network().ops().isEmpty(), session.projectProperty());
    var hasRun = session.currentRunProperty().isNotNull();
    var live = session.results().trainingProperty();
    var hasTrained = session.results().trainedProperty().isNotNull().or(live.isNotNull());
    return List.of(
        command("file.exportOnnx", hasOps, this::exportOnnx),
        command("file.exportTrained", hasTrained, this::exportTrained),
        command("file.exportPlan", hasOps, this::exportPlan),
        command("file.exportTrace", hasRun, this::exportTrace),
        command("file.exportReport", hasRun, this::exportReport));
  }

  private Command command(String id, ObservableBooleanValue able, Runnable action) {
    return Command.of(id, texts.get("group.file"), texts.get(id), "", able, action);
  }

  private void exportOnnx() {
    var network = session.project().network();
    export(".onnx", file -> OnnxWriter.write(network, file));
  }

  /// The training under way as far as it is, else what the last one came to.
  private void exportTrained() {
    var live = session.results().trainingProperty().get();
    var state = live == null ? null : live.state();
    var last = session.results().trainedProperty().get();
    if (live != null && state != null) {
      exportTrained(live.network(), state);
    } else if (last != null) {
      exportTrained(last.network(), last.state());
    } else {
      session.notices().show(Notice.done(Words.of(Documents.class, "trained.none")));
    }
  }

  private void exportTrained(Network network, TrainingState state) {
    export(".trained.onnx", file -> OnnxWriter.write(state.applied(network), file));
  }

  private void exportPlan() {
    var project = session.project();
    export(
        ".plan.json",
        file -> AtomicFile.writeText(file, PlanFile.write(project.plan(), project.network())));
  }

  private void exportTrace() {
    var run = session.currentRun();
    if (run != null) {
      export(".trace.json", file -> ChromeTraceWriter.write(run.trace(), file));
    }
  }

  private void exportReport() {
    var run = session.currentRun();
    if (run != null) {
      export(".report.json", file -> AtomicFile.writeText(file, Report.json(run.analyses())));
    }
  }

  /// Asks where to, and writes in background.
  private void export(String ending, Consumer<Path> writer) {
    questions
        .save(FileName.of(session, texts) + ending)
        .ifPresent(chosen -> {
          var file = FileName.withEnding(chosen, ending.substring(ending.lastIndexOf('.')));
          session
              .background()
              .run(
                  texts.get("saving"),
                  (_, _) -> {
                    writer.accept(file);
                    return file;
                  },
                  written ->
                      session
                          .notices()
                          .show(
                              Notice.done(
                                  Words.of(Documents.class, "saved", written.getFileName()))));
        });
  }
}
