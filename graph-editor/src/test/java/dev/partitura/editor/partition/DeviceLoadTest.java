package dev.partitura.editor.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.editor.Projects;
import dev.partitura.editor.edit.PaintOps;
import dev.partitura.editor.network.NetworkFacts;
import dev.partitura.samples.SampleModels;
import java.util.LinkedHashSet;
import org.junit.jupiter.api.Test;

class DeviceLoadTest {

  @Test
  void theSharesOfAllDevicesMakeOneWhateverIsPainted() {
    var project = Projects.of(SampleModels.network("lenet"));
    var facts = NetworkFacts.of(project.network(), 4);
    assertEquals(1, DeviceLoad.of(project, facts).getFirst().share(), 1e-12);
    assertEquals(1, DeviceLoad.balance(DeviceLoad.of(project, facts)), 1e-12);
    var half =
        new LinkedHashSet<>(facts.ops().keySet().stream().limit(facts.ops().size() / 2).toList());
    var painted = new PaintOps(half, Projects.CPU1, "").apply(project);
    var loads = DeviceLoad.of(painted, facts);
    assertEquals(1, loads.stream().mapToDouble(DeviceLoad::share).sum(), 1e-12);
    assertEquals(half.size(), loads.get(1).ops());
    assertEquals(half.stream().mapToLong(facts::flops).sum(), loads.get(1).flops(), 0.5);
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
}
