package dev.partitura.samples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.ConstantSource;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.task.lower.Lowering;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Types, plans and tasks follow from the types of weights: their elements, which may be gigabytes
/// in a file or not there yet, are made when kernels are loaded.
class LoweringReadsNoWeightsTest {
  /// What is no larger may hold sizes, axes or bounds.
  private static final long FEW = 64;

  static Stream<Arguments> plans() {
    return SampleModels.all().stream()
        .map(Sample::name)
        .flatMap(sample ->
            Stream.of("single", "pipeline=2,micro-batches=4", "data=2", "tensor=2")
                .map(preset -> Arguments.of(sample, preset)));
  }

  private static Network withUnreadableWeights(Network network) {
    var guarded = new LinkedHashMap<String, Constant>();
    network
        .initializers()
        .forEach((name, constant) -> {
          boolean isWeight = constant.type().knownShape().elementCount() > FEW;
          guarded.put(name, isWeight ? unreadable(name, constant) : constant);
        });
    return network.withInitializers(guarded);
  }

  private static Constant unreadable(String name, Constant constant) {
    return new Constant(
        constant.type(),
        new ConstantSource.Derived(
            List.of(constant),
            _ -> {
              throw new AssertionError("The elements of " + name + " were made");
            }));
  }

  @ParameterizedTest
  @MethodSource("plans")
  void elementsOfWeightsAreNotMade(String sample, String preset) {
    var network = withUnreadableWeights(SampleModels.network(sample));
    var cluster = Clusters.workers(2);
    var plan = Presets.plan(PlanPreset.parse(preset), TypeInference.infer(network), cluster);
    var lowered = new Lowering().lower(network, cluster, plan, 4, Map.of(), null);
    assertTrue(lowered.graph().taskCount() > 0);
  }
}
