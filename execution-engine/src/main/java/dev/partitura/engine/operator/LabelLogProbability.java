package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The logarithm of the probability of the class that is right, of scores `[…, classes]` whose
/// softmax are the probabilities: `scores[label] - log Σ exp scores` for each place, the sums given
/// as [ClassLogSums] `[…, blocks]`. A shard that has some of the classes adds it where one of its
/// own is right, and zero elsewhere. The gradient of the scores takes in that the sums are of them;
/// the sums themselves get none. Made for the loss of training; no file holds it.
public final class LabelLogProbability implements Operator {
  private static final String TYPE = "LabelLogProbability";
  private static final Signature SIGNATURE =
      new Signature(
          Fused.DOMAIN,
          TYPE,
          Category.REDUCTION,
          List.of("scores", "labels", "sums"),
          3,
          false,
          List.of("logProbability"),
          false,
          List.of(Parameter.ofInt(TablePart.PARTS, 1), Parameter.ofInt(SplitRule.PART, 0)));

  /// Adds an op to a network.
  ///
  /// @return the logarithms
  public static String of(
      NetworkBuilder builder, String name, String scores, String labels, String sums) {
    return builder
        .op(name, Fused.DOMAIN, TYPE, 1, Attributes.NONE, scores, labels, sums)
        .getFirst();
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.KNOWS_PART, Trait.READS_FLOAT32);
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    op.requireIndices(1);
    op.requireSameType(0, 2);
    return List.of(op.type(0).withShape(op.shape(1)));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    if (!op.type(2).isStatic() || !op.type(1).isStatic()) {
      return Work.NONE;
    }
    long bytes = op.type(1).sizeBytes() + op.type(2).sizeBytes();
    return new Work(
        4 * op.type(2).knownShape().elementCount(), bytes, outputs.getFirst().sizeBytes());
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var result = outputs.get(0, infer(run).getFirst());
    var places = Places.of(run);
    for (long place = 0; place < result.elementCount(); place++) {
      long label = places.label(place);
      result.setDouble(place, label < 0 ? 0 : places.score(place, label) - places.logSum(place));
    }
  }

  /// Scores, right classes and sums of each place, as one part has them.
  record Places(OpContext run, TablePart classes, int blocks, double[] block) {
    static Places of(OpContext run) {
      var scores = run.tensor(0).shape();
      var sums = run.tensor(2).shape();
      int last = scores.rank() - 1;
      int blocks = Math.toIntExact(sums.size(sums.rank() - 1));
      return new Places(
          run, TablePart.of(run, last, scores.size(last)), blocks, new double[blocks]);
    }

    /// The class that is right among those of this part, or -1 where another part has it.
    long label(long place) {
      long label = run.tensor(1).longAt(place);
      if (label < 0 || label >= classes.all()) {
        throw run.refuse("op.loss.label", label, classes.all());
      }
      return classes.place(label);
    }

    double score(long place, long label) {
      return run.tensor(0).doubleAt(place * classes.size() + label);
    }

    double logSum(long place) {
      Elements.read(run.tensor(2), place * blocks, 1, block, 0, blocks);
      return ReduceLogSumExp.of(block, blocks);
    }
  }

  /// Sums stay as they are; where the classes are shared, so are they not.
  static boolean isShared(Sharding scores, OpContext whole) {
    return scores.equals(Sharding.along(whole.type(0).knownShape().rank() - 1));
  }

  /// Whether all that is given for each place is split along one axis of the places.
  static Sharding alongPlaces(ShardedOp op, int... inputs) {
    int axis = op.axis(0);
    for (int input : inputs) {
      if (op.axis(input) != axis) {
        return Sharding.UNKNOWN;
      }
    }
    return Sharding.along(axis);
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    if (isShared(op.input(0), op.whole())) {
      return op.areReplicated(1, 2) ? Sharding.PARTIAL : Sharding.UNKNOWN;
    }
    return alongPlaces(op, 1, 2);
  }

  @Override
  public OpContext inPart(OpContext part, OpContext whole, List<Sharding> inputs, int parts) {
    return isShared(inputs.getFirst(), whole) ? TablePart.in(part, parts) : part;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var each = new ArrayList<@Nullable String>();
    each.add(LabelLogProbabilityGradient.of(op));
    each.add(null);
    each.add(null);
    return each;
  }
}
