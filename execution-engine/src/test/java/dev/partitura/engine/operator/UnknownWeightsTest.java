package dev.partitura.engine.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnknownWeightsTest {
  /// Small enough to be calculated beforehand, if anybody knew its elements.
  @Test
  void whatFollowsFromWeightsOfWhichOnlyTheShapeIsKnownHasATypeAndNoValue() {
    var b = new NetworkBuilder("shapes");
    var x = b.input("x", Shape.of(2, 8));
    var weight = b.initializer("w", Constant.ofShape(TensorType.of(DataType.FLOAT, 8)));
    var doubled = b.op("Add", weight, weight);
    b.output(b.op("Mul", x, doubled));
    var network = b.build();
    var types = TypeInference.infer(network);
    assertEquals(List.of(), types.problems());
    assertEquals(TensorType.of(DataType.FLOAT, 8), types.type(doubled));
    assertFalse(types.constants().containsKey(doubled));
    assertEquals(List.of(), MixedPrecision.of(types, Set.of()).types().problems());
  }
}
