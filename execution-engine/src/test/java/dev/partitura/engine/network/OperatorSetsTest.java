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
          IntStream.rangeClosed(1, 28).anyMatch(set -> OperatorSets.version(type, set) < set),
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
