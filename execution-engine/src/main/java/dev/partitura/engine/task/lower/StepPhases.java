package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.Work;
import dev.partitura.engine.plan.Part;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.plan.schedule.Precedence;
import dev.partitura.engine.plan.schedule.Schedule;
import dev.partitura.engine.task.sequence.SequencePieces;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.engine.training.KeptValue;
import dev.partitura.engine.training.Recomputation;
import dev.partitura.engine.training.Recomputation.How;
import dev.partitura.engine.training.TrainingStep;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/// Which stage and which phase of a plan each op of a training step belongs to. Pure.
final class StepPhases {
  /// Elementwise ops, normalisations and softmax lie below, products of any depth above.
  private static final long CHEAP_FLOPS_A_BYTE = 4;

  /// Products of what other ops made, as of the queries and keys of a head, lie below; most of
  /// those with weights are no cheaper, but make less beside what they read.
  private static final long CHEAP_PRODUCT_FLOPS_A_BYTE = 128;

  private StepPhases() {}

  /// @param splits whether gradients of weights are actions of their own
  static LoweredNetwork of(TrainingStep step, SequencePieces pieces, boolean splits) {
    var plan = pieces.plan();
    var kinds = new HashMap<OpId, Integer>();
    var origins = new HashMap<OpId, List<OpId>>();
    for (var op : step.network().ops()) {
      var anchor = step.anchors().getOrDefault(op.id(), op.id());
      var part = step.parts().getOrDefault(op.id(), TrainingStep.Part.FORWARD);
      kinds.put(op.id(), Precedence.kind(plan.partOf(anchor), phase(part, splits)));
      origins.put(op.id(), List.of(pieces.origin(anchor)));
    }
    return new LoweredNetwork(
        step.network(), step.types(), kinds, keptNames(step), origins, plan.passes());
  }

  /// Where parameters are kept that several ops read: with each stage on devices of its own. Where
  /// replicas share the sums of gradients, all of a parameter stays in one place.
  static ToIntFunction<OpId> places(Plan plan) {
    if (plan.replication().shardsGradients()) {
      return _ -> 0;
    }
    var meshes = plan.parts().stream().map(Part::mesh).toList();
    return op -> meshes.indexOf(plan.parts().get(plan.partOf(op)).mesh());
  }

  /// What the stages of a plan do again on the way back.
  ///
  /// @param whole whether segments are done again whole
  static Recomputation again(Plan plan, Schedule schedule, boolean whole) {
    return new Recomputation(
        plan::partOf,
        (op, work, weighted) ->
            switch (plan.parts().get(plan.partOf(op)).recompute()) {
              case NONE -> How.KEPT;
              case SELECTIVE -> isCheap(work, weighted) ? How.AGAIN : How.KEPT;
              case FULL -> How.AGAIN_IN_SEGMENTS;
            },
        new UnderWay(plan, schedule)::at,
        whole);
  }

  private static boolean isCheap(Work work, boolean weighted) {
    long most = weighted ? CHEAP_FLOPS_A_BYTE : CHEAP_PRODUCT_FLOPS_A_BYTE;
    return work.flops() <= most * work.writtenBytes();
  }

  private static Phase phase(TrainingStep.Part part, boolean splits) {
    return switch (part) {
      case FORWARD -> Phase.F;
      case INPUT_GRADIENT -> Phase.B;
      case WEIGHT_GRADIENT -> splits ? Phase.W : Phase.B;
      case UPDATE -> Phase.U;
    };
  }

  private static Set<String> keptNames(TrainingStep step) {
    return step.kept().stream().map(KeptValue::value).collect(Collectors.toSet());
  }

  /// The batch of the network as the step takes it: labels are split like its inputs.
  static BatchBinding bind(TrainingStep step, BatchBinding binding) {
    var kept = keptNames(step);
    var whole = new LinkedHashMap<String, TensorType>();
    var batchInputs = new HashSet<>(binding.batchInputs());
    for (var input : step.network().inputs()) {
      var name = input.name();
      var type = step.types().type(name);
      if (type == null || kept.contains(name)) {
        continue;
      }
      var given = binding.whole().get(name);
      if (name.equals(step.loss().labels())) {
        batchInputs.add(name);
        given = type.withShape(type.knownShape().withSize(0, binding.total()));
      }
      whole.put(name, given != null ? given : type);
    }
    return new BatchBinding(
        step.network(),
        step.types(),
        binding.splits(),
        binding.microBatchSize(),
        binding.samples(),
        1,
        whole,
        batchInputs,
        Map.of(),
        binding.flops(),
        binding.notes());
  }
}
