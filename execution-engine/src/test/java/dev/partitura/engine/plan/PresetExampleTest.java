package dev.partitura.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.collective.AllReduces;
import dev.partitura.engine.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PresetExampleTest {
  /// All that a new preset takes: this, and its line in [Presets]. Two stages for each device,
  /// which it takes by turns.
  private record Looped() implements Preset {
    @Override
    public String name() {
      return "looped";
    }

    @Override
    public List<String> examples() {
      return List.of("looped=2");
    }

    @Override
    public boolean fits(Parallelism plan) {
      return plan.inLine() && plan.stages() == 2 * plan.places();
    }

    @Override
    public int leastDevices() {
      return 2;
    }

    @Override
    public Plan lay(PlanPreset wanted, Ground ground) {
      int devices = ground.devices(wanted.degree("looped"));
      ground.require(wanted, devices);
      var ops = ground.types().network().ops();
      var stages = new LinkedHashMap<OpId, Integer>();
      for (int op = 0; op < ops.size(); op++) {
        stages.put(ops.get(op).id(), op * 2 * devices / ops.size());
      }
      return Plan.of(
          IntStream.range(0, 2 * devices)
              .mapToObj(stage -> Mesh.of(ground.device(stage % devices)))
              .toList(),
          stages,
          wanted.microBatchesOr(4 * devices));
    }
  }

  @Test
  void aNewPresetLaysAPlanAndKnowsItAgain() {
    var b = new NetworkBuilder("chain");
    var x = b.input("x", Shape.of(-1, 4).withSymbol(0, "batch"));
    for (int op = 0; op < 8; op++) {
      x = b.op("Tanh", x);
    }
    b.output(x);
    var types = TypeInference.infer(b.build());
    var cluster = Clusters.workers(2);
    var looped = new Looped();
    var wanted = new PlanPreset(looped, List.of(2), 0, "longest-path", AllReduces.RING);
    assertEquals("looped=2,schedule=longest-path", wanted.toString());
    var plan = Presets.plan(wanted, types, cluster);
    assertEquals(List.of(), PlanCheck.check(types.network(), types, cluster, plan));
    assertEquals(
        List.of("cpu0", "cpu1", "cpu0", "cpu1"),
        plan.parts().stream().map(part -> part.mesh().device(0, 0).name()).toList());
    assertEquals(8, plan.microBatches());
    assertEquals("longest-path", plan.schedule());
    assertTrue(looped.fits(Parallelism.of(types.network(), plan)));
  }
}
