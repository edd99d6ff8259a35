package dev.partitura.visualizers.communication;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.engine.analysis.Exchange;
import dev.partitura.engine.analysis.Transfers;
import dev.partitura.visualizers.timeline.Sessions;
import org.junit.jupiter.api.Test;

class ExchangeTest {
  @Test
  void everyCopyIsCountedFromItsSenderToItsReceiver() {
    var session = Sessions.empty();
    var run = Sessions.pipelineRun(session);
    var exchange = run.get(Exchange.ANALYSIS);
    assertArrayEquals(new long[][] {{0, 3_200_000}, {0, 0}}, exchange.bytes());
    assertArrayEquals(new int[][] {{0, 2}, {0, 0}}, exchange.count());
    assertEquals(new Transfers(2, 3_200_000, 1_000_000), run.get(Transfers.ANALYSIS));
    // Neither copy overlaps a computation of CPU 1.
    assertEquals(1_000_000, exchange.exposedNanos());
  }
}
