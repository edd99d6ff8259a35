package dev.partitura.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.cluster.Host;
import dev.partitura.engine.cluster.Link;
import dev.partitura.engine.cluster.Speed;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a cluster says of its devices and links decides where a network is cut.
class PricedOnClusterTest {
  private static final Speed USUAL = Speed.of(DeviceKind.CPU);

  /// Two devices, the second `factor` times as fast as usual, joined by a link.
  private static Cluster cluster(double factor, double bytesPerSecond, long latencyNanos) {
    var a = new DeviceId("cpu0");
    var b = new DeviceId("cpu1");
    return new Cluster(
        "two",
        List.of(new Host("h", 2, 1L << 34, "")),
        List.of(
            new Device(a, DeviceKind.CPU, "h", 0, 1L << 33, USUAL),
            new Device(b, DeviceKind.CPU, "h", 1, 1L << 33, faster(factor))),
        List.of(new Link(b, a, bytesPerSecond, latencyNanos)));
  }

  private static Speed faster(double factor) {
    return new Speed(
        USUAL.flopsPerSecond() * factor,
        USUAL.bytesPerSecond() * factor,
        Math.round(USUAL.dispatchNanos() / factor));
  }

  private static String linear(NetworkBuilder b, String x, int in, int out) {
    return b.op(
        "MatMul", x, b.initializer("w", Tensor.allocate(TensorType.of(DataType.FLOAT, in, out))));
  }

  private static Network chain(int... widths) {
    var b = new NetworkBuilder("chain");
    var x = b.input("x", Shape.of(64, widths[0]));
    for (int i = 1; i < widths.length; i++) {
      x = linear(b, x, widths[i - 1], widths[i]);
    }
    b.output(x);
    return b.build();
  }

  private static Network branches() {
    var b = new NetworkBuilder("branches");
    var x = b.input("x", Shape.of(64, 512));
    var one = linear(b, linear(b, x, 512, 512), 512, 512);
    var other = linear(b, linear(b, x, 512, 512), 512, 512);
    b.output(b.op("Add", one, other));
    return b.build();
  }

  private static Plan plan(String preset, Network network, Cluster cluster) {
    return Presets.plan(PlanPreset.parse(preset), TypeInference.infer(network), cluster);
  }

  private static long first(Plan plan, Network network) {
    return network.ops().stream().filter(op -> plan.partOf(op.id()) == 0).count();
  }

  @Test
  void aSlowerDeviceTakesFewerOps() {
    var network = chain(512, 512, 512, 512, 512, 512, 512, 512, 512, 512);
    assertEquals(6, first(plan("pipeline=2", network, cluster(0.5, 8e9, 3_000)), network));
    assertEquals(3, first(plan("pipeline=2", network, cluster(2, 8e9, 3_000)), network));
  }

  @Test
  void overASlowLinkTheCutLiesWhereLittleCrosses() {
    var network = chain(512, 1024, 1024, 8, 1024, 1024);
    long fast = first(plan("pipeline=2", network, cluster(1, 1e12, 10)), network);
    var slow = plan("pipeline=2", network, cluster(1, 1e7, 10));
    assertEquals(3, first(slow, network));
    assertTrue(fast != 3, "over a fast link the work is balanced");
  }

  @Test
  void branchesStayTogetherWhereTheLinkIsSlow() {
    var network = branches();
    assertEquals(2, plan("task=2", network, cluster(1, 8e9, 3_000)).parts().size());
    assertEquals(1, plan("task=2", network, cluster(1, 1e6, 3_000)).parts().size());
    assertEquals(1, plan("task=2", network, cluster(1, 8e9, 100_000_000)).parts().size());
  }

  @Test
  void whatStaysTogetherGoesToTheFastestDevice() {
    var plan = plan("task=2", chain(256, 256, 256), cluster(3, 8e9, 3_000));
    assertEquals(
        List.of(List.of(new DeviceId("cpu1"))),
        plan.parts().stream().map(part -> part.mesh().devices()).toList());
  }
}
