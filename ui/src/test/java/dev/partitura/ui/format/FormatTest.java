package dev.partitura.ui.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FormatTest {
  @Test
  void timesTakeTheUnitThatKeepsThreeDigits() {
    assertEquals("0\u2009ns", Format.time(0));
    assertEquals("840\u2009ns", Format.time(840));
    assertEquals("12.4\u2009µs", Format.time(12_410));
    assertEquals("41.2\u2009ms", Format.time(41_234_567));
    assertEquals("1.00\u2009s", Format.time(999_800_000));
    assertEquals("12.5\u2009min", Format.time(750e9));
  }

  @Test
  void bytesAndWorkCountInPowersOfAThousand() {
    assertEquals("640\u2009B", Format.bytes(640));
    assertEquals("1.60\u2009MB", Format.bytes(1_600_000));
    assertEquals("32\u2009KiB", Format.binaryBytes(32_768));
    assertEquals("1.81\u2009GFLOP", Format.flops(1_813_561_344));
    assertEquals("84.0\u2009GFLOP/s", Format.flopsPerSecond(84.04e9));
    assertEquals("11.7\u2009M", Format.count(11_689_512));
    assertEquals("7", Format.count(7));
    assertEquals("188\u2009img/s", Format.perSecond(188, "img"));
    assertEquals("12.0\u2009kimg/s", Format.perSecond(12_001.5, "img"));
  }

  @Test
  void sharesAndFactorsNeedNoMoreThanTheyKnow() {
    assertEquals("86\u2009%", Format.percent(0.8612));
    assertEquals("3.4\u2009%", Format.percent(0.0341));
    assertEquals("100\u2009%", Format.percent(1));
    assertEquals("0\u2009%", Format.percent(0));
    assertEquals("1.71×", Format.factor(1.712));
    assertEquals("2.00×", Format.factor(2));
    assertEquals("–", Format.factor(Double.NaN));
  }

  @Test
  void smallNumbersAreToldByTheirPowerOfTen() {
    assertEquals("1.2e-4", Format.scientific(0x1p-13));
    assertEquals("1.0e-3", Format.scientific(9.96e-4));
    assertEquals("3.6e-7", Format.scientific(3.61e-7));
    assertEquals("0", Format.scientific(0));
  }
}
