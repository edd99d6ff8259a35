package dev.partitura.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.tensor.Shape;
import java.util.List;
import java.util.Locale;
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

  private static Problem refused(NetworkBuilder b) {
    var problems = NetworkCheck.check(b.build());
    assertEquals(1, problems.size(), problems::toString);
    return problems.getFirst();
  }

  /// Adds `count` ops that follow each other in a circle and read x too.
  private static void ring(NetworkBuilder b, String name, int count) {
    for (int i = 0; i < count; i++) {
      b.op(name + i, "Add", Attributes.NONE, "x", name + (i + count - 1) % count + ":0");
    }
  }

  @Test
  void aCircleIsNamedWholeInBothLanguages() {
    var b = new NetworkBuilder("circle");
    var x = b.input("x", Shape.of(4));
    b.op("before", "Relu", Attributes.NONE, x);
    ring(b, "r", 3);
    b.output(b.op("after", "Relu", Attributes.NONE, "r1:0"));
    var problem = refused(b);
    assertEquals("r0", problem.subject());
    assertEquals("Op r0 depends on its own output: r0 → r1 → r2 → r0.", problem.message());
    assertEquals("算子 r0 依赖于它自己的输出：r0 → r1 → r2 → r0。", problem.message(Locale.SIMPLIFIED_CHINESE));
  }

  @Test
  void ofSeveralCirclesAShortOneIsNamed() {
    var b = new NetworkBuilder("circles");
    b.input("x", Shape.of(4));
    b.op("a", "Sum", Attributes.NONE, "b:0", "d:0");
    b.op("b", "Relu", Attributes.NONE, "a:0");
    b.op("c", "Relu", Attributes.NONE, "b:0");
    b.output(b.op("d", "Relu", Attributes.NONE, "c:0"));
    assertEquals("Op a depends on its own output: a → b → a.", refused(b).message());
  }

  @Test
  void anOpThatReadsItselfIsACircle() {
    var b = new NetworkBuilder("self");
    b.input("x", Shape.of(4));
    ring(b, "r", 1);
    b.output("r0:0");
    assertEquals("Op r0 depends on its own output: r0 → r0.", refused(b).message());
  }

  @Test
  void aCircleIsToldWholeWhereASentenceCanHoldIt() {
    var b = new NetworkBuilder("ring");
    b.input("x", Shape.of(4));
    ring(b, "r", 40);
    b.output("r0:0");
    var message = refused(b).message();
    assertTrue(message.endsWith(" → r38 → r39 → r0."), message);
  }

  @Test
  void aLongCircleIsToldByItsLengthAndFirstOpsAndFoundWithoutDeepCalls() {
    var b = new NetworkBuilder("long");
    b.input("x", Shape.of(4));
    ring(b, "r", 50_000);
    b.output("r0:0");
    var message = refused(b).message();
    assertTrue(
        message.startsWith(
            "Op r0 depends on its own output by a circle of 50000 ops."
                + " The first 40 are r0 → r1 → r2 → "),
        message);
    assertTrue(message.endsWith(" → r39."), message);
  }
}
