package dev.partitura.engine.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundToBfloat16Test {
  private static int rounded(int bits) {
    return Float.floatToRawIntBits(RoundToBfloat16.rounded(Float.intBitsToFloat(bits)));
  }

  @ParameterizedTest
  @CsvSource({
    // Ties go to the even one, on both sides of zero.
    "3f808000, 3f800000",
    "3f818000, 3f820000",
    "bf808000, bf800000",
    "bf818000, bf820000",
    // A little off the middle.
    "3f808001, 3f810000",
    "3f807fff, 3f800000",
    "3f817fff, 3f810000",
    // Zeros, infinities, and what is too large for any other.
    "00000000, 00000000",
    "80000000, 80000000",
    "7f800000, 7f800000",
    "ff800000, ff800000",
    "7f7f7fff, 7f7f0000",
    "7f7f8000, 7f800000",
    "ff7fffff, ff800000",
    // Subnormal numbers: the least vanishes, half of the least bfloat16 is a tie.
    "00000001, 00000000",
    "00008000, 00000000",
    "00008001, 00010000",
    "00018000, 00020000",
    "80018000, 80020000",
    "007f8000, 00800000"
  })
  void isTheNearestAndOfTwoTheEvenOne(String from, String to) {
    assertEquals(to, "%08x".formatted(rounded(Integer.parseUnsignedInt(from, 16))));
  }

  @ParameterizedTest
  @CsvSource({"7f800001", "7fffffff", "7fc00000", "ff800001", "ffffffff", "7f808000"})
  void noNumberStaysNone(String from) {
    int bits = rounded(Integer.parseUnsignedInt(from, 16));
    assertTrue(Float.isNaN(Float.intBitsToFloat(bits)));
    assertEquals(0, bits & 0xffff);
    assertEquals(Integer.parseUnsignedInt(from, 16) >>> 31, bits >>> 31);
  }

  @Test
  void equalsStoringAsBfloat16() {
    var random = new SplittableRandom(7);
    var stored = Tensor.allocate(new TensorType(DataType.BFLOAT16, Shape.of(1)));
    for (int i = 0; i < 200_000; i++) {
      float x = Float.intBitsToFloat(random.nextInt());
      stored.setDouble(0, x);
      assertEquals((float) stored.doubleAt(0), RoundToBfloat16.rounded(x));
    }
  }
}
