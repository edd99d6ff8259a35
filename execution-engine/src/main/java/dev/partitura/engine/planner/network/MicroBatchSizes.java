package dev.partitura.engine.planner.network;

import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.plan.Mesh;
import dev.partitura.engine.plan.Part;
import dev.partitura.engine.plan.Passes;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.lower.Lowering;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Samples of a micro-batch with which a network gives the outputs of the whole batch. Immutable.
///
/// @param sizes ascending, all of them; empty where any does
/// @param refusal of micro-batches of one sample; null where any does
record MicroBatchSizes(List<Integer> sizes, @Nullable Problem refusal) {
  private static final MicroBatchSizes ANY = new MicroBatchSizes(List.of(), null);

  MicroBatchSizes {
    sizes = List.copyOf(sizes);
  }

  /// Cost: one inference of types where samples keep apart, else one for each size.
  ///
  /// @throws ProblemException when the batch can be computed neither whole nor in parts
  static MicroBatchSizes of(NetworkRequest request) {
    var lowering = Lowering.toPredict();
    var alone = refusal(lowering, request, 1);
    if (alone == null) {
      return ANY;
    }
    int batch = request.globalBatch();
    var sizes = new ArrayList<Integer>();
    Problem last = alone;
    for (int size = 2; size <= batch; size++) {
      if (batch % size == 0) {
        last = refusal(lowering, request, size);
        if (last == null) {
          sizes.add(size);
        }
      }
    }
    if (sizes.isEmpty()) {
      throw new ProblemException(List.of(last));
    }
    return new MicroBatchSizes(sizes, alone);
  }

  private static @Nullable Problem refusal(Lowering lowering, NetworkRequest request, int size) {
    var cluster = request.cluster();
    var first = cluster.devices().subList(0, 1).stream().map(Device::id).toList();
    var plan =
        new Plan(
            List.of(new Part(Mesh.of(first))),
            Map.of(),
            request.globalBatch() / size,
            Plan.FORWARD,
            Passes.ALL.with(request.precision()));
    try {
      lowering.checkBatch(request.network(), cluster, plan, request.globalBatch());
      return null;
    } catch (ProblemException refused) {
      return refused.problems().getFirst();
    }
  }

  /// Samples of the smallest micro-batch.
  int least() {
    return sizes.isEmpty() ? 1 : sizes.getFirst();
  }

  boolean areRestricted() {
    return refusal != null;
  }
}
