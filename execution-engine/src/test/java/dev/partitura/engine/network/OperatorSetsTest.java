package dev.partitura.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorSetsTest {
  private static Network network(int set, String... types) {
    var ops =
        Arrays.stream(types)
            .map(type ->
                new Op(new OpId(type), "", type, List.of("x"), List.of(type), Attributes.NONE))
            .toList();
    return new Network("net", List.of(), List.of(), ops, Map.of(), Map.of("", set));
  }

  private static List<String> problems(Network network) {
    return OperatorSets.check(network).stream().map(Problem::message).toList();
  }

  @Test
  void anOpStandsInTheSetsThatHaveIt() {
    assertEquals(List.of(), problems(network(20, "Gelu", "Relu", "Scan")));
    assertEquals(List.of(), problems(network(9, "Upsample", "Scatter")));
    assertEquals(
        List.of("Op Gelu (Gelu) is not in operator set 19: ONNX has Gelu since set 20."),
        problems(network(19, "Gelu")));
    assertEquals(
        List.of(
            "Op Upsample (Upsample) is not in operator set 10: ONNX took Upsample away with set 10."),
        problems(network(10, "Upsample", "Scatter")));
    assertEquals(
        "Use ScatterElements, or state an older set.",
        OperatorSets.check(network(11, "Scatter")).getFirst().hint());
  }

  private static Op op(String domain, String type, String attribute) {
    var attributes = new Attributes(Map.of(attribute, new Attribute.IntValue(1)));
    return new Op(new OpId("o"), domain, type, List.of("x"), List.of("y"), attributes);
  }

  private static Network network(int set, Op op) {
    var opsets = Map.of("", set, "ai.onnx.ml", set, "com.microsoft", 1);
    return new Network("net", List.of(), List.of(), List.of(op), Map.of(), opsets);
  }

  @ParameterizedTest
  @CsvSource({
    "Clip, min, 6, 11",
    "ReduceSum, axes, 12, 13",
    "ReduceMean, axes, 17, 18",
    "Squeeze, axes, 12, 13",
    "Unsqueeze, axes, 12, 13",
    "Slice, starts, 9, 10",
    "Pad, pads, 10, 11",
    "Pad, value, 10, 11",
    "Split, split, 12, 13",
    "Dropout, ratio, 11, 12",
    "BatchNormalization, spatial, 8, 9",
    "TopK, k, 9, 10",
    "Upsample, scales, 8, 9",
    "Gemm, broadcast, 6, 7"
  })
  void anAttributeEndsWithTheSetThatTookItAway(String type, String attribute, int last, int gone) {
    assertEquals(List.of(), problems(network(last, op("", type, attribute))));
    assertEquals(1, problems(network(gone, op("", type, attribute))).size());
    assertEquals(1, problems(network(28, op("", "Relu", attribute))).size());
  }

  @ParameterizedTest
  @CsvSource({
    "BatchNormalization, training_mode, 14",
    "Cast, saturate, 19",
    "AveragePool, dilations, 19",
    "Shape, start, 15",
    "Split, num_outputs, 18"
  })
  void anAttributeBeginsWithTheSetThatBroughtIt(String type, String attribute, int first) {
    assertEquals(1, problems(network(first - 1, op("", type, attribute))).size());
    assertEquals(List.of(), problems(network(first, op("", type, attribute))));
  }

  @Test
  void aRefusedAttributeIsToldWithTheWayOut() {
    assertEquals(
        "Op o (Clip) has the attribute min, which is not in operator set 18: since set 11 it is the"
            + " input min. Give it as the input min, or state an older set.",
        sentence(network(18, op("", "Clip", "min"))));
    assertEquals(
        "Op o (Pad) has the attribute value, which is not in operator set 11: since set 11 it is"
            + " the input constant_value. Give it as the input constant_value, or state an older"
            + " set.",
        sentence(network(11, op("", "Pad", "value"))));
    assertEquals(
        "Op o (BatchNormalization) has the attribute spatial, which is not in operator set 9: ONNX"
            + " took it away with set 9. Take it away, or state an older set.",
        sentence(network(9, op("", "BatchNormalization", "spatial"))));
    assertEquals(
        "Op o (Softmax) has the attribute axs, which is not in operator set 13: ONNX's Softmax has"
            + " no attribute of that name. Take it away, or use one of those it has: axis.",
        sentence(network(13, op("", "Softmax", "axs"))));
    assertEquals(
        "Op o (Relu) has the attribute foo, which is not in operator set 17: ONNX's Relu has no"
            + " attribute of that name. Take it away: Relu has no attributes there.",
        sentence(network(17, op("", "Relu", "foo"))));
    assertEquals(
        "Op o (Shape) has the attribute end, which is not in operator set 13: ONNX's Shape has it"
            + " since set 15. State set 15 or newer, or take it away.",
        sentence(network(13, op("", "Shape", "end"))));
  }

  private static String sentence(Network network) {
    return OperatorSets.check(network).getFirst().sentence();
  }

  @Test
  void attributesOfOtherDomainsAndOfBodiesAreLookedAtToo() {
    assertEquals(1, problems(network(3, op("ai.onnx.ml", "Scaler", "foo"))).size());
    assertEquals(List.of(), problems(network(3, op("ai.onnx.ml", "Scaler", "scale"))));
    assertEquals(List.of(), problems(network(17, op("com.microsoft", "Relu", "foo"))));
    assertEquals(List.of(), problems(network(17, op("", "Relu", "__of_a_tool"))));
    var body =
        new Attributes(
            Map.of("body", new Attribute.NetworkValue(network(7, op("", "Relu", "foo")))));
    var loop = new Op(new OpId("l"), "", "Loop", List.of(), List.of("y"), body);
    assertEquals(1, problems(network(17, loop)).size());
  }

  @Test
  void everyAttributeOfAnOperatorHereIsOneOfOnnx() {
    for (var operator : Operators.all()) {
      var signature = operator.signature();
      for (var parameter : signature.parameters()) {
        assertTrue(
            IntStream.rangeClosed(1, 28)
                .anyMatch(set ->
                    OperatorSets.hasAttribute(
                        signature.domain(), signature.type(), parameter.name(), set)),
            signature.type() + " " + parameter.name());
      }
    }
  }

  @Test
  void aNetworkIsRaisedForAnAttributeToo() {
    assertEquals(19, OperatorSets.raised(network(17, op("", "Cast", "saturate"))).opset());
    assertEquals(18, OperatorSets.raised(network(18, op("", "Clip", "min"))).opset());
  }

  @Test
  void opsInBodiesAreLookedAtToo() {
    var body = new Attribute.NetworkValue(network(17, "Mish"));
    var loop =
        new Op(
            new OpId("l"),
            "",
            "Loop",
            List.of(),
            List.of("y"),
            new Attributes(Map.of("body", body)));
    var outer = new Network("net", List.of(), List.of(), List.of(loop), Map.of(), Map.of("", 17));
    assertEquals(
        List.of("Op Mish (Mish) is not in operator set 17: ONNX has Mish since set 18."),
        problems(outer));
    assertEquals(18, OperatorSets.raised(outer).opset());
    assertEquals(List.of(), problems(OperatorSets.raised(outer)));
  }

  @Test
  void operatorsOfOthersAreNotOurBusiness() {
    assertEquals(List.of(), problems(network(7, "NoSuchOperator")));
    assertNull(OperatorSets.newest("com.microsoft"));
  }

  @Test
  void meaningChangesWhereOnnxChangedIt() {
    assertTrue(OperatorSets.sameMeaning("Relu", 17, 18));
    assertTrue(OperatorSets.sameMeaning("Relu", 6, 22));
    assertTrue(OperatorSets.sameMeaning("Cast", 21, 9));
    assertFalse(OperatorSets.sameMeaning("Softmax", 12, 13));
    assertTrue(OperatorSets.sameMeaning("Softmax", 13, 28));
    assertFalse(OperatorSets.sameMeaning("ReduceMean", 18, 17));
    assertFalse(OperatorSets.sameMeaning("Gelu", 18, 20));
    assertFalse(OperatorSets.sameMeaning("Upsample", 9, 10));
    assertFalse(OperatorSets.sameMeaning("NoSuchOperator", 1, 2));
    assertEquals(13, OperatorSets.version("Softmax", 17));
    assertEquals(14, OperatorSets.version("Relu", 28));
  }

  @Test
  void aNetworkIsRaisedWhereNothingElseChanges() {
    assertEquals(20, OperatorSets.raised(network(17, "Relu", "Gelu")).opset());
    var kept = network(17, "ReduceMean", "Gelu");
    assertSame(kept, OperatorSets.raised(kept));
    var fine = network(17, "Relu");
    assertSame(fine, OperatorSets.raised(fine));
  }

  @Test
  void everyOperatorHereHasItsVersions() {
    for (var operator : Operators.all()) {
      var type = operator.signature().type();
      assertTrue(
          IntStream.rangeClosed(1, 29).anyMatch(set -> OperatorSets.version(type, set) < set),
          type);
    }
  }

  @Test
  void theVersionsAreThoseOfTheConformanceList() throws IOException {
    var list = Path.of("../../shared/cases/onnx/coreops.csv").toAbsolutePath().normalize();
    assumeTrue(Files.exists(list), "Skipped: there is no " + list);
    for (var line : Files.readAllLines(list).stream().skip(1).toList()) {
      var columns = line.split(",");
      var listed = Arrays.stream(columns[2].split(" ")).map(Integer::valueOf).toList();
      for (int set = Math.max(7, listed.getFirst()); set <= 22; set++) {
        int wanted = 0;
        for (int version : listed) {
          wanted = version <= set ? version : wanted;
        }
        boolean gone = columns[0].equals("Upsample") && set >= 10;
        assertEquals(
            gone ? 9 : wanted, OperatorSets.version(columns[0], set), columns[0] + " " + set);
      }
    }
  }
}
