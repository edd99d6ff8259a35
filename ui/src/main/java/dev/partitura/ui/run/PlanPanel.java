package dev.partitura.ui.run;

import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.plan.Passes;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import java.util.ArrayList;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The plan: its stages with their devices and ops, and the rewrites that may be switched off to
/// see the network run as drawn.
public final class PlanPanel {
  private final Session session;
  private final Texts texts;
  private final Label summary = new Label();
  private final VBox stages = new VBox(4);
  private final ArrayList<Runnable> refreshes = new ArrayList<>();

  private PlanPanel(Session session) {
    this.session = session;
    texts = session.texts(PlanPanel.class);
  }

  public static Node create(Session session) {
    var panel = new PlanPanel(session);
    panel.summary.setWrapText(true);
    panel.summary.getStyleClass().addAll("size-12", "muted");
    var content =
        new VBox(
            8,
            panel.summary,
            ClusterPanel.section(panel.texts.get("plan.stages")),
            panel.stages,
            ClusterPanel.section(panel.texts.get("plan.passes")),
            panel.pass(
                "foldConstants",
                Passes::foldConstants,
                (p, on) ->
                    new Passes(
                        on,
                        p.foldNormalization(),
                        p.fuseActivations(),
                        p.planMemory(),
                        p.precision())),
            panel.pass(
                "foldNormalization",
                Passes::foldNormalization,
                (p, on) ->
                    new Passes(
                        p.foldConstants(), on, p.fuseActivations(), p.planMemory(), p.precision())),
            panel.pass(
                "fuseActivations",
                Passes::fuseActivations,
                (p, on) ->
                    new Passes(
                        p.foldConstants(),
                        p.foldNormalization(),
                        on,
                        p.planMemory(),
                        p.precision())),
            panel.pass(
                "planMemory",
                Passes::planMemory,
                (p, on) ->
                    new Passes(
                        p.foldConstants(),
                        p.foldNormalization(),
                        p.fuseActivations(),
                        on,
                        p.precision())),
            panel.pass(
                "bf16",
                p -> p.precision() == Precision.BF16,
                (p, on) -> p.with(on ? Precision.BF16 : Precision.FP32)));
    session.projectProperty().addListener(_ -> panel.fill());
    session.appearance().paletteProperty().addListener(_ -> panel.fill());
    panel.fill();
    var scroll = new ScrollPane(content);
    scroll.setFitToWidth(true);
    return scroll;
  }

  private CheckBox pass(
      String key, Predicate<Passes> isOn, BiFunction<Passes, Boolean, Passes> change) {
    var box = new CheckBox(texts.get("pass." + key));
    box.setTooltip(new Tooltip(texts.get("pass." + key + ".explain")));
    box.getStyleClass().add("size-12");
    box.setOnAction(_ -> {
      boolean on = box.isSelected();
      var label = texts.get(on ? "edit.passOn" : "edit.passOff", box.getText());
      session.apply(
          Edit.of(
              label,
              project ->
                  project.withPlan(
                      project.plan().withPasses(change.apply(project.plan().passes(), on)))));
    });
    refreshes.add(() -> box.setSelected(isOn.test(session.project().plan().passes())));
    return box;
  }

  private void fill() {
    var project = session.project();
    var plan = project.plan();
    summary.setText(
        texts.get("strategy." + Presets.strategy(project.network(), plan) + ".explain"));
    var rows = new ArrayList<Node>();
    var counts = opsByStage(project);
    for (int stage = 0; stage < plan.parts().size(); stage++) {
      rows.add(row(plan, stage, counts[stage]));
    }
    stages.getChildren().setAll(rows);
    refreshes.forEach(Runnable::run);
  }

  private static int[] opsByStage(Project project) {
    var plan = project.plan();
    var counts = new int[plan.parts().size()];
    for (var op : project.network().ops()) {
      counts[plan.partOf(op.id())]++;
    }
    return counts;
  }

  private Node row(Plan plan, int stage, int ops) {
    var cluster = session.project().cluster();
    var name = new Label(texts.get("plan.stage", stage));
    name.getStyleClass().addAll("size-12", "medium");
    var gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    var count = new Label(texts.get("plan.ops", ops));
    count.getStyleClass().addAll("size-12", "muted");
    var mesh = plan.parts().get(stage).mesh();
    var row = new HBox(6, name, mesh(plan, stage), gap, count);
    for (int replica = 0; replica < mesh.replicas(); replica++) {
      // The shards of a replica stand together.
      var shards = new HBox(1);
      shards.setAlignment(Pos.CENTER_LEFT);
      for (int shard = 0; shard < mesh.shards(); shard++) {
        var device = mesh.device(replica, shard);
        shards
            .getChildren()
            .add(
                ClusterPanel.badge(
                    cluster.letter(device), session.deviceColor(device), session.palette()));
      }
      row.getChildren().add(shards);
    }
    row.setAlignment(Pos.CENTER_LEFT);
    row.getStyleClass().add("row");
    return row;
  }

  /// Which chunk of its devices a stage is, where they have several, and its replicas and shards.
  private Label mesh(Plan plan, int stage) {
    var mesh = plan.parts().get(stage).mesh();
    var said = new ArrayList<String>();
    if (plan.parts().stream().filter(part -> part.mesh().equals(mesh)).count() > 1) {
      long before =
          plan.parts().subList(0, stage).stream().filter(part -> part.mesh().equals(mesh)).count();
      said.add(texts.get("plan.chunk", before));
    }
    if (mesh.replicas() > 1) {
      said.add(texts.get("plan.mesh.replicas", mesh.replicas()));
    }
    if (mesh.shards() > 1) {
      said.add(texts.get("plan.mesh.shards", mesh.shards()));
    }
    var label = new Label(String.join(" · ", said));
    label.getStyleClass().addAll("size-11", "faint");
    label.setMinWidth(0);
    return label;
  }
}
