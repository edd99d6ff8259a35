package dev.partitura.editor.edit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.OperatorSets;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.problem.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefaultsTest {
  @Test
  void aDrawnOpHasOnlyAttributesOfItsOperatorSet() {
    for (var operator : Operators.all()) {
      var signature = operator.signature();
      var type = signature.type();
      var op =
          new Op(
              new OpId("o"),
              signature.domain(),
              type,
              List.of(),
              List.of("y"),
              new Attributes(operator.startingAttributes()));
      var drawn =
          OperatorSets.raised(
              new Network(
                  "net",
                  List.of(),
                  List.of(),
                  List.of(op),
                  Map.of(),
                  Map.of("", Network.DEFAULT_OPSET)));
      assertEquals(
          List.of(),
          OperatorSets.check(drawn).stream()
              .map(Problem::code)
              .filter(code -> code.startsWith("op.attribute"))
              .toList(),
          type);
    }
  }
}
