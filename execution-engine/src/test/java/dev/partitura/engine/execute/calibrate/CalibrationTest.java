package dev.partitura.engine.execute.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.local.KernelProfiler;
import dev.partitura.engine.execute.times.KernelTimes;
import dev.partitura.engine.limit.CancelledException;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Constant;
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
import dev.partitura.engine.training.optimizer.Optimizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was measured is kept, and predictions are made of it.
class CalibrationTest {
  private static final String HERE = "this machine";

  @TempDir private Path folder;

  private static Calibration calibration(KernelTimes kernels) {
    return new Calibration(
        HERE,
        100,
        new TreeMap<>(Map.of(1_000L, 2_000.0, 3_000L, 4_000.0)),
        kernels,
        OptionalDouble.empty());
  }

  private static Network layers() {
    var random = new Random(4);
    var b = new NetworkBuilder("layers");
    var x = b.input("x", Shape.of(-1, 32).withSymbol(0, "batch"));
    for (int layer = 0; layer < 3; layer++) {
      var weight = Tensor.allocate(TensorType.of(DataType.FLOAT, 32, 32));
      for (long i = 0; i < weight.elementCount(); i++) {
        weight.setDouble(i, 0.1 * random.nextGaussian());
      }
      x = b.op("Tanh", b.op("MatMul", x, b.initializer("w" + layer, weight)));
    }
    b.output(x);
    return b.build();
  }

  private static Lowered lower(String plan) {
    var cluster = Clusters.workers(2);
    var network = layers();
    return new Lowering()
        .lower(
            network,
            cluster,
            Presets.plan(PlanPreset.parse(plan), TypeInference.infer(network), cluster),
            8,
            Map.of(),
            null);
  }

  private static LoweredStep lowerStep(String plan) {
    var cluster = Clusters.workers(2);
    var network = layers();
    return new Lowering()
        .lowerStep(
            network,
            cluster,
            Presets.plan(PlanPreset.parse(plan), TypeInference.infer(network), cluster),
            Optimizers.of("adam", null),
            8,
            Map.of(),
            null);
  }

  @Test
  void copiesLieOnTheLineBetweenThoseThatWereMeasured() {
    var of = calibration(new KernelTimes());
    assertEquals(2_000, of.copyNanos(10));
    assertEquals(2_500, of.copyNanos(1_500));
    assertEquals(4_000, of.copyNanos(3_000));
    assertEquals(8_000, of.copyNanos(6_000));
  }

  @Test
  void whatIsKeptIsReadAgainOnTheSameMachineAlone() {
    var kernels = new KernelTimes();
    kernels.put("MatMul|1", new KernelTimes.Time(10, 15));
    var file = new CalibrationFile(folder.resolve("calibration.json"));
    assertNull(file.read(HERE));
    file.write(calibration(kernels).compared(0.125));
    var read = file.read(HERE);
    assertNotNull(read);
    assertEquals(kernels.all(), read.kernels().all());
    assertEquals(2_500, read.copyNanos(1_500));
    assertEquals(0.125, read.meanError().orElseThrow());
    assertNull(file.read("another machine"));
  }

  @Test
  void aDamagedFileCountsAsNone() throws IOException {
    var file = new CalibrationFile(folder.resolve("calibration.json"));
    file.write(calibration(new KernelTimes()));
    var text = Files.readString(file.path());
    Files.writeString(file.path(), text.substring(0, text.length() / 2));
    assertNull(file.read(HERE));
    Files.writeString(file.path(), text.replace("\"copies\"", "\"copied\""));
    assertNull(file.read(HERE));
    Files.writeString(file.path(), text);
    assertNotNull(file.read(HERE));
  }

  @Test
  void whereNothingCanBeKeptItIsMeasuredAllTheSame() throws IOException {
    var occupied = Files.createFile(folder.resolve("file"));
    var file = new CalibrationFile(occupied.resolve("calibration.json"));
    assertTrue(Calibrator.ofThisMachine(file).calibration().copyNanos(4096) > 0);
  }

