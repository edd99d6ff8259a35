package dev.partitura.engine.network.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Objects;

/// Compares networks by content; tensors have no equality of their own.
public final class SameNetwork {
  private SameNetwork() {}

  public static void assertSame(Network expected, Network actual) {
    assertEquals(expected.name(), actual.name());
    assertEquals(expected.inputs(), actual.inputs());
    assertEquals(expected.outputs(), actual.outputs());
    assertEquals(expected.opsets(), actual.opsets());
    assertEquals(expected.statedTypes(), actual.statedTypes());
    assertEquals(
        new ArrayList<>(expected.initializers().keySet()),
        new ArrayList<>(actual.initializers().keySet()));
    expected
        .initializers()
        .forEach((name, constant) ->
            assertSame(
                constant.tensor(),
                Objects.requireNonNull(actual.initializers().get(name)).tensor(),
                name));
    assertEquals(expected.ops().size(), actual.ops().size());
    for (int i = 0; i < expected.ops().size(); i++) {
      var before = expected.ops().get(i);
      var after = actual.ops().get(i);
      assertEquals(before.withAttributes(after.attributes()), after);
      assertEquals(
          before.attributes().byName().keySet(),
          after.attributes().byName().keySet(),
          before.name());
      before
          .attributes()
          .byName()
          .forEach((name, value) ->
              assertSame(
                  value,
                  Objects.requireNonNull(after.attributes().get(name)),
                  before.name() + "." + name));
    }
  }

  private static void assertSame(Attribute expected, Attribute actual, String place) {
    switch (expected) {
      case Attribute.TensorValue(var tensor) ->
          assertSame(tensor, ((Attribute.TensorValue) actual).value(), place);
      case Attribute.NetworkValue(var body) ->
          assertSame(body, ((Attribute.NetworkValue) actual).value());
      default -> assertEquals(expected, actual, place);
    }
  }

  public static void assertSame(Tensor expected, Tensor actual, String place) {
    assertEquals(expected.type(), actual.type(), place);
    if (expected.dataType() == DataType.STRING) {
      for (long i = 0; i < expected.elementCount(); i++) {
        assertEquals(expected.stringAt(i), actual.stringAt(i), place);
      }
    } else {
      assertEquals(-1, expected.data().mismatch(actual.data()), place);
    }
  }
}
