package dev.partitura.engine.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.cluster.Link;
import dev.partitura.engine.cluster.Speed;
import dev.partitura.engine.operator.Category;
import dev.partitura.engine.operator.Work;
import java.util.List;
import org.junit.jupiter.api.Test;

class RooflineCostTest {
  private static Device device(String name, String host, Speed speed) {
    return new Device(new DeviceId(name), DeviceKind.CPU, host, 0, 1 << 30, speed);
  }

  private static final Device A = device("a", "h", new Speed(1e9, 1e9, 100));
  private static final Device B = device("b", "h", new Speed(2e9, 4e9, 50));
  private static final Device FAR = device("far", "other", Speed.of(DeviceKind.CPU));

  private static CostModel cost(Link... links) {
    return new RooflineCost(new Cluster("c", List.of(), List.of(A, B, FAR), List.of(links)));
  }

  @Test
  void anOpTakesTheLongerOfArithmeticAndMemory() {
    assertEquals(100 + 6_000, cost().opNanos(Category.ARITHMETIC, new Work(6_000, 100, 100), A));
    assertEquals(
        100 + 8_000, cost().opNanos(Category.ARITHMETIC, new Work(6_000, 7_000, 1_000), A));
    assertEquals(50 + 3_000, cost().opNanos(Category.ARITHMETIC, new Work(6_000, 7_000, 1_000), B));
  }

  @Test
  void aValueTakesLatencyAndBytesBothWaysAlike() {
    var cost = cost(new Link(A.id(), B.id(), 1e9, 10));
    assertEquals(10 + 500, cost.transferNanos(500, A, B));
    assertEquals(10 + 500, cost.transferNanos(500, B, A));
    assertEquals(0, cost.transferNanos(500, A, A));
  }

  @Test
  void withoutALinkTheHostsDecide() {
    double near = cost().transferNanos(1 << 20, A, B);
    double far = cost().transferNanos(1 << 20, A, FAR);
    assertEquals(3_000 + (1 << 20) / 8.0, near);
    assertEquals(50_000 + (1 << 20) / 0.118, far, 1e-6);
  }

  @Test
  void noDeviceHasNoSpeed() {
    assertThrows(IllegalArgumentException.class, () -> new Speed(0, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Speed(1, Double.NaN, 1));
  }
}
