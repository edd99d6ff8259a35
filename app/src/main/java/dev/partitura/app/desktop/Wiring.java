package dev.partitura.app.desktop;

import dev.partitura.editor.GraphEditor;
import dev.partitura.engine.execute.PlanRunner;
import dev.partitura.engine.execute.TaskGraphExecutor;
import dev.partitura.engine.execute.calibrate.CalibrationFile;
import dev.partitura.ui.hardware.HardwarePanel;
import dev.partitura.ui.run.Calibrating;
import dev.partitura.ui.run.ClusterPanel;
import dev.partitura.ui.run.LivePredictor;
import dev.partitura.ui.run.PlanPanel;
import dev.partitura.ui.run.Pricing;
import dev.partitura.ui.run.Runner;
import dev.partitura.ui.run.RunsPanel;
import dev.partitura.ui.run.WhyPanel;
import dev.partitura.ui.serving.ServingRunner;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.training.TrainingRunner;
import dev.partitura.ui.workbench.Part;
import dev.partitura.ui.workbench.Workbench;
import dev.partitura.visualizers.Visualizers;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import javafx.scene.Node;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// Joins editor, views and engine in the workbench, by plain constructors.
public final class Wiring {
  private final PlanRunner executor;
  private final TaskGraphExecutor training;
  private final Pricing pricing = new MachinePricing(CalibrationFile.ofUser());

  /// @param executor runs what the window asks for
  /// @param training runs the steps of its trainings
  public Wiring(PlanRunner executor, TaskGraphExecutor training) {
    this.executor = executor;
    this.training = training;
  }

  Runner runner(Session session) {
    return new Runner(session, executor);
  }

  LivePredictor predictor(Session session) {
    return new LivePredictor(session, pricing);
  }

  Calibrating calibrating(Session session, LivePredictor predictor, BooleanSupplier busy) {
    return new Calibrating(session, predictor, pricing, busy);
  }

  TrainingRunner trainer(Session session, Runner runner) {
    return new TrainingRunner(session, runner::isRunning, executor, training);
  }

  ServingRunner server(Session session, BooleanSupplier busy) {
    return new ServingRunner(session, busy);
  }

  Workbench.Contents contents() {
    var editor = new GraphEditor();
    return new Workbench.Contents(
        List.of(
            editor.palette(),
            part("cluster", Feather.SERVER, ClusterPanel::create),
            part("hardware", Feather.CPU, HardwarePanel::create),
            part("plan", Feather.ALIGN_LEFT, PlanPanel::create),
            part("runs", Feather.TRENDING_UP, RunsPanel::create)),
        editor::canvas,
        List.of(part("why", Feather.HELP_CIRCLE, WhyPanel::create), editor.inspector()),
        Visualizers.all(executor));
  }

  private static Part part(String id, Ikon icon, Function<Session, Node> create) {
    return new Part(
        id, icon, language -> Texts.of(Wiring.class, language).get("part." + id), create);
  }
}
