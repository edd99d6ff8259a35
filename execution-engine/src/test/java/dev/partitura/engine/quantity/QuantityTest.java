package dev.partitura.engine.quantity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class QuantityTest {
  @Test
  void timesTakeTheUnitThatKeepsThreeDigits() {
    assertEquals("0 ns", Quantity.time(0));
    assertEquals("840 ns", Quantity.time(840));
    assertEquals("12.4 µs", Quantity.time(12_410));
    assertEquals("41.2 ms", Quantity.time(41_234_567));
    assertEquals("1.00 s", Quantity.time(999_800_000));
    assertEquals("12.5 min", Quantity.time(750e9));
  }

  @Test
  void bytesAndWorkCountInPowersOfAThousand() {
    assertEquals("640 B", Quantity.bytes(640));
    assertEquals("1.60 MB", Quantity.bytes(1_600_000));
    assertEquals("32.8 kB", Quantity.bytes(32_768));
    assertEquals("4.00 TB", Quantity.bytes(4e12));
    assertEquals("1.81 GFLOP", Quantity.flops(1_813_561_344));
    assertEquals("84.0 GFLOP/s", Quantity.flopsPerSecond(84.04e9));
    assertEquals("11.7 M", Quantity.count(11_689_512));
    assertEquals("7", Quantity.count(7));
    assertEquals("188 img/s", Quantity.perSecond(188, "img"));
    assertEquals("12.0 kimg/s", Quantity.perSecond(12_001.5, "img"));
  }

  @Test
  void sharesAndFactorsNeedNoMoreThanTheyKnow() {
    assertEquals("86 %", Quantity.percent(0.8612));
    assertEquals("3.4 %", Quantity.percent(0.0341));
    assertEquals("100 %", Quantity.percent(1));
    assertEquals("0 %", Quantity.percent(0));
    assertEquals("1.71×", Quantity.factor(1.712));
    assertEquals("2.00×", Quantity.factor(2));
    assertEquals("–", Quantity.factor(Double.NaN));
  }

  @Test
  void smallNumbersAreToldByTheirPowerOfTen() {
    assertEquals("1.2e-4", Quantity.scientific(0x1p-13));
    assertEquals("1.0e-3", Quantity.scientific(9.96e-4));
    assertEquals("3.6e-7", Quantity.scientific(3.61e-7));
    assertEquals("0", Quantity.scientific(0));
  }
}
