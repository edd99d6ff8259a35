package dev.partitura.ui.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.plan.PlanFile;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.plan.Recompute;
import dev.partitura.engine.plan.Replication;
import dev.partitura.engine.plan.collective.AllReduces;
import dev.partitura.engine.project.Diagram;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.ui.control.NumberField;
import dev.partitura.ui.control.SegmentedRow;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.theme.Theme;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.TextField;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// What can be chosen of how a plan trains acts, can be undone, and is refused where the engine
/// refuses it.
@Tag("fx")
class ExchangeFormTest {
  private final FxRobot robot = new FxRobot();

  @BeforeEach
  void toolkit() throws Exception {
    FxToolkit.registerPrimaryStage();
  }

  private static Session session(String words) {
    var b = new NetworkBuilder("layers");
    var x = b.input("x", Shape.of(-1, 8).withSymbol(0, "batch"));
    x = b.op("Relu", b.op("MatMul", x, b.initializer("w", Tensor.ofFloats(new float[128], 8, 16))));
    b.output(b.op("MatMul", x, b.initializer("v", Tensor.ofFloats(new float[64], 16, 4))));
    var network = b.build();
    var cluster = Clusters.workers(4);
    var plan = Presets.plan(PlanPreset.parse(words), OpenAxes.types(network, 1), cluster);
    return new Session(
        new Project(network, cluster, plan, Diagram.EMPTY),
        new Appearance(Theme.DARK, Language.ENGLISH));
  }

  private ExchangeForm form(Session session) throws Exception {
    return WaitForAsyncUtils.asyncFx(
            () -> {
              var made = new ExchangeForm(session, session.texts(RunBar.class));
              session.projectProperty().addListener((_, _, now) -> made.show(now));
              made.show(session.project());
              return made;
            })
        .get();
  }

  /// Looks what there is to choose from, and waits for the answer.
  private void look(Session session, ExchangeForm form) throws Exception {
    robot.interact(form::look);
    WaitForAsyncUtils.waitFor(60, TimeUnit.SECONDS, () -> session.background().jobs().isEmpty());
    WaitForAsyncUtils.waitForFxEvents();
  }

  @SuppressWarnings("unchecked")
  private static <T> SegmentedRow<T> row(ExchangeForm form, String id) {
    return (SegmentedRow<T>) form.lookup(id);
  }

  private static NumberField number(ExchangeForm form, String id) {
    return (NumberField) form.lookup(id);
  }

  private static @Nullable String reason(NumberField field) {
    return ((TextField) field.lookup(".number-field")).getAccessibleHelp();
  }

  @Test
  void everyChoiceIsAnEditThatTheProjectKeeps() throws Exception {
    var session = session("data=2");
    var form = form(session);
    robot.interact(() -> row(form, "#exchange-collective").valueProperty().set("tree"));
    robot.interact(() -> number(form, "#exchange-average").valueProperty().set(8));
    robot.interact(() -> number(form, "#exchange-bucket").valueProperty().set(4096));
    robot.interact(() -> row(form, "#exchange-recompute").valueProperty().set(Recompute.FULL));
    var plan = session.project().plan();
    assertEquals("tree", plan.collective());
    assertEquals(new Replication(4096, 0, 8), plan.replication());
    assertEquals(Recompute.FULL, plan.parts().getFirst().recompute());
    var network = session.project().network();
    var written = PlanFile.write(plan, network);
    assertEquals(written, PlanFile.write(PlanFile.read(written, "plan"), network));
    assertTrue(written.contains("\"averageEvery\""), written);
    assertEquals(
        "Data 2 · tree · mean every 8 steps · buckets 4.10 kB · recompute all",
        PlanLabel.of(session.project(), session.texts(RunBar.class)).replace('\u2009', ' '));
    for (int undone = 0; undone < 4; undone++) {
      robot.interact(session.history()::undo);
    }
    assertEquals(AllReduces.RING, session.project().plan().collective());
    assertEquals(Replication.WHOLE, session.project().plan().replication());
    assertEquals("ring", row(form, "#exchange-collective").valueProperty().get());
    assertEquals(0, number(form, "#exchange-average").valueProperty().get());
  }

  @Test
  void replicasThatKeepAllMayDoAnything() throws Exception {
    var session = session("data=2");
    var form = form(session);
    look(session, form);
    for (int stage = 0; stage <= 3; stage++) {
      assertNull(row(form, "#exchange-zero").refusal(stage));
    }
    for (var name : AllReduces.names()) {
      assertNull(row(form, "#exchange-collective").refusal(name), name);
    }
    for (var what : Recompute.values()) {
      assertNull(row(form, "#exchange-recompute").refusal(what));
    }
    assertNull(reason(number(form, "#exchange-average")));
    assertNull(reason(number(form, "#exchange-bucket")));
  }

  @Test
  void whatTheEngineRefusesSaysWhy() throws Exception {
    var averaged = session("data=2,average-every=4");
    var form = form(averaged);
    look(averaged, form);
    var why = row(form, "#exchange-zero").refusal(1);
    assertTrue(String.valueOf(why).startsWith("With zero=1 no replica keeps all"), why);
    assertNull(row(form, "#exchange-zero").refusal(0));
    assertNull(reason(number(form, "#exchange-average")));

    var sharded = session("data=2,zero=2");
    var other = form(sharded);
    look(sharded, other);
    assertTrue(
        String.valueOf(row(other, "#exchange-collective").refusal("tree"))
            .contains("does no half of that alone"));
    assertTrue(String.valueOf(reason(number(other, "#exchange-average"))).contains("by itself"));
    // Giving ZeRO up makes room for averaging.
    robot.interact(() -> row(other, "#exchange-zero").valueProperty().set(0));
    look(sharded, other);
    assertNull(reason(number(other, "#exchange-average")));
    assertNull(row(other, "#exchange-collective").refusal("tree"));
  }

  @Test
  void aPipelineWithoutReplicasMayOnlyRecompute() throws Exception {
    var session = session("pipeline=2,micro-batches=2,schedule=1f1b");
    var form = form(session);
    look(session, form);
    for (int stage = 1; stage <= 3; stage++) {
      assertTrue(
          String.valueOf(row(form, "#exchange-zero").refusal(stage)).contains("one replica"));
    }
    assertTrue(String.valueOf(reason(number(form, "#exchange-average"))).contains("one replica"));
    assertTrue(String.valueOf(reason(number(form, "#exchange-bucket"))).contains("one replica"));
    assertNull(row(form, "#exchange-recompute").refusal(Recompute.FULL));
  }

  @Test
  void everyWayHasItsWords() {
    for (var language : Language.values()) {
      var texts = Texts.of(RunBar.class, language);
      for (var name : AllReduces.names()) {
        assertTrue(texts.has("exchange.collective." + name), name);
      }
      for (int stage = 0; stage <= Replication.MOST_ZERO; stage++) {
        assertTrue(texts.has("exchange.zero." + stage));
      }
      for (var word : Recompute.words()) {
        assertTrue(texts.has("exchange.recompute." + word + ".explain"), word);
      }
      for (var key : List.of("collective", "zero", "average", "bucket", "recompute")) {
        assertTrue(texts.has("exchange." + key + ".explain"), key);
      }
    }
  }
}
