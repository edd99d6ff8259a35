package dev.partitura.engine.operator;

/// How the values that the parts of something split (a batch, or an op among shards) hold make up
/// the value of the whole. Immutable.
public sealed interface Sharding {
  /// Every part holds the whole value.
  Sharding REPLICATED = new Replicated();

  /// The sum of the parts is the whole.
  Sharding PARTIAL = new Partial();

  /// None of the others, or nobody knows.
  Sharding UNKNOWN = new Unknown();

  /// The parts, one behind the other along `axis`, are the whole.
  static Sharding along(int axis) {
    return axis < 0 ? UNKNOWN : new Along(axis);
  }

  /// Split along the one axis of a value that is labelled `label`.
  ///
  /// @param labels of the axes, outermost first
  static Sharding alongOnly(int label, int[] labels) {
    int found = -1;
    for (int axis = 0; axis < labels.length; axis++) {
      if (labels[axis] == label) {
        if (found >= 0) {
          return UNKNOWN;
        }
        found = axis;
      }
    }
    return along(found);
  }

  /// See [Sharding#REPLICATED].
  record Replicated() implements Sharding {}

  /// See [Sharding#along].
  record Along(int axis) implements Sharding {}

  /// See [Sharding#PARTIAL].
  record Partial() implements Sharding {}

  /// See [Sharding#UNKNOWN].
  record Unknown() implements Sharding {}
}
