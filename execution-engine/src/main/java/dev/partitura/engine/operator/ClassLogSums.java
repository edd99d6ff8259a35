package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Logarithms of the sums of the exponentials of scores `[…, classes]`, of equal blocks of classes
/// one by one: `[…, blocks]`. Shards that have some of the classes each have some of the blocks, so
/// that they exchange these few numbers, and the sums are the same however many shards there are.
/// What depends on them is differentiated by [LabelLogProbability], which reads them. Made for the
/// loss of training; no file holds it. Source: the cross entropy of Shoeybi et al. 2019,
/// arXiv:1909.08053, that is split along the vocabulary.
public final class ClassLogSums implements Operator {
  private static final String TYPE = "ClassLogSums";
  private static final String BLOCKS = "blocks";

  /// The blocks of as many classes as this divides; numbers of shards that divide it can have some
  /// each.
  private static final long MOST_BLOCKS = 192;

  private static final Signature SIGNATURE =
      new Signature(
          Fused.DOMAIN,
          TYPE,
          Category.REDUCTION,
          List.of("scores"),
          1,
          false,
          List.of("sums"),
          false,
          List.of(Parameter.ofInt(BLOCKS, 1)));

  /// Adds an op to a network.
  ///
  /// @param classes that are scored
  /// @return the sums
  public static String of(NetworkBuilder builder, String name, String scores, long classes) {
    long blocks = BigInteger.valueOf(classes).gcd(BigInteger.valueOf(MOST_BLOCKS)).longValueExact();
    var attributes = new Attributes(Map.of(BLOCKS, new Attribute.IntValue(blocks)));
    return builder.op(name, Fused.DOMAIN, TYPE, 1, attributes, scores).getFirst();
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    op.requireRankAtLeast(0, 1);
    var scores = op.shape(0);
    return List.of(
        scores == null
            ? op.type(0)
            : op.type(0).withShape(scores.withSize(scores.rank() - 1, blocks(op))));
  }

  private static long blocks(OpContext op) {
    return op.attributes().intOr(BLOCKS, 1);
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    long flops = op.type(0).isStatic() ? 4 * op.type(0).knownShape().elementCount() : 0;
    return Work.of(flops, op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var sums = outputs.get(0, infer(run).getFirst());
    var scores = run.tensor(0);
    int size = Math.toIntExact(scores.elementCount() / Math.max(1, sums.elementCount()));
    var block = new double[size];
    for (long at = 0; at < sums.elementCount(); at++) {
      Checkpoint.pass();
      Elements.read(scores, at * size, 1, block, 0, size);
      sums.setDouble(at, ReduceLogSumExp.of(block, size));
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.kept(0);
  }

  @Override
  public @Nullable OpContext inPart(
      OpContext part, OpContext whole, List<Sharding> inputs, int parts) {
    if (!inputs.getFirst().equals(Sharding.along(whole.type(0).knownShape().rank() - 1))) {
      return part;
    }
    long blocks = blocks(whole);
    return blocks % parts == 0
        ? part.withAttribute(BLOCKS, new Attribute.IntValue(blocks / parts))
        : null;
  }
}
