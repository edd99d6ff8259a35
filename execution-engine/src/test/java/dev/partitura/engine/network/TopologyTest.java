package dev.partitura.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.partitura.engine.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopologyTest {
  @Test
  void isMadeOnceForTheSameOps() {
    var b = new NetworkBuilder("relus");
    b.output(b.op("Relu", b.op("Relu", b.input("x", Shape.of(4)))));
    var network = b.build();
    var topology = Topology.of(network);
    assertSame(topology, Topology.of(network));
    assertSame(topology, Topology.of(network.withInitializers(Map.of()).withName("other")));
    assertNotSame(topology, Topology.of(network.withOps(network.ops().subList(0, 1))));
    assertEquals(List.of(1), topology.consumers("Relu:0"));
  }

  @Test
  void manyOpsOfOneTypeGetNamesInLinearTime() {
    var b = new NetworkBuilder("relus");
    var x = b.input("x", Shape.of(4));
    for (int i = 0; i < 200_000; i++) {
      x = b.op("Relu", x);
    }
    b.output(x);
    assertEquals("Relu_200000:0", x);
    assertEquals(200_000, Topology.of(b.build()).order().length);
  }
}
