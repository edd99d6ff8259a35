package dev.partitura.engine.planner.network;

import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The figures of ops for each way to split and batch them, made when first asked for. Used by one
/// thread.
final class KnownFigures {
  /// Samples of the micro-batches that are laid out.
  private static final List<Integer> LAID_OUT = List.of(1, 4, 32, 256, Estimator.MOST_SAMPLES);

  private final NetworkRequest request;
  private final RepeatedOps ops;
  private final MicroBatchSizes sizes;
  private final Map<Key, Made> figures = new HashMap<>();

  KnownFigures(NetworkRequest request, RepeatedOps ops, MicroBatchSizes sizes) {
    this.request = request;
    this.ops = ops;
    this.sizes = sizes;
  }

  /// What figures follow from.
  record Key(int tensor, int microBatch, boolean sequence) {
    static Key of(Degrees degrees) {
      return new Key(degrees.tensor(), degrees.microBatch(), degrees.sequenceParallel());
    }
  }

  private record Made(@Nullable OpFigures figures, @Nullable Problem problem) {}

  /// @throws ProblemException where the network cannot be split so
  OpFigures of(Degrees degrees) {
    return of(Key.of(degrees));
  }

  private OpFigures of(Key key) {
    var known = figures.get(key);
    if (known == null) {
      try {
        known = new Made(make(key), null);
      } catch (ProblemException refused) {
        known = new Made(null, refused.problems().getFirst());
      }
      figures.put(key, known);
    }
    if (known.figures() == null) {
      throw new ProblemException(List.of(Objects.requireNonNull(known.problem())));
    }
    return known.figures();
  }

  /// Laid out for some numbers of samples; the others lie on the line through those around them,
  /// but where only some can be laid out.
  private OpFigures make(Key key) {
    int microBatch = key.microBatch();
    if (sizes.areRestricted()) {
      return FigureMaking.of(request, ops, key.tensor(), microBatch, key.sequence());
    }
    int below = 1;
    for (int above : LAID_OUT) {
      if (above == microBatch) {
        return FigureMaking.of(request, ops, key.tensor(), microBatch, key.sequence());
      }
      if (above > microBatch) {
        double at = (double) (microBatch - below) / (above - below);
        return of(with(key, below)).towards(of(with(key, above)), at);
      }
      below = above;
    }
    throw new IllegalArgumentException("No plan has micro-batches of " + microBatch);
  }

  private static Key with(Key key, int microBatch) {
    return new Key(key.tensor(), microBatch, key.sequence());
  }
}
