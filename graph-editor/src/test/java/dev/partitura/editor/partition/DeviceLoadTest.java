package dev.partitura.editor.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.editor.Projects;
import dev.partitura.editor.edit.PaintOps;
import dev.partitura.editor.network.NetworkFacts;
import dev.partitura.engine.analysis.DeviceUse;
import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.Speed;
import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.plan.ExpectedTimes;
import dev.partitura.engine.plan.Mesh;
import dev.partitura.engine.plan.Plan;
import dev.partitura.samples.SampleModels;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeviceLoadTest {

  @Test
  void theSharesOfAllDevicesMakeOneWhateverIsPainted() {
    var project = Projects.of(SampleModels.network("lenet"));
    var facts = NetworkFacts.of(project.network(), 4);
    var times = new ExpectedTimes(facts.sized(), project.cluster(), Precision.FP32, false);
    assertEquals(1, DeviceLoad.of(project, facts, times).getFirst().share(), 1e-12);
    assertEquals(1, DeviceLoad.balance(DeviceLoad.of(project, facts, times)), 1e-12);
    var half =
        new LinkedHashSet<>(facts.ops().keySet().stream().limit(facts.ops().size() / 2).toList());
    var painted = new PaintOps(half, Projects.CPU1, "").apply(project);
    var loads = DeviceLoad.of(painted, facts, times);
    assertEquals(1, loads.stream().mapToDouble(DeviceLoad::share).sum(), 1e-12);
    assertEquals(half.size(), loads.get(1).ops());
    assertEquals(half.stream().mapToLong(facts::flops).sum(), loads.get(1).flops(), 0.5);
  }

  /// Half the ops each: by arithmetic a slow device has as much to do as a fast one.
  @Test
  void aDeviceOfHalfTheSpeedHasTwiceTheShare() {
    var project = Projects.of(SampleModels.network("lenet"));
    var devices = new ArrayList<>(project.cluster().devices());
    var slow = devices.get(1);
    devices.set(
        1,
        new Device(
            slow.id(),
            slow.kind(),
            slow.host(),
            slow.core(),
            slow.memoryBytes(),
            half(slow.speed())));
    var cluster =
        new Cluster("uneven", project.cluster().hosts(), devices, project.cluster().links());
    var both = Mesh.of(List.of(devices.get(0).id(), slow.id()));
    var halves = project.withCluster(cluster).withPlan(Plan.of(List.of(both), Map.of(), 1));
    var facts = NetworkFacts.of(project.network(), 4);
    var loads =
        DeviceLoad.of(
            halves, facts, new ExpectedTimes(facts.sized(), cluster, Precision.FP32, false));
    assertEquals(loads.get(0).flops(), loads.get(1).flops(), 0.5);
    assertEquals(2, loads.get(1).share() / loads.get(0).share(), 0.05);
    assertEquals(0.75, DeviceLoad.balance(loads), 0.02);
  }

  private static Speed half(Speed speed) {
    return new Speed(
        speed.flopsPerSecond() / 2, speed.bytesPerSecond() / 2, 2 * speed.dispatchNanos());
  }

  @Test
  void aLargerBatchIsMoreWork() {
    var network = SampleModels.network("lenet");
    var one = NetworkFacts.of(network, 1);
    var four = NetworkFacts.of(network, 4);
    for (var op : one.ops().keySet()) {
      assertEquals(4 * one.flops(op), four.flops(op));
    }
  }

  @Test
  void aPredictionDecidesTheSharesWhereThereIsOne() {
    var project = Projects.of(SampleModels.network("lenet"));
    var facts = NetworkFacts.of(project.network(), 4);
    var times = new ExpectedTimes(facts.sized(), project.cluster(), Precision.FP32, false);
    var expected = DeviceLoad.of(project, facts, times);
    var devices = project.cluster().devices();
    var uses = List.of(use(devices.get(0).id(), 100, 40), use(devices.get(1).id(), 25, 5));
    var loads = DeviceLoad.predicted(expected, uses);
    assertEquals(List.of(0.75, 0.25), loads.stream().map(DeviceLoad::share).toList());
    assertEquals(expected.getFirst().flops(), loads.getFirst().flops());
  }

  private static DeviceUse use(DeviceId id, long busy, long copying) {
    return new DeviceUse(id.name(), id, busy, copying, 0, 1, 0, 0);
  }
}
