package dev.partitura.engine.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputComparisonTest {
  private static final Network NETWORK = Network.empty("test");

  private static Tensor of(DataType type, double... values) {
    var tensor = Tensor.allocate(TensorType.of(type, values.length));
    for (int i = 0; i < values.length; i++) {
      tensor.setDouble(i, values[i]);
    }
    return tensor;
  }

  private static Agreement compare(Tensor given, Tensor wanted) {
    return OutputComparison.of(Map.of("y", given), Map.of("y", wanted), NETWORK);
  }

  private static String difference(Tensor given, Tensor wanted) {
    return assertInstanceOf(Agreement.Different.class, compare(given, wanted)).problem().message();
  }

  @Test
  void theSameBitsAreIdenticalAndEveryNaNIsTheSame() {
    var odd = Tensor.ofFloats(new float[] {1, Float.intBitsToFloat(0x7fc00001)}, 2);
    assertEquals(Agreement.IDENTICAL, compare(of(DataType.FLOAT, 1, Double.NaN), odd));
    for (var type :
        List.of(
            DataType.DOUBLE, DataType.FLOAT16, DataType.BFLOAT16, DataType.UINT64, DataType.BOOL)) {
      assertEquals(Agreement.IDENTICAL, compare(of(type, 1, 0, 1), of(type, 1, 0, 1)));
    }
    var words = Tensor.ofStrings(new String[] {"a", "b"}, 2);
    var same = Tensor.ofStrings(new String[] {"a", "b"}, 2);
    assertEquals(Agreement.IDENTICAL, compare(words, same));
  }

  @Test
  void theBoundIsRelativeToTheLargestMagnitude() {
    for (var type : List.of(DataType.FLOAT, DataType.DOUBLE, DataType.FLOAT16, DataType.BFLOAT16)) {
      double bound =
          switch (type) {
            case FLOAT -> 0x1p-13;
            case DOUBLE -> 0x1p-40;
            case FLOAT16 -> 0x1p-7;
            default -> 0x1p-5;
          };
      var wanted = of(type, 0, -64, 0.5);
      var close = compare(of(type, 64 * bound, -64, 0.5), wanted);
      assertEquals(new Agreement.WithinRounding("y", 64 * bound, 64 * bound), close);
      assertInstanceOf(
          Agreement.Different.class, compare(of(type, 65.5 * bound, -64, 0.5), wanted));
    }
  }

  @Test
  void anInfinityAndANaNAreNeverRounding() {
    var wanted = of(DataType.FLOAT, Double.POSITIVE_INFINITY, 1e30, Double.NaN);
    assertEquals(
        "The outputs differ from those of the unsplit run:"
            + " output y is 3.0E38 and not Infinity at [0] (rounding explains 1.2e+26).",
        difference(of(DataType.FLOAT, 3e38, 1e30, Double.NaN), wanted));
    difference(of(DataType.FLOAT, Double.NEGATIVE_INFINITY, 1e30, Double.NaN), wanted);
    difference(of(DataType.FLOAT, Double.POSITIVE_INFINITY, Double.NaN, Double.NaN), wanted);
    difference(of(DataType.FLOAT, Double.POSITIVE_INFINITY, 1e30, 0), wanted);
  }

  @Test
  void whatIsNoFloatIsExact() {
    var longs = Tensor.ofLongs(new long[] {Long.MAX_VALUE, 1, 2, 3, 4, 5}, 2, 3);
    var others = Tensor.ofLongs(new long[] {Long.MAX_VALUE, 1, 2, 3, 4, 6}, 2, 3);
    assertEquals(
        "The outputs differ from those of the unsplit run: output y is 6 and not 5 at [1, 2].",
        difference(others, longs));
    var near = Tensor.ofLongs(new long[] {Long.MAX_VALUE - 1, 1, 2, 3, 4, 5}, 2, 3);
    assertTrue(difference(near, longs).contains("9223372036854775806 and not 9223372036854775807"));
    difference(of(DataType.BOOL, 1, 0), of(DataType.BOOL, 1, 1));
    var words = Tensor.ofStrings(new String[] {"a"}, 1);
    assertTrue(
        difference(Tensor.ofStrings(new String[] {"b"}, 1), words).contains("\"b\" and not \"a\""));
  }

  @Test
  void aMissingOutputOrAnotherTypeIsNamed() {
    var wanted = of(DataType.FLOAT, 1, 2);
    assertTrue(
        difference(of(DataType.FLOAT, 1), wanted).contains("is float32 1 and not float32 2"));
    var missing = OutputComparison.of(Map.of(), Map.of("y", wanted), NETWORK);
    assertTrue(missing.sentence().contains("output y is missing"), missing.sentence());
  }

  @Test
  void aNetworkThatComputesInHalfPrecisionIsBoundByThat() {
    var weights = Map.of("w", Constant.of(of(DataType.FLOAT16, 1)));
    var half = NETWORK.withInitializers(weights);
    var wanted = Map.of("y", of(DataType.FLOAT, 1));
    var close = OutputComparison.of(Map.of("y", of(DataType.FLOAT, 1.001)), wanted, half);
    assertInstanceOf(Agreement.WithinRounding.class, close);
    var exact = OutputComparison.of(Map.of("y", of(DataType.FLOAT, 1.001)), wanted, NETWORK);
    assertInstanceOf(Agreement.Different.class, exact);
  }
}
