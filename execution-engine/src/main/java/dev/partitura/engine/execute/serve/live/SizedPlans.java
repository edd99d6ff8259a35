package dev.partitura.engine.execute.serve.live;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.tensor.DataType;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Lays a network out for batches of several requests. A request is what the network takes at once:
/// a sample where its batch is open, else its fixed batch.
final class SizedPlans {
  private final Lowering lowering = new Lowering();
  private final Network network;
  private final Cluster cluster;
  private final Plan plan;
  private final Lowered single;

  /// @param plan of one replica
  /// @throws ProblemException when the plan cannot even run one request
  SizedPlans(Network network, Cluster cluster, Plan plan) {
    this.network = network;
    this.cluster = cluster;
    this.plan = plan;
    single = lower(plan.withMicroBatches(1), 0);
  }

  private Lowered lower(Plan sized, int batch) {
    return lowering.lower(network, cluster, sized, batch, Map.of(), null);
  }

  /// For one request.
  Lowered single() {
    return single;
  }

  /// Samples of one request.
  int samples() {
    return Math.max(1, single.binding().samples());
  }

  /// For so many requests: in as many micro-batches as the plan has and the size allows; a network
  /// of a fixed batch takes a micro-batch for each.
  ///
  /// @throws ProblemException when requests of this network cannot share a batch
  Lowered of(int size) {
    if (size == 1) {
      return single;
    }
    int pieces = Math.min(plan.microBatches(), size);
    while (size % pieces != 0) {
      pieces--;
    }
    ProblemException first = null;
    for (int microBatches : new int[] {pieces, size}) {
      try {
        var lowered = lower(plan.withMicroBatches(microBatches), size * samples());
        requireRows(lowered);
        return lowered;
      } catch (ProblemException refused) {
        first = first(first, refused);
      }
    }
    throw ProblemException.of(
        "serve.batch.none", "", size, Objects.requireNonNull(first).problems().getFirst());
  }

  private static ProblemException first(
      @Nullable ProblemException before, ProblemException refused) {
    return before == null ? refused : before;
  }

  /// Requests are rows of all inputs and outputs, so that each can be given its own.
  private static void requireRows(Lowered lowered) {
    var binding = lowered.binding();
    for (var input : binding.whole().entrySet()) {
      boolean ofBytes = input.getValue().dataType() != DataType.STRING;
      if (!binding.batchInputs().contains(input.getKey()) || !ofBytes) {
        throw ProblemException.of("serve.batch.shared", input.getKey(), input.getKey());
      }
    }
    for (var output : binding.network().outputs()) {
      var axis = binding.outputAxes().get(output.name());
      if (axis == null || axis != 0) {
        throw ProblemException.of("serve.batch.output", output.name(), output.name());
      }
    }
  }
}
