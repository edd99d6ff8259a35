package dev.partitura.engine.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TraitTest {
  /// An operator of which nobody has said anything but what it computes.
  private static final Operator SILENT =
      new Operator() {
        @Override
        public Signature signature() {
          return Signature.of("BatchSquareNormalization", Category.ARITHMETIC, List.of("X"), 1);
        }

        @Override
        public List<TensorType> infer(OpContext op) {
          return List.of(op.type(0));
        }

        @Override
        public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
          throw new UnsupportedOperationException();
        }
      };

  private static Op op(String type) {
    return new Op(new OpId("op"), "", type, List.of("x"), List.of("y"), new Attributes(Map.of()));
  }

  private static Set<String> having(Trait trait) {
    return Operators.all().stream()
        .filter(operator -> operator.has(trait))
        .map(operator -> operator.signature().type())
        .collect(Collectors.toSet());
  }

  @Test
  void anOperatorThatSaysNothingIsTreatedTheSafeWay() {
    assertEquals(Set.of(), SILENT.traits());
    assertFalse(SILENT.takesWeightOrValue(0));
    assertFalse(SILENT.isStatistic(0));
    assertEquals(Map.of(), SILENT.startingAttributes());
    assertEquals(1, SILENT.startingInputs());
    assertEquals("BatchSquareNorm", SILENT.word());
    var split =
        new ShardedOp(
            context(),
            context(),
            new SampleCounts(1, 2),
            List.of(Sharding.along(0)),
            List.of(),
            List.of());
    assertEquals(Sharding.UNKNOWN, SILENT.sharding(split, 0));
  }

  private static OpContext context() {
    var op = op("BatchSquareNormalization");
    return new OpContext(op, 17, List.of(TensorType.of(DataType.FLOAT, 2)), List.of());
  }

  @Test
  void rolesInChainsAreThose() {
    assertEquals(Set.of("Conv", "ConvTranspose", "MatMul", "Gemm"), having(Trait.HEAD));
    assertEquals(
        Set.of("Relu", "LeakyRelu", "Clip", "Abs", "Neg", "Add", "Mul", "Sub", "Div", "Sum"),
        having(Trait.BEHIND_HEAD));
    assertTrue(having(Trait.BEHIND_HEAD).containsAll(having(Trait.ENDS_CHAIN)));
    assertTrue(having(Trait.IN_CHAIN).containsAll(having(Trait.BEHIND_HEAD)));
  }

  @Test
  void onlyWhoCarriesWeightsAsksForThem() {
    var data = Shape.of(2, 8, 16, 16);
    for (var operator : Operators.all()) {
      var type = operator.signature().type();
      var op = op(type);
      var wanted = operator.weights(new DrawnOp(op, data, null, false));
      if (!operator.has(Trait.WEIGHTED)) {
        assertEquals(List.of(), wanted, type);
      }
      assertEquals(
          operator.channelAxis(op, 4) >= 0,
          Set.of("Conv", "ConvTranspose", "Gemm", "MatMul").contains(type),
          type);
    }
    var conv = Objects.requireNonNull(Operators.find("", "Conv"));
    var op = op("Conv");
    assertEquals(
        "64×8×3×3, 64",
        conv.weights(new DrawnOp(op, data, null, false)).stream()
            .map(weight -> Shape.of(weight.sizes()).toString())
            .collect(Collectors.joining(", ")));
    assertEquals(
        "32×8×5×5",
        conv.weights(new DrawnOp(op, data, Shape.of(32, 4, 5, 5), false)).stream()
            .map(weight -> Shape.of(weight.sizes()).toString())
            .collect(Collectors.joining(", ")));
  }
}
