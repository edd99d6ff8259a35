package dev.partitura.engine.plan;

import dev.partitura.engine.problem.ProblemException;

/// What the words of a plan say of the samples of a step, beside the number of its micro-batches.
/// Two of the three fix the third: global batch = micro-batch × replicas × micro-batches. A single
/// one leaves the micro-batches as the kind of plan has them. Source: `--micro-batch-size` and
/// `--global-batch-size` of Megatron-LM; Narayanan et al. 2021, arXiv:2104.04473.
///
/// @param microBatch samples of a micro-batch of one replica; 0 where none was said
/// @param globalBatch samples of a step over all replicas; 0 where none was said
public record BatchWords(int microBatch, int globalBatch) {
  public static final BatchWords NONE = new BatchWords(0, 0);

  public BatchWords {
    if (microBatch < 0 || globalBatch < 0) {
      throw new IllegalArgumentException(
          "No batch of " + globalBatch + " has micro-batches of " + microBatch);
    }
  }

  /// A plan of the micro-batches and samples that these words ask for.
  ///
  /// @param counted whether the number of the plan's micro-batches was said, and so must agree
  /// @throws ProblemException when no number of micro-batches makes up the batch, or another than
  ///   was said
  Plan on(Plan plan, boolean counted) {
    if (microBatch == 0) {
      return plan.withGlobalBatch(globalBatch);
    }
    long together = (long) microBatch * plan.replicas();
    long made = together * plan.microBatches();
    if (globalBatch == 0) {
      if (made > Integer.MAX_VALUE) {
        throw ProblemException.of("run.batch.large", "", made);
      }
      return plan.withGlobalBatch((int) made);
    }
    if (counted && made != globalBatch) {
      throw ProblemException.of(
          "plan.samples.words",
          "",
          microBatch,
          plan.replicas(),
          plan.microBatches(),
          made,
          globalBatch);
    }
    if (globalBatch % together != 0) {
      throw ProblemException.of(
          "plan.samples.rest",
          "",
          globalBatch,
          microBatch,
          plan.replicas(),
          globalBatch % together,
          together);
    }
    return plan.withMicroBatches((int) (globalBatch / together)).withGlobalBatch(globalBatch);
  }
}
