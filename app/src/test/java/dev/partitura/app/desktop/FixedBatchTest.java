package dev.partitura.app.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.project.Diagram;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.ui.background.FxThread;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.BundledFonts;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import javafx.scene.control.Button;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A network that was exported for two samples is no dead end under plans that want several: the
/// refusal offers to make its batch free, and one click leads to a run.
@Tag("fx")
class FixedBatchTest {
  @BeforeAll
  static void toolkit() {
    BundledFonts.provide();
    FxThread.start();
  }

  /// Has the batch in its input and once more in the target of a Reshape.
  private static Network network() {
    var b = new NetworkBuilder("fixed");
    var x = b.input("x", Shape.of(2, 4, 8));
    var w = b.initializer("w", Tensor.ofFloats(new float[8 * 8], 8, 8));
    var sizes = b.initializer("sizes", Tensor.ofLongs(new long[] {2, 32}, 2));
    var v = b.initializer("v", Tensor.ofFloats(new float[32 * 8], 32, 8));
    b.output(b.op("MatMul", b.op("Reshape", b.op("Relu", b.op("MatMul", x, w)), sizes), v));
    return b.build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pipeline=2,micro-batches=4", "data=2"})
  void theBatchIsMadeFreeByTheOffer(String words) throws Exception {
    var cluster = Clusters.workers(2);
    var network = network();
    var plan = Presets.plan(PlanPreset.parse(words), OpenAxes.types(network, 1), cluster);
    var session =
        FxThread.call(() ->
            new Session(
                new Project(network, cluster, plan, Diagram.EMPTY),
                new Appearance(Theme.LIGHT, Language.ENGLISH)));
    var window = FxThread.call(() -> WindowState.RUN.show(session, 1280, 800));
    ScreensTest.settle(window);
    FxThread.run(() -> session.batchProperty().set(plan.replicas() * plan.microBatches()));
    FxThread.run(() -> session.commands().fire("run.run"));
    ScreensTest.settle(window);
    assertEquals(0, session.runs().size());
    var offer = FxThread.call(() -> (Button) window.scene().getRoot().lookup(".notice .primary"));
    assertEquals("Make the batch free", offer.getText());

    FxThread.run(offer::fire);
    ScreensTest.settle(window);
    assertEquals(1, session.runs().size(), () -> session.notices().shown().toString());
    var run = session.runs().getFirst();
    assertEquals(plan.replicas() * plan.microBatches(), run.samples());
    assertTrue(run.canBeRestored());

    FxThread.run(() -> session.history().undo());
    assertEquals(network, session.project().network());
    FxThread.run(() -> session.background().close());
  }
}
