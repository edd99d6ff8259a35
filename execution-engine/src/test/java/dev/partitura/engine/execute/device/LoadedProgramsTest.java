package dev.partitura.engine.execute.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.engine.backend.Backend;
import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.backend.LoadedProgram;
import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.backend.Program;
import dev.partitura.engine.backend.cpu.CpuBackend;
import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadedProgramsTest {
  private final Network network = chain();
  private final Cluster cluster = Clusters.workers(2);
  private final Counting backend = new Counting();

  private static Network chain() {
    var b = new NetworkBuilder("chain");
    var x = b.input("x", Shape.of(-1, 4).withSymbol(0, "batch"));
    for (int i = 0; i < 4; i++) {
      x = b.op("Softmax", x);
    }
    b.output(x);
    return b.build();
  }

  /// Counts what is loaded and closed.
  private static final class Counting implements Backend {
    private final Backend cpu = new CpuBackend();
    private int loads;
    private int open;

    @Override
    public DeviceKind kind() {
      return cpu.kind();
    }

    @Override
    public Program choose(LoweredNetwork network) {
      return cpu.choose(network);
    }

    @Override
    public LoadedProgram load(Program program) {
      var loaded = cpu.load(program);
      loads++;
      open++;
      return new LoadedProgram() {
        @Override
        public Program program() {
          return loaded.program();
        }

        @Override
        public List<Kernel> kernels() {
          return loaded.kernels();
        }

        @Override
        public void close() {
          open--;
          loaded.close();
        }
      };
    }
  }

  private Tensor run(LoweringRunner runner, String preset, int batch) {
    var plan = Presets.plan(PlanPreset.parse(preset), TypeInference.infer(network), cluster);
    var request = new RunRequest(network, cluster, plan, batch, Map.of(), 1, 1, 0);
    return runner
        .run(request, new Cancellation(), Progress.NONE)
        .outputs()
        .values()
        .iterator()
        .next();
  }

  private LoweringRunner runner(LoadedPrograms programs) {
    return new LoweringRunner(new LocalExecutor(Runtimes.ofThisMachine(programs)), backend);
  }

  @Test
  void aPlanThatKeepsTheCutIsNotLoadedAnew() {
    var programs = new LoadedPrograms(2);
    var runner = runner(programs);
    var first = run(runner, "pipeline=2,micro-batches=4", 8);
    run(runner, "pipeline=2,micro-batches=8", 16);
    assertEquals(1, backend.loads);
    var again = run(runner, "pipeline=2,micro-batches=4", 8);
    assertArrayEquals(first.toFloats(), again.toFloats());
    assertEquals(1, backend.loads);
    programs.clear();
    assertEquals(0, backend.open);
  }

  @Test
  void theProgramsThatWereUsedLastAreKept() {
    var programs = new LoadedPrograms(2);
    var runner = runner(programs);
    run(runner, "single", 1);
    run(runner, "single", 2);
    run(runner, "single", 1);
    assertEquals(2, backend.loads);
    run(runner, "single", 3);
    assertEquals(2, backend.open);
    run(runner, "single", 1);
    assertEquals(3, backend.loads);
    run(runner, "single", 2);
    assertEquals(4, backend.loads);
    assertEquals(2, backend.open);
  }

  @Test
  void runsOnTheirOwnLeaveNothing() {
    var runner = runner(new LoadedPrograms(0));
    run(runner, "single", 1);
    run(runner, "single", 1);
    assertEquals(2, backend.loads);
    assertEquals(0, backend.open);
  }

  @Test
  void runsAtTheSameTimeShareAProgram() {
    var program = new Program(List.of(), List.of(), List.of(), List.of());
    var programs = new LoadedPrograms(0);
    var one = programs.take(program, () -> backend.load(program));
    var other = programs.take(program, () -> backend.load(program));
    assertEquals(1, backend.loads);
    one.close();
    one.close();
    assertEquals(1, backend.open);
    other.close();
    assertEquals(0, backend.open);
  }
}
