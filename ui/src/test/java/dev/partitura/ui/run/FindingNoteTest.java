package dev.partitura.ui.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.analysis.Finding;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.plan.Mesh;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.project.Diagram;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.scene.control.Labeled;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

@Tag("fx")
class FindingNoteTest {
  private final Session session =
      new Session(project(), new Appearance(Theme.DARK, Language.ENGLISH));

  private static Project project() {
    var b = new NetworkBuilder("chain");
    b.output(b.op("Relu", b.op("Relu", b.input("x", Shape.of(-1, 4).withSymbol(0, "batch")))));
    var network = b.build();
    var cluster = Clusters.workers(2);
    var meshes = cluster.devices().stream().map(device -> Mesh.of(device.id())).toList();
    var plan = Plan.of(meshes, Map.of(network.ops().getLast().id(), 1), 8);
    return new Project(network, cluster, plan, Diagram.EMPTY);
  }

  @BeforeEach
  void toolkit() throws Exception {
    FxToolkit.registerPrimaryStage();
  }

  private String words(Run shown, Run... others) throws Exception {
    return WaitForAsyncUtils.asyncFx(
            () -> {
              for (var other : others) {
                session.show(other);
              }
              session.results().currentProperty().set(null);
              var bubble = new Finding(Finding.Kind.BUBBLE, "", "", 300, 0.3);
              var note = new FindingNote(session, session.texts(RunBar.class), shown, bubble);
              return note.getChildren().stream()
                  .map(child -> ((Labeled) child).getText())
                  .collect(Collectors.joining("\n"));
            })
        .get();
  }

  @Test
  void whatWasTriedAndLostIsSaidInPlaceOfTheAdviceToTryIt() throws Exception {
    var more = "More micro-batches make that smaller.";
    var four = MicroBatchAdviceTest.run(1, 4, 16, 1000);
    var eight = MicroBatchAdviceTest.run(2, 8, 16, 1500);
    assertTrue(words(four).contains(more));
    assertEquals(
        List.of(
            "More micro-batches were tried and lost: the same batch in 4 micro-batches was faster"
                + " (run #1).",
            "Back to 4 micro-batches: run #1 was faster"),
        words(eight, four, eight).lines().skip(1).toList());
    assertEquals(
        List.of("8 micro-batches made no more samples a second (run #2)."),
        words(four).lines().skip(1).toList());
  }
}
