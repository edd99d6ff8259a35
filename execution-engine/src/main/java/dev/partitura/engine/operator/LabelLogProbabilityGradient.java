package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The gradient of the scores of a [LabelLogProbability]: `[class = label] - softmax`, times that
/// of the logarithm. Made by differentiation; no file holds it.
final class LabelLogProbabilityGradient implements Operator {
  private static final String TYPE = "LabelLogProbabilityGradient";
  private static final Signature SIGNATURE =
      new Signature(
          Fused.DOMAIN,
          TYPE,
          Category.REDUCTION,
          List.of("scores", "labels", "sums", "dY"),
          4,
          false,
          List.of("dScores"),
          false,
          List.of(Parameter.ofInt(TablePart.PARTS, 1), Parameter.ofInt(SplitRule.PART, 0)));

  static String of(Backward op) {
    return op.own(TYPE, Attributes.NONE, op.input(0), op.input(1), op.input(2), op.gradient());
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.KNOWS_PART);
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    return List.of(op.type(0));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.elementwise(op, outputs, 4);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var above = Objects.requireNonNull(inputs.get(3));
    var made = outputs.get(0, run.type(0));
    var places = LabelLogProbability.Places.of(run);
    var scores = new double[Math.toIntExact(places.classes().size())];
    for (long place = 0; place < above.elementCount(); place++) {
      Checkpoint.pass();
      double gradient = above.doubleAt(place);
      double sum = places.logSum(place);
      long label = places.label(place);
      Elements.read(run.tensor(0), place * scores.length, 1, scores, 0, scores.length);
      for (int c = 0; c < scores.length; c++) {
        scores[c] = gradient * ((c == label ? 1 : 0) - Math.exp(scores[c] - sum));
      }
      Elements.write(scores, made, place * scores.length);
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    if (LabelLogProbability.isShared(op.input(0), op.whole())) {
      return op.areReplicated(1, 2, 3) ? Sharding.along(op.axis(0)) : Sharding.UNKNOWN;
    }
    return LabelLogProbability.alongPlaces(op, 1, 2, 3);
  }

  @Override
  public OpContext inPart(OpContext part, OpContext whole, List<Sharding> inputs, int parts) {
    return LabelLogProbability.isShared(inputs.getFirst(), whole)
        ? TablePart.in(part, parts)
        : part;
  }
}
