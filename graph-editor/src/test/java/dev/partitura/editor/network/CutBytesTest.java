package dev.partitura.editor.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.editor.Projects;
import dev.partitura.engine.plan.Mesh;
import dev.partitura.engine.plan.Plan;
import dev.partitura.samples.SampleModels;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CutBytesTest {
  /// An image of 28 × 28 in four bytes each has 3,136 bytes, whatever the batch is cut into.
  @Test
  void theLabelIsOfTheWholeIteration() {
    var session =
        new Session(
            Projects.of(SampleModels.network("lenet")),
            new Appearance(Theme.DARK, Language.ENGLISH));
    var ops = session.project().network().ops();
    var workers = List.of(Mesh.of(List.of(Projects.CPU0)), Mesh.of(List.of(Projects.CPU1)));
    var plan = Plan.of(workers, Map.of(ops.getLast().id(), 1), 4);
    session.open(session.project().withPlan(plan), null, true);
    var model = new GraphModel(session);
    var image = session.project().network().inputs().getFirst().name();
    assertEquals("3.14\u2009kB × 4", CutBytes.text(model, image));
    session.batchProperty().set(8);
    assertEquals("25.1\u2009kB", CutBytes.text(model, image));
    session.batchProperty().set(0);
    session.open(session.project().withPlan(plan.withMicroBatches(1)), null, true);
    assertEquals("3.14\u2009kB", CutBytes.text(model, image));
    assertEquals("", CutBytes.text(model, "nothing"));
  }
}
