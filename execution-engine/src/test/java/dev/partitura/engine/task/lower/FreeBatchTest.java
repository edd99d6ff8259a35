package dev.partitura.engine.task.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FreeBatchTest {
  /// Two samples, flattened by a reshape that repeats the batch.
  private static Network flattening() {
    var b = new NetworkBuilder("flattening");
    var flat = b.initializer("flat", Tensor.ofLongs(new long[] {2, 6}, 2));
    var x = b.input("x", Shape.of(2, 3, 2));
    b.output(b.op("Softmax", b.op("Reshape", x, flat)));
    return b.build();
  }

  /// Each of the two samples has a bias of its own.
  private static Network baked() {
    var b = new NetworkBuilder("baked");
    var bias = b.initializer("bias", Tensor.ofFloats(new float[] {1, 2, 3, 4}, 2, 2));
    b.output(b.op("Add", b.input("x", Shape.of(2, 2)), bias));
    return b.build();
  }

  @Test
  void whatOnlyRepeatsTheBatchIsRewritten() {
    var free = FreeBatch.of(flattening());
    assertEquals("batch", symbol(free));
    var types = OpenAxes.types(free, 5);
    assertEquals(
        Shape.of(5, 6),
        Objects.requireNonNull(types.type(free.outputs().getFirst().name())).shape());
    assertEquals(1, free.initializers().size());
  }

  private static String symbol(Network network) {
    var type = Objects.requireNonNull(network.inputs().getFirst().type());
    return String.valueOf(type.knownShape().symbol(0));
  }

  @Test
  void whatIsOpenAlreadyStaysAsItIs() {
    var free = FreeBatch.of(flattening());
    assertSame(free, FreeBatch.of(free));
  }

  @Test
  void anOpThatNeedsTheSizeIsNamed() {
    var refused = assertThrows(ProblemException.class, () -> FreeBatch.of(baked()));
    var problem = refused.problems().getFirst();
    assertEquals("network.batch.baked", problem.code());
    assertEquals("Add", problem.subject());
  }

  @Test
  void anOpThatTakesTheSamplesTogetherIsNamed() {
    var b = new NetworkBuilder("together");
    var x = b.input("x", Shape.of(2, 3));
    b.output(b.op("Softmax", Attributes.NONE.with("axis", new Attribute.IntValue(0)), x));
    var network = b.build();
    var refused = assertThrows(ProblemException.class, () -> FreeBatch.of(network));
    assertEquals("Softmax", refused.problems().getFirst().subject());
  }
}
