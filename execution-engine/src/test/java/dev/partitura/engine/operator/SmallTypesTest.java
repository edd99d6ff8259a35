package dev.partitura.engine.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SmallTypesTest {
  private static Tensor cast(Tensor from, DataType to, int opset, int saturate) {
    return OneOp.of("Cast", opset, 1, List.of(from), "to", to.onnxCode(), "saturate", saturate)
        .run()
        .getFirst();
  }

  private static Tensor floats(double... values) {
    var tensor = Tensor.allocate(TensorType.of(DataType.FLOAT, values.length));
    for (int i = 0; i < values.length; i++) {
      tensor.setDouble(i, values[i]);
    }
    return tensor;
  }

  private static List<Double> values(Tensor tensor) {
    return Arrays.stream(Elements.doubles(tensor)).boxed().toList();
  }

  /// Every bit pattern is a number that is written back as itself.
  @ParameterizedTest
  @EnumSource(
      names = {
        "FLOAT8E4M3FN",
        "FLOAT8E4M3FNUZ",
        "FLOAT8E5M2",
        "FLOAT8E5M2FNUZ",
        "FLOAT4E2M1",
        "FLOAT8E8M0"
      })
  void everyValueIsItsOwnNearest(DataType type) {
    int count = 1 << type.bitsInFile();
    var all = Tensor.allocate(TensorType.of(type, count));
    for (int i = 0; i < count; i++) {
      all.data().set(ValueLayout.JAVA_BYTE, i, (byte) i);
    }
    var back = cast(cast(all, DataType.FLOAT, 24, 1), type, 24, 0);
    assertEquals(values(all), values(back));
  }

  @Test
  void halvesGoToTheEvenNumberAndTheTooLargeSaturates() {
    var given = floats(1.0625, 1.1875, 464, 465, -1e9, 1e-9);
    assertEquals(
        List.of(1.0, 1.25, 448.0, 448.0, -448.0, 0.0),
        values(cast(given, DataType.FLOAT8E4M3FN, 19, 1)));
    assertEquals(
        List.of(1.0, 1.25, 448.0, Double.NaN, Double.NaN, 0.0),
        values(cast(given, DataType.FLOAT8E4M3FN, 19, 0)));
    assertEquals(
        List.of(57344.0, Double.POSITIVE_INFINITY),
        values(cast(floats(61439, 61440), DataType.FLOAT8E5M2, 19, 0)));
  }

  @Test
  void aTypeWithoutNegativeZeroHasNone() {
    var zero = cast(floats(-0.0, -1e-9), DataType.FLOAT8E4M3FNUZ, 19, 1);
    assertEquals(0, zero.data().get(ValueLayout.JAVA_BYTE, 0));
    assertEquals(0, zero.data().get(ValueLayout.JAVA_BYTE, 1));
  }

  @Test
  void powersOfTwoRoundAsAsked() {
    var given = floats(1, 1.4, 1.5, 3.1);
    for (var wanted :
        List.of(
            List.of("up", 1.0, 2.0, 2.0, 4.0),
            List.of("down", 1.0, 1.0, 1.0, 2.0),
            List.of("nearest", 1.0, 1.0, 2.0, 4.0))) {
      var made =
          OneOp.of("Cast", 24, 1, List.of(given), "to", 24, "round_mode", (String) wanted.get(0))
              .run()
              .getFirst();
      assertEquals(wanted.subList(1, 5), values(made));
    }
  }

  @Test
  void smallIntegersSaturateInOldSetsAndWrapInNewOnes() {
    var given = floats(-9, -1.9, 8, 100);
    assertEquals(List.of(-8.0, -1.0, 7.0, 7.0), values(cast(given, DataType.INT4, 21, 1)));
    assertEquals(List.of(7.0, -1.0, -8.0, 4.0), values(cast(given, DataType.INT4, 24, 1)));
    assertEquals(List.of(3.0, 3.0, 0.0, 0.0), values(cast(given, DataType.UINT2, 25, 1)));
  }

  @Test
  void quantizesToSmallTypes() {
    var zero = Tensor.allocate(TensorType.of(DataType.UINT2));
    zero.setLong(0, 1);
    var scale = Tensor.ofFloats(new float[] {2});
    assertEquals(
        List.of(0.0, 1.0, 3.0, 3.0),
        values(
            OneOp.of("QuantizeLinear", 25, 1, List.of(floats(-9, 1, 3, 90), scale, zero))
                .run()
                .getFirst()));
    var none = Tensor.allocate(TensorType.of(DataType.FLOAT8E5M2));
    assertEquals(
        List.of(-4.0, 0.5, 57344.0),
        values(
            OneOp.of("QuantizeLinear", 21, 1, List.of(floats(-9, 1, 1e9), scale, none))
                .run()
                .getFirst()));
  }

  @Test
  void bitsAreReadAsAnotherType() {
    var made = OneOp.of("BitCast", 26, 1, List.of(floats(1, -0.0)), "to", 6).run().getFirst();
    assertEquals(List.of(0x3f800000L, -0x80000000L), List.of(made.longAt(0), made.longAt(1)));
  }
}
