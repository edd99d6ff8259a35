package dev.partitura.samples.families;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.operator.Parameters;
import dev.partitura.engine.operator.Work;
import dev.partitura.engine.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FamiliesTest {
  static Network network(String words) {
    return Families.network(words).orElseThrow();
  }

  /// Nobody stores the scores of long sequences.
  @ParameterizedTest
  @CsvSource({
    "gpt, 4096",
    "gpt, 2048",
    "bert, 4096",
    "llama, 4095",
    "moe, 8192",
    "'gpt:fused=1', 64",
    "'gpt:fused=0', 4096"
  })
  void attentionIsOneOpWhereItIsAskedForOrLong(String words, int length) {
    var family = words.contains(":") ? words + "," : words + ":";
    var network =
        Families.network(family + "hidden=64,layers=1,heads=4,vocab=10,seq=" + length)
            .orElseThrow();
    boolean fused = network.ops().stream().anyMatch(op -> op.type().equals("Attention"));
    boolean wanted = words.contains("fused=1") || length >= 4096 && !words.contains("fused=0");
    assertEquals(wanted, fused);
  }

  private static double flops(Network network) {
    return OpenAxes.types(network, 1).works().values().stream().mapToDouble(Work::flops).sum();
  }

  /// As their authors' own files count them.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gpt|124439808",
        "gpt:hidden=1600,layers=48,heads=25|1557611200",
        "bert|109514298",
        "bert:hidden=1024,layers=24,heads=16|335174458",
        "llama:hidden=4096,layers=32,heads=32,ffn=11008,seq=4096,vocab=32000|6738415616",
        "llama:hidden=4096,layers=32,heads=32,seq=4096|6738415616",
        "llama:hidden=8192,layers=80,heads=64,kv-heads=8,ffn=28672,seq=8192,vocab=128256|70553706496",
        "moe:hidden=4096,layers=32,heads=32,kv-heads=8,ffn=14336,experts=8,top-k=2,seq=4096|46702792704",
        "vit|86567656",
        "vit:patch=16,hidden=1024,layers=24,heads=16|304326632",
        "resnet:18|11689512",
        "resnet:34|21797672",
        "resnet|25557032",
        "resnet:depth=101|44549160",
        "resnet:152|60192808",
        "mlp|669706",
        "mlp:widths=784-512-512-10|669706"
      })
  void parametersAreThoseThatWerePublished(String words, long parameters) {
    assertEquals(parameters, Parameters.count(network(words)));
  }

  @Test
  void gpt3IsAnOrdinaryValue() {
    var network = network("gpt:hidden=12288,layers=96,heads=96,seq=2048,vocab=51200");
    assertEquals(175e9, Parameters.count(network), 0.005 * 175e9);
    assertFalse(network.initializers().get("embedding.words").isKnown());
  }

  /// `24Bsh²l (1 + s/6h) + 2BshV`. Source: Narayanan et al. 2021, arXiv:2104.04473.
  @ParameterizedTest
  @CsvSource({
    "6144, 48, 64, 2048, 51200",
    "12288, 96, 96, 2048, 51200",
    "1024, 24, 16, 2048, 51200",
    "20480, 128, 128, 2048, 51200"
  })
  void operationsAreThoseOfTheFormula(long h, long l, long heads, long s, long v) {
    var words = "gpt:hidden=%d,layers=%d,heads=%d,seq=%d,vocab=%d".formatted(h, l, heads, s, v);
    double expected = 24.0 * s * h * h * l * (1 + s / (6.0 * h)) + 2.0 * s * h * v;
    var network = network(words);
    var works = OpenAxes.types(network, 1);
    double products =
        network.ops().stream()
            .filter(op -> op.type().equals("MatMul"))
            .mapToDouble(op -> works.work(op.id()).flops())
            .sum();
    assertEquals(expected, products, 1e-9 * expected);
    // What is done element by element, which the formula leaves out, is little.
    assertEquals(expected, flops(network), (h < 6000 ? 0.02 : 0.01) * expected);
  }

  /// The experts that a token does not go to cost nothing.
  @Test
  void expertsCostWhatABalancedChoiceDoes() {
    var words = "moe:hidden=512,layers=2,heads=8,ffn=2048,seq=512,vocab=512,experts=8,top-k=";
    double more = flops(network(words + 2)) - flops(network(words + 1));
    double expected = 2 * 3 * 2.0 * 512 * 512 * 2048;
    assertEquals(expected, more, 0.01 * expected);
  }

  @Test
  void smallNetworksHaveWeightsAndLargeOnesShapes() {
    assertTrue(network("gpt").initializers().values().stream().allMatch(each -> each.isKnown()));
    var large = network("gpt:layers=48");
    assertFalse(large.initializers().get("layer1/mlp/widen.weight").isKnown());
    assertTrue(large.initializers().get("attention.causal").isKnown());
  }

  @Test
  void whatBeginsWithNoFamilyIsNone() {
    assertEquals(Optional.empty(), Families.network("lenet"));
    assertEquals(Optional.empty(), Families.network("c:\\models\\net.onnx"));
    assertEquals(Optional.empty(), Families.network("gpt2.onnx"));
  }

  @ParameterizedTest
  @MethodSource("families")
  void everyExampleIsANetwork(Family family) {
    var network = network(family.example());
    assertTrue(flops(network) > 0);
    assertEquals(1, network.inputs().size());
  }

  static List<Family> families() {
    return Families.all();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gpt:size=3|no such word as \"size\". Use hidden",
        "gpt:hidden|there is no number behind hidden",
        "gpt:12|no such word as \"12\"",
        "gpt:hidden=|hidden cannot be \"\"",
        "gpt:hidden=0|hidden cannot be \"0\"",
        "gpt:hidden=-768|hidden cannot be \"-768\"",
        "gpt:hidden=1e9|hidden cannot be \"1e9\"",
        "gpt:hidden=99999999999999999999|hidden cannot be",
        "gpt:hidden=768,heads=7|hidden is 768, which is no multiple of heads, 7",
        "gpt:layers=2,layers=3|layers stands twice",
        "gpt:layers=2,|no such word as \"\"",
        "gpt:hidden=4194304,layers=4096,heads=1|more than the 1000000000000000",
        "llama:heads=32,kv-heads=3|heads is 32, which is no multiple of kv-heads, 3",
        "llama:hidden=96,heads=32|a head has 3 features",
        "moe:seq=100,experts=8|seq is 100, which is no multiple of experts, 8",
        "moe:experts=2,top-k=3|cannot go to 3 of 2 experts",
        "vit:image=100|image is 100, which is no multiple of patch, 16",
        "resnet:20|no residual network has 20 layers",
        "resnet:x|no such word as \"x\"",
        "mlp:widths=784|widths names one layer alone",
        "mlp:widths=784-0-10|widths cannot be \"0\"",
        "mlp:784--10|widths cannot be \"\""
      })
  void nonsenseIsRefusedInOneSentence(String words, String sentence) {
    var refused = assertThrows(ProblemException.class, () -> Families.network(words));
    assertTrue(refused.getMessage().contains(sentence), refused.getMessage());
    assertEquals(1, refused.problems().size());
  }
}
