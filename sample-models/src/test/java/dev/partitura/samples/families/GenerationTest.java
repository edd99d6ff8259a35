package dev.partitura.samples.families;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One more word, made with the keys and values of those before it, is the word that the whole text
/// leads to.
class GenerationTest {
  private static final int PAST = 5;
  private static final int TEXTS = 2;
  private static final int VOCABULARY = 50;

  private static Map<String, Tensor> run(Network network, String plan, long... words) {
    var cluster = Clusters.workers(2);
    var chosen = Presets.plan(PlanPreset.parse(plan), OpenAxes.types(network, 1), cluster);
    var feed = Tensor.ofLongs(words, TEXTS, words.length / TEXTS);
    return new LoweringRunner(new LocalExecutor())
        .run(
            new RunRequest(network, cluster, chosen, TEXTS, Map.of("words", feed), 11, 1, 0),
            new Cancellation(),
            Progress.NONE)
        .outputs();
  }

  private static List<Op> attentions(Network network) {
    return network.ops().stream().filter(op -> op.type().equals("Attention")).toList();
  }

  /// The first positions along axis 2.
  private static Tensor first(Tensor all, int count) {
    var shape = all.shape();
    var part = Tensor.allocate(all.type().withShape(shape.withSize(2, count)));
    long width = shape.size(3);
    for (long row = 0; row < shape.product(0, 2); row++) {
      for (long i = 0; i < count * width; i++) {
        part.setDouble(row * count * width + i, all.doubleAt(row * shape.size(2) * width + i));
      }
    }
    return part;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt:hidden=32,layers=2,heads=4,vocab=50,fused=1,seq=",
        "llama:hidden=32,layers=2,heads=4,kv-heads=2,vocab=50,fused=1,seq="
      })
  void theNextWordIsThatOfTheWholeText(String words) {
    long[] texts = {3, 1, 4, 1, 5, 9, 2, 6, 5, 35, 8, 49};
    var whole = Families.network(words + (PAST + 1)).orElseThrow();
    var shown = NetworkBuilder.of(whole);
    for (var op : attentions(whole)) {
      shown.output(op.inputs().get(1));
      shown.output(op.inputs().get(2));
    }
    var told = run(shown.build(), "single", texts);
    var scores = told.get(whole.outputs().getFirst().name());

    var decode = Generation.of(words + PAST, TEXTS).orElseThrow().decode(1);
    var kept = new HashMap<>(decode.initializers());
    for (int layer = 0; layer < attentions(decode).size(); layer++) {
      for (int input = 1; input <= 2; input++) {
        var past = attentions(decode).get(layer).inputs().get(3 + input);
        var made = told.get(attentions(whole).get(layer).inputs().get(input));
        var before = first(made, PAST);
        assertEquals(kept.put(past, Constant.of(before)).type(), before.type());
      }
    }
    for (var plan : List.of("single", "tensor=2", "pipeline=2,micro-batches=1")) {
      var next = run(decode.withInitializers(kept), plan, texts[PAST], texts[2 * PAST + 1]);
      var wanted = new double[2 * VOCABULARY];
      Arrays.setAll(
          wanted,
          i ->
              scores.doubleAt((i / VOCABULARY * (PAST + 1L) + PAST) * VOCABULARY + i % VOCABULARY));
      var given = next.get(decode.outputs().getFirst().name());
      assertEquals(Shape.of(TEXTS, 1, VOCABULARY), given.shape());
      for (int i = 0; i < wanted.length; i++) {
        assertEquals(wanted[i], given.doubleAt(i), 1e-4, plan + " " + i);
      }
    }
  }

  @Test
  void thePromptTellsItsLastWordAlone() {
    var words = "gpt:hidden=32,layers=1,heads=4,vocab=50,seq=6";
    long[] texts = {3, 1, 4, 1, 5, 9, 2, 6, 5, 35, 8, 49};
    var whole = Families.network(words).orElseThrow();
    var prompt = Generation.of(words, TEXTS).orElseThrow().prefill();
    var all = run(whole, "single", texts).get(whole.outputs().getFirst().name());
    var last = run(prompt, "single", texts).get(prompt.outputs().getFirst().name());
    assertEquals(Shape.of(TEXTS, 1, VOCABULARY), last.shape());
    for (int i = 0; i < 2 * VOCABULARY; i++) {
      int from = (i / VOCABULARY * 6 + 5) * VOCABULARY + i % VOCABULARY;
      assertEquals(all.doubleAt(from), last.doubleAt(i), 1e-5);
    }
  }

  @Test
  void noTextIsLongerThanAnyMayBe() {
    var text = Generation.of("gpt:hidden=8,layers=1,heads=2,vocab=10,seq=16", 1).orElseThrow();
    text.decode((1 << 20) - 16);
    for (int words : new int[] {(1 << 20) - 15, Integer.MAX_VALUE}) {
      var refused = assertThrows(ProblemException.class, () -> text.decode(words));
      assertEquals("family.generation.long", refused.problems().getFirst().code());
    }
  }

  @Test
  void onlyDecodersWriteText() {
    assertEquals(Optional.empty(), Generation.of("lenet", 1));
    for (var words : List.of("bert:seq=8", "vit", "moe:seq=8")) {
      var refused = assertThrows(ProblemException.class, () -> Generation.of(words, 1));
      assertEquals("family.generation", refused.problems().getFirst().code());
      assertTrue(refused.getMessage().contains("gpt or llama"), refused::getMessage);
    }
  }
}
