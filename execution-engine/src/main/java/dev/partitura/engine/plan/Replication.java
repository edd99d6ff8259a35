package dev.partitura.engine.plan;

/// How the replicas of a plan keep alike in training: what each of them keeps, what they send at a
/// time, and how often.
///
/// @param bucketBytes gradients that are sent together, at most, but for one that is larger alone:
///   a bucket is summed over the replicas as soon as its gradients are final. Large buckets cost
///   few messages, small ones begin earlier
/// @param zero what is sharded over the replicas in place of kept by each: 1 what the optimizer
///   remembers, 2 the gradients too, 3 the parameters too; 0 nothing. Source: Rajbhandari et al.
///   2020 (ZeRO), arXiv:1910.02054
/// @param averageEvery steps that each replica goes by itself before all are averaged; 0 sums the
///   gradients in every step. Source: Stich 2019 (local SGD), arXiv:1805.09767
public record Replication(long bucketBytes, int zero, int averageEvery) {
  /// Large enough that a message's own cost is small, small enough that a network of some millions
  /// of parameters has several.
  public static final long USUAL_BUCKET_BYTES = 1 << 20;

  public static final int MOST_ZERO = 3;

  /// Beyond that no message is.
  public static final int MOST_BUCKET_BYTES = 1 << 29;

  public static final int MOST_AVERAGE_EVERY = 1 << 20;

  /// Each replica keeps all, and gradients are summed in every step.
  public static final Replication WHOLE = new Replication(USUAL_BUCKET_BYTES, 0, 0);

  public Replication {
    if (bucketBytes < 1 || zero < 0 || zero > MOST_ZERO || averageEvery < 0) {
      throw new IllegalArgumentException(
          "No replicas have buckets of "
              + bucketBytes
              + " bytes, ZeRO "
              + zero
              + " and means of every "
              + averageEvery
              + " steps");
    }
  }

  public boolean shardsGradients() {
    return zero >= 2;
  }

  public boolean shardsParameters() {
    return zero >= 3;
  }

  /// Whether each replica goes steps by itself.
  public boolean averages() {
    return averageEvery > 0;
  }
}
