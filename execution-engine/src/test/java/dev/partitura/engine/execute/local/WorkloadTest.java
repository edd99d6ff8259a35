package dev.partitura.engine.execute.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.execute.Workload;
import dev.partitura.engine.execute.device.DeviceQueue;
import dev.partitura.engine.execute.device.NullRuntime;
import dev.partitura.engine.execute.device.Runtimes;
import dev.partitura.engine.execute.simulate.SimulatedExecutor;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.task.TaskKind;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.task.lower.LoweredStep;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.engine.training.TrainingState;
import dev.partitura.engine.training.TrainingStep;
import dev.partitura.engine.training.optimizer.Optimizers;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkloadTest {
  private static final Workload<RunResult> TWICE = new Workload.ClosedRepeats(Map.of(), 1, 0, 2);

  private static Lowered pipeline() {
    var b = new NetworkBuilder("chain");
    var x = b.input("x", Shape.of(-1, 4).withSymbol(0, "batch"));
    for (int i = 0; i < 6; i++) {
      x = b.op("Tanh", x);
    }
    b.output(x);
    var network = b.build();
    var cluster = Clusters.workers(2);
    var plan =
        Presets.plan(
            PlanPreset.parse("pipeline=2,micro-batches=4"), TypeInference.infer(network), cluster);
    return LoweringRunner.lower(new RunRequest(network, cluster, plan, 0, Map.of(), 1, 2, 0));
  }

  @Test
  void theNullDeviceTimesEveryTaskAndComputesNothing() {
    var plan = pipeline();
    var result =
        new LocalExecutor(Runtimes.all(new NullRuntime()))
            .run(plan, TWICE, new Cancellation(), Progress.NONE);
    var trace = result.trace();
    assertEquals(result.graph().taskCount(), trace.spanCount());
    assertTrue(
        IntStream.range(0, trace.spanCount())
            .anyMatch(span -> trace.kind(span) == TaskKind.TRANSFER));
    assertEquals(2, trace.tracks().size());
    assertEquals(2, result.iterationNanos().length);
    assertTrue(result.outputs().isEmpty());
    assertFalse(result.cancelled());
  }

  /// A device that counts what it is told, and has its own clock.
  private static final class Counting extends ForwardingRuntime {
    private final AtomicInteger submitted = new AtomicInteger();
    private final AtomicLong late = new AtomicLong();

    @Override
    public DeviceQueue queue(Device device, Lane lane) {
      var cpu = super.queue(device, lane);
      return new DeviceQueue() {
        @Override
        public long nanos() {
          return cpu.nanos() + late.get();
        }

        @Override
        public void submit(Kernel.Bound code) {
          submitted.incrementAndGet();
          cpu.submit(code);
          late.addAndGet(1_000_000_000L);
        }
      };
    }
  }

  @Test
  void everyTaskIsSubmittedToTheDeviceAndTimedByItsClock() {
    var counting = new Counting();
    var result =
        new LocalExecutor(Runtimes.all(counting))
            .run(pipeline(), TWICE, new Cancellation(), Progress.NONE);
    assertEquals(2 * result.graph().taskCount(), counting.submitted.get());
    assertFalse(result.outputs().isEmpty());
    for (int span = 0; span < result.trace().spanCount(); span++) {
      assertTrue(result.trace().durationNanos(span) >= 1_000_000_000L);
    }
  }

  private static LoweredStep step(Network network) {
    var cluster = Clusters.workers(2);
    var words = PlanPreset.parse("pipeline=2,micro-batches=4,schedule=gpipe");
    var plan = Presets.plan(words, TypeInference.infer(network), cluster, true);
    var optimizer = Optimizers.of("sgd", 0.1);
    return new Lowering().lowerStep(network, cluster, plan, optimizer, 4, Map.of(), null);
  }

  private static Network twoLayers() {
    var b = new NetworkBuilder("layers");
    var x = b.input("x", Shape.of(-1, 4).withSymbol(0, "batch"));
    for (int i = 0; i < 2; i++) {
      var weights = Tensor.allocate(TensorType.of(DataType.FLOAT, 4, 4));
      weights.setDouble(i, 1);
      x = b.op("MatMul", x, b.initializer("w" + i, weights));
    }
    b.output(x);
    return b.build();
  }

  @Test
  void everyExecutorTakesTrainingSteps() {
    var step = step(twoLayers());
    var labels = Tensor.allocate(TensorType.of(DataType.INT64, 4));
    var feeds =
        Map.of(
            "x",
            Tensor.allocate(TensorType.of(DataType.FLOAT, 4, 4)),
            step.step().loss().labels(),
            labels,
            TrainingStep.LEARNING_RATE,
            Tensor.allocate(new TensorType(DataType.FLOAT, Shape.SCALAR)),
            TrainingStep.STEP,
            Tensor.allocate(new TensorType(DataType.FLOAT, Shape.SCALAR)));
    var steps =
        new Workload.TrainingSteps(
            step.step(),
            1,
            3,
            _ -> feeds,
            TrainingState.initial(step.step()).kept(),
            Workload.StepListener.NONE);
    var measured =
        new LocalExecutor().run(step.lowered(), steps, new Cancellation(), Progress.NONE);
    var predicted =
        new SimulatedExecutor().run(step.lowered(), steps, new Cancellation(), Progress.NONE);
    // All scores are zero, so that each of four classes is as likely.
    assertEquals(Math.log(4), measured.losses()[2], 1e-6);
    assertEquals(0, predicted.losses().length);
    assertEquals(3, measured.stepNanos().length);
    assertEquals(3, predicted.stepNanos().length);
    assertEquals(measured.trace().spanCount(), predicted.trace().spanCount());
  }

  @Test
  void aPlanThatIsNotLaidOutToTrainIsNotTrained() {
    var steps =
        new Workload.TrainingSteps(
            step(twoLayers()).step(), 1, 1, _ -> Map.of(), Map.of(), Workload.StepListener.NONE);
    assertThrows(
        IllegalArgumentException.class,
        () -> new LocalExecutor().run(pipeline(), steps, new Cancellation(), Progress.NONE));
  }
}
