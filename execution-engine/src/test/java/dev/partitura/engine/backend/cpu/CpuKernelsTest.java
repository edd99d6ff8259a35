package dev.partitura.engine.backend.cpu;

import static dev.partitura.engine.backend.cpu.KernelBlocks.attention;
import static dev.partitura.engine.backend.cpu.KernelBlocks.branches;
import static dev.partitura.engine.backend.cpu.KernelBlocks.classifier;
import static dev.partitura.engine.backend.cpu.KernelBlocks.folded;
import static dev.partitura.engine.backend.cpu.KernelBlocks.gelu;
import static dev.partitura.engine.backend.cpu.KernelBlocks.nestedBranches;
import static dev.partitura.engine.backend.cpu.KernelBlocks.normalized;
import static dev.partitura.engine.backend.cpu.KernelBlocks.residualBlock;
import static dev.partitura.engine.backend.cpu.KernelBlocks.residualChain;
import static dev.partitura.engine.backend.cpu.KernelOps.binaries;
import static dev.partitura.engine.backend.cpu.KernelOps.convolution;
import static dev.partitura.engine.backend.cpu.KernelOps.convolutions;
import static dev.partitura.engine.backend.cpu.KernelOps.pools;
import static dev.partitura.engine.backend.cpu.KernelOps.products;
import static dev.partitura.engine.backend.cpu.KernelOps.rest;
import static dev.partitura.engine.backend.cpu.KernelOps.unaries;
import static dev.partitura.engine.backend.cpu.KernelValues.ints;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.backend.Step;
import dev.partitura.engine.backend.reference.ReferenceBackend;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.Passes;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every kernel of oneDNN against the operator's own, unfused and fused: |difference| at most 1e-4
/// + 1e-4·|expected|.
class CpuKernelsTest {
  private static final double TOLERANCE = 1e-4;

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void agreesWithTheReferenceKernels(String name, Network network) {
    var expected =
        ProgramRunner.run(
            new ReferenceBackend(), ProgramRunner.lower(network, Passes.NONE, Map.of()), 7);
    for (var passes : List.of(Passes.NONE, Passes.ALL)) {
      var actual =
          ProgramRunner.run(new CpuBackend(), ProgramRunner.lower(network, passes, Map.of()), 7);
      assertEquals(expected.size(), actual.size());
      for (int i = 0; i < expected.size(); i++) {
        assertSame(expected.get(i), actual.get(i), name + " " + passes);
      }
    }
  }

  private static void assertSame(Tensor expected, Tensor actual, String what) {
    assertEquals(expected.type(), actual.type(), what);
    for (long i = 0; i < expected.elementCount(); i++) {
      double difference = Math.abs(expected.doubleAt(i) - actual.doubleAt(i));
      double allowed = TOLERANCE + TOLERANCE * Math.abs(expected.doubleAt(i));
      assertTrue(
          difference <= allowed,
          what + ": element " + i + " is " + actual.doubleAt(i) + ", not " + expected.doubleAt(i));
    }
  }

  @Test
  void aResidualBlockIsOneStepForEachConvolution() {
    var lowered = ProgramRunner.lower(residualBlock(1), Passes.ALL, Map.of());
    var program = new CpuBackend().choose(lowered);
    assertEquals(2, program.steps().stream().filter(step -> step.type().equals("Conv")).count());
    assertTrue(
        program.steps().stream().map(Step::type).allMatch(List.of("Conv", "Reorder")::contains));
  }

  @Test
  void opsOfDifferentStagesAreNotJoined() {
    var network = residualBlock(1);
    var stages = Map.of(network.ops().getLast().id(), 1);
    var lowered = ProgramRunner.lower(network, Passes.ALL, stages);
    var program = new CpuBackend().choose(lowered);
    assertTrue(
        program.steps().stream().anyMatch(step -> step.type().equals("Relu") && step.stage() == 1));
    var expected =
        ProgramRunner.run(
            new ReferenceBackend(), ProgramRunner.lower(network, Passes.NONE, Map.of()), 3);
    assertSame(
        expected.getFirst(), ProgramRunner.run(new CpuBackend(), lowered, 3).getFirst(), "staged");
  }

