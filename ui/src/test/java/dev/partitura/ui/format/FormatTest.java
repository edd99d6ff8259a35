package dev.partitura.ui.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FormatTest {
  @Test
  void theWindowPutsAThinSpaceBeforeTheUnit() {
    assertEquals("41.2\u2009ms", Format.time(41_234_567));
    assertEquals("1.60\u2009MB", Format.bytes(1_600_000));
    assertEquals("86\u2009%", Format.percent(0.8612));
    assertEquals("188\u2009img/s", Format.perSecond(188, "img"));
    assertEquals("1.71×", Format.factor(1.712));
    assertEquals("–", Format.bytes(Double.NaN));
  }
}
