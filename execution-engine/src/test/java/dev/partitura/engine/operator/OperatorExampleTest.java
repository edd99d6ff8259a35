package dev.partitura.engine.operator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OperatorExampleTest {
  /// All that a new operator takes: this, and its line in [Operators].
  private static final class Reversed implements Operator {
    @Override
    public Signature signature() {
      return Signature.of("Reversed", Category.SHAPE, List.of("X"), 1);
    }

    @Override
    public List<TensorType> infer(OpContext op) {
      return List.of(op.type(0));
    }

    @Override
    public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
      var source = Objects.requireNonNull(inputs.getFirst());
      var target = outputs.get(0, source.type());
      for (long i = 0; i < source.elementCount(); i++) {
        target.setFloat(i, source.floatAt(source.elementCount() - 1 - i));
      }
    }
  }

  private static final Tensor NUMBERS = Tensor.ofFloats(new float[] {1, 2, 3}, 3);
  private static final Op OP =
      new Op(new OpId("it"), "", "Reversed", List.of("x"), List.of("y"), Attributes.NONE);

  @Test
  void aNewOperatorComputesAndIsPriced() {
    var operator = new Reversed();
    var context = OpContext.during(OP, 17, List.of(NUMBERS));
    var made = Evaluation.of(operator, context, List.of(NUMBERS));
    assertArrayEquals(new float[] {3, 2, 1}, Objects.requireNonNull(made.getFirst()).toFloats());
    assertEquals(3, operator.work(context, operator.infer(context)).flops());
  }

  @Test
  void whatItDoesNotSayIsSafe() {
    var operator = new Reversed();
    assertEquals(Set.of(), operator.traits());
    assertFalse(Arrays.stream(Trait.values()).anyMatch(operator::has));
    var context = OpContext.during(OP, 17, List.of(NUMBERS));
    var split =
        new ShardedOp(
            context,
            context,
            new SampleCounts(1, 3),
            List.of(Sharding.along(0)),
            operator.infer(context).stream().map(OperatorExampleTest::known).toList(),
            operator.infer(context).stream().map(OperatorExampleTest::known).toList());
    assertEquals(Sharding.UNKNOWN, operator.sharding(split, 0));
  }

  private static @Nullable TensorType known(TensorType type) {
    return type;
  }
}