  @Test
  void partsOfOneSampleAreJoinedInPlace() {
    var program =
        new CpuBackend().choose(ProgramRunner.lower(nestedBranches(1), Passes.ALL, Map.of()));
    assertFalse(program.steps().stream().anyMatch(step -> step.type().equals("Concat")));
    program = new CpuBackend().choose(ProgramRunner.lower(nestedBranches(2), Passes.ALL, Map.of()));
    assertEquals(2, program.steps().stream().filter(step -> step.type().equals("Concat")).count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "task=2", "pipeline=2,micro-batches=1"})
  void partsJoinedInPlaceSurviveTheReuseOfMemory(String preset) {
    assertSameUnder(preset, nestedBranches(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "task=2", "pipeline=2,micro-batches=1"})
  void sumsInPlaceSurviveTheReuseOfMemory(String preset) {
    assertSameUnder(preset, residualChain(true));
    assertSameUnder(preset, residualChain(false));
  }

  @Test
  void aSumReusesTheMemoryOfItsLastOperand() {
    var program =
        new CpuBackend().choose(ProgramRunner.lower(residualChain(false), Passes.ALL, Map.of()));
    assertEquals(
        2, program.slots().stream().filter(slot -> slot.isAlias() && !slot.plain()).count());
  }

  private static void assertSameUnder(String preset, Network network) {
    var cluster = Clusters.workers(2);
    var plan = Presets.plan(PlanPreset.parse(preset), TypeInference.infer(network), cluster);
    var request = new RunRequest(network, cluster, plan, 1, Map.of(), 5, 2, 0);
    var actual =
        new LoweringRunner(new LocalExecutor())
            .run(request, new Cancellation(), Progress.NONE)
            .outputs();
    var expected =
        new LoweringRunner(new LocalExecutor(), new ReferenceBackend())
            .run(request, new Cancellation(), Progress.NONE)
            .outputs();
    expected.forEach(
        (name, tensor) -> assertSame(tensor, Objects.requireNonNull(actual.get(name)), name));
  }

  @Test
  void aSpelledOutGeluIsOneStepBehindTheProduct() {
    var program = new CpuBackend().choose(ProgramRunner.lower(gelu(true), Passes.ALL, Map.of()));
    assertEquals(List.of("MatMul", "Div"), program.steps().stream().map(Step::type).toList());
    assertEquals(2, program.steps().getFirst().ops().size());
    assertEquals(5, program.steps().getLast().ops().size());
  }

  @Test
  void anOutputThatNobodyReadsCostsNothing() {
    var b = new NetworkBuilder("mask");
    var dropped =
        b.op("drop", "Dropout", 2, Attributes.NONE, b.op("Relu", b.input("x", Shape.of(2, 3))));
    b.output(b.op("Abs", dropped.getFirst()));
    var program = new CpuBackend().choose(ProgramRunner.lower(b.build(), Passes.ALL, Map.of()));
    assertEquals(List.of("Relu", "Abs"), program.steps().stream().map(Step::type).toList());
  }

  @Test
  void aViewIsNoStep() {
    var b = new NetworkBuilder("views");
    var x = b.input("x", Shape.of(2, 3, 4));
    b.output(b.op("Relu", b.op("Identity", b.op("Flatten", x))));
    var program = new CpuBackend().choose(ProgramRunner.lower(b.build(), Passes.ALL, Map.of()));
    assertFalse(program.steps().stream().anyMatch(step -> step.type().equals("Flatten")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void whatTheLibraryLacksIsComputedByTheOpsOwnKernel(String name, Network network) {
    var lowered = ProgramRunner.lower(network, Passes.ALL, Map.of());
    var lacking = new CpuBackend("dnnl_reorder_primitive_desc_create"::equals);
    var expected =
        ProgramRunner.run(
            new ReferenceBackend(), ProgramRunner.lower(network, Passes.NONE, Map.of()), 11);
    var actual = ProgramRunner.run(lacking, lowered, 11);
    for (int i = 0; i < expected.size(); i++) {
      assertSame(expected.get(i), actual.get(i), name);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1,64,64",
    "1,3,16",
    "1,5,7",
    "64,64,64",
    "24,24,24",
    "2,16,32",
    "2,32,16",
    "2,6,10",
    "4,64,64",
    "8,64,64",
    "3,48,48",
    "32,128,128",
    "6,12,18",
    "5,20,40",
    "16,16,64",
    "10,100,10",
    "1,5,8",
    "1,8,7",
    "1,5,16",
    "1,3,7",
    "1,2,8",
    "1,12,1000",
    "1,1,1",
    "1,1,6",
    "1,1,20",
    "1,6,1",
    "1,64,10",
    "3,3,3",
    "3,3,9",
    "5,5,5",
    "13,13,13"
  })
  void convolutionsAreDoneByFastKernels(int groups, int sources, int results) {
    var pads = Attributes.NONE.with("pads", ints(1, 1, 1, 1));
    var network = convolution("conv", 1, sources, 20, results, 3, groups, pads);
    var backend = new CpuBackend();
    var lowered = ProgramRunner.lower(network, Passes.NONE, Map.of());
    try (var loaded = backend.load(backend.choose(lowered))) {
      for (int step = 0; step < loaded.kernels().size(); step++) {
        if (loaded.program().steps().get(step).type().equals("Conv")) {
          var kernel = (PrimitiveKernel) loaded.kernels().get(step);
          assertFalse(kernel.implementation().startsWith("ref"), kernel.implementation());
        }
      }
    }
  }

  static Stream<Arguments> networks() {
    return Stream.of(
            Stream.of(
                residualBlock(1),
                residualBlock(3),
                residualChain(true),
                residualChain(false),
                normalized(),
                branches(),
                nestedBranches(1),
                nestedBranches(2),
                attention(),
                gelu(true),
                gelu(false),
                folded(),
                classifier()),
            convolutions(),
            pools(),
            products(),
            unaries(),
            binaries(),
            rest())
        .flatMap(stream -> stream)
        .map(network -> Arguments.of(network.name(), network));
  }
}