  /// One worker does all: what it takes is the sum of its kernels.
  @Test
  void aPredictionIsMadeOfTheKernelsThatWereMeasured() {
    var calibrator = Calibrator.anew(new CalibrationFile(folder.resolve("calibration.json")));
    var lowered = lower("single,micro-batches=2");
    assertTrue(calibrator.measure(lowered));
    assertFalse(calibrator.measure(lowered), "all are known now");
    var of = calibrator.calibration();
    double sum = 0;
    for (int task = 0; task < lowered.graph().taskCount(); task++) {
      assertEquals(TaskKind.COMPUTE, lowered.graph().kind(task));
      var step = lowered.program().steps().get(lowered.graph().subject(task));
      var time = of.kernels().find(KernelTimes.kernel(lowered, step));
      assertNotNull(time, step.name());
      assertTrue(time.aloneNanos() > 0 && time.crowdedNanos() >= time.aloneNanos());
      sum += of.taskNanos() + time.aloneNanos();
    }
    double predicted = calibrator.executor().run(lowered).trace().durationNanos();
    assertEquals(sum, predicted, lowered.graph().taskCount());
    var file = new CalibrationFile(folder.resolve("calibration.json"));
    assertEquals(
        predicted,
        Objects.requireNonNull(Calibrator.known(file))
            .executor()
            .run(lowered)
            .trace()
            .durationNanos(),
        "kept");
    var again = file.read(of.machine());
    assertNotNull(again);
    assertEquals(of.kernels().all(), again.kernels().all());
  }

  @Test
  void kernelsOfEveryStrategyAreFoundAndMeasured() {
    var times = new KernelTimes();
    for (var plan : new String[] {"pipeline=2,micro-batches=4", "data=2", "tensor=2"}) {
      var lowered = lower(plan);
      KernelProfiler.measure(lowered, Map.of(), times, 1);
      assertFalse(KernelProfiler.isMissing(lowered, times), plan);
      var step = lowerStep(plan).lowered();
      assertTrue(KernelProfiler.isMissing(step, times), plan);
      KernelProfiler.measure(step, Map.of(), times, 1);
      assertFalse(KernelProfiler.isMissing(step, times), "training under " + plan);
    }
  }

  /// There is nothing to compute with: the cost model tells, and nobody knows how well.
  @Test
  void weightsKnownByTheirShapeAreNotMeasured() {
    var b = new NetworkBuilder("shape");
    var x = b.input("x", Shape.of(-1, 32).withSymbol(0, "batch"));
    b.output(
        b.op(
            "MatMul",
            x,
            b.initializer("w", Constant.ofShape(TensorType.of(DataType.FLOAT, 32, 32)))));
    var cluster = Clusters.workers(1);
    var network = b.build();
    var plan = Presets.plan(PlanPreset.parse("single"), TypeInference.infer(network), cluster);
    var lowered = Lowering.toPredict().lower(network, cluster, plan, 8, Map.of(), null);
    var calibrator = Calibrator.anew(new CalibrationFile(folder.resolve("calibration.json")));
    calibrator.compared(0.5);
    calibrator.measure(lowered);
    assertTrue(calibrator.calibration().kernels().all().isEmpty());
    var executor = calibrator.executorOf(lowered);
    assertTrue(executor.run(lowered).trace().durationNanos() > 0);
    assertTrue(executor.expectedError().isEmpty());
  }

  /// A plan by measured kernels beside one by usual figures would be a speed-up that nobody has.
  @Test
  void plansThatAreComparedArePricedAlike() {
    var pipeline = lower("pipeline=2,micro-batches=2");
    var single = lower("single");
    var calibrator = Calibrator.anew(new CalibrationFile(folder.resolve("calibration.json")));
    calibrator.measure(pipeline);
    assertSame(calibrator.executor(), calibrator.executorOf(List.of(pipeline)));
    var alike = calibrator.executorOf(List.of(pipeline, single));
    assertNotSame(calibrator.executor(), alike);
    assertSame(alike, calibrator.executorOf(List.of(single, pipeline)));
    calibrator.measure(single);
    assertSame(calibrator.executor(), calibrator.executorOf(List.of(pipeline, single)));
  }

  @Test
  void whatWasBrokenOffIsNotKept() {
    var file = new CalibrationFile(folder.resolve("calibration.json"));
    assertThrows(
        CancelledException.class, () -> Checkpoint.until(() -> true, () -> Calibrator.anew(file)));
    assertFalse(Files.exists(file.path()));
  }

  @Test
  void othersThatAreBusyMakeKernelsSlower() {
    var time = new KernelTimes.Time(100, 160);
    assertEquals(100, time.nanos(0));
    assertEquals(130, time.nanos(0.5));
    assertEquals(160, time.nanos(1));
  }
}
