package dev.partitura.engine.task.sequence;

import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.problem.ProblemException;
import java.util.Map;
import java.util.Set;

/// The network of a micro-batch whose sequence a plan takes in pieces: every op that the sequence
/// passes through stands there once for each piece, and attention to what is before reads the keys
/// and values of the pieces so far. Each part of the plan becomes one part for each piece, on the
/// same devices: piece q of part s is part s·Q + q. It computes what the whole does, in other sums.
/// Source: Sun et al. 2024, arXiv:2406.03488. Immutable.
///
/// @param types of the network of all pieces
/// @param plan of its parts
/// @param origins by op of it the op that it stands for; one that is not named is its own
public record SequencePieces(NetworkTypes types, Plan plan, Map<OpId, OpId> origins) {
  public SequencePieces {
    origins = Map.copyOf(origins);
  }

  /// @param types of one micro-batch
  /// @param batchInputs inputs that hold samples along their first axis; the sequence is their
  ///   second
  /// @throws ProblemException where the sequence does not divide, or an op mixes its places
  ///   otherwise than by attention to those before
  public static SequencePieces of(NetworkTypes types, Set<String> batchInputs, Plan plan) {
    return plan.sequenceChunks() == 1
        ? new SequencePieces(types, plan, Map.of())
        : new SequenceSplit(types, batchInputs, plan).split();
  }

  /// The op of the network as drawn that an op stands for.
  public OpId origin(OpId op) {
    return origins.getOrDefault(op, op);
  }
}
