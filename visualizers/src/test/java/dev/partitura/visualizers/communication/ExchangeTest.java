package dev.partitura.visualizers.communication;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.visualizers.timeline.Sessions;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExchangeTest {
  @Test
  void everyCopyIsCountedFromItsSenderToItsReceiver() {
    var session = Sessions.empty();
    var exchange = Exchange.of(Sessions.pipelineRun(session));
    assertEquals(List.of("CPU 0 A", "CPU 1 B"), exchange.devices());
    assertArrayEquals(new long[][] {{0, 3_200_000}, {0, 0}}, exchange.bytes());
    assertEquals(2, exchange.totalCount());
    assertEquals(1_000_000, exchange.totalNanos());
    // Neither copy overlaps a computation of CPU 1.
    assertEquals(1_000_000, exchange.exposedNanos());
  }
}
