package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.Backend;
import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.backend.Program;
import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.Recompute;
import dev.partitura.engine.plan.schedule.Schedule;
import dev.partitura.engine.task.partition.Exchanging;
import dev.partitura.engine.task.partition.KeptPart;
import dev.partitura.engine.task.partition.Partition;
import dev.partitura.engine.task.sequence.SequencePieces;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.engine.training.Optimizer;
import dev.partitura.engine.training.TrainingStep;
import java.util.Map;
import java.util.Set;

/// The programs of training steps: networks differentiated, split among shards and replicas, and
/// chosen for a backend. The last few are kept, so that an edit of a plan that leaves them as they
/// are makes none anew. Any thread.
final class StepPrograms {
  private final Recent<Key, Made> known = new Recent<>();
  private final boolean predicts;

  /// @param predicts whether steps are priced and never run, so that numbers in them do not matter
  StepPrograms(boolean predicts) {
    this.predicts = predicts;
  }

  /// A step and its program.
  ///
  /// @param laid the step as the program computes it
  /// @param kept what becomes of parameters that are split
  /// @param pieces what replicas keep of them
  record Made(
      TrainingStep step,
      LoweredNetwork laid,
      KeptPieces kept,
      ReplicaPieces pieces,
      Program program) {}

  /// What a step of a network and its program follow from.
  ///
  /// @param plan that of the pieces, without what neither depends on
  /// @param averaged micro-batches over which gradients are a mean; 0 where that does not matter
  private record Key(
      Same<Network> network,
      Same<Cluster> cluster,
      Map<String, TensorType> inputs,
      Set<String> batchInputs,
      Plan plan,
      boolean splitsBackward,
      Optimizer optimizer,
      int averaged,
      Backend backend,
      Exchanging how) {}

  /// @param pieces of `binding`
  /// @param schedule of the plan, over pieces where it has such
  /// @param averaged micro-batches over which a gradient is a mean
  Made get(
      Network network,
      Cluster cluster,
      BatchBinding binding,
      SequencePieces pieces,
      Schedule schedule,
      Optimizer optimizer,
      int averaged,
      Backend backend,
      Exchanging how) {
    var plan = pieces.plan();
    var key =
        new Key(
            new Same<>(network),
            new Same<>(cluster),
            binding.inputTypes(),
            binding.batchInputs(),
            essential(plan),
            schedule.splitsBackward(),
            optimizer,
            predicts ? 0 : averaged,
            backend,
            how);
    return known.get(
        key,
        () ->
            make(
                TrainingStep.of(
                    pieces.types(),
                    optimizer,
                    averaged,
                    // Devices that compute nothing here are priced as frameworks use them.
                    StepPhases.again(plan, schedule, !backend.computes()),
                    plan.passes().precision(),
                    StepPhases.places(plan)),
                cluster,
                pieces,
                schedule,
                backend,
                how));
  }

  /// A plan without the batch and the order of its micro-batches, unless these say how much is done
  /// again.
  private static Plan essential(Plan plan) {
    boolean segmented = plan.parts().stream().anyMatch(part -> part.recompute() == Recompute.FULL);
    var without = plan.withGlobalBatch(0);
    return segmented ? without : without.withMicroBatches(1).withSchedule(Plan.FORWARD);
  }

  private static Made make(
      TrainingStep step,
      Cluster cluster,
      SequencePieces pieces,
      Schedule schedule,
      Backend backend,
      Exchanging how) {
    var plan = pieces.plan();
    var laid = NetworkPasses.applyToWhole(StepPhases.of(step, pieces, schedule.splitsBackward()));
    Map<String, KeptPart> parts = Map.of();
    if (plan.isSharded()) {
      var split = Partition.of(laid, plan, cluster, how);
      laid = split.network();
      parts = split.kept();
    }
    var zero =
        plan.replication().zero() > 0
            ? ZeroSharding.of(laid, plan)
            : ZeroNetwork.whole(laid, plan.replicas());
    laid = NetworkPasses.applyToParts(zero.network());
    return new Made(
        step,
        laid,
        new KeptPieces(parts, zero.wholes(), step.originals()),
        zero.pieces(),
        backend.choose(laid));
  }
}
