package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Gives each shard the sum of what all of them hold, in the place of its own: input `i` and output
/// `2 i` are shard `i`'s; output `2 i + 1` is memory of `received` elements into which it gets what
/// it adds. Lowering makes messages of it. Made when a plan is laid out; no file holds it.
public final class AllReduce implements Operator {
  public static final String TYPE = "AllReduce";

  /// Attribute: elements of a message.
  public static final String RECEIVED = "received";

  private static final Signature SIGNATURE =
      new Signature(
          Fused.DOMAIN,
          TYPE,
          Category.ARITHMETIC,
          List.of("partial"),
          2,
          true,
          List.of("sum"),
          true,
          List.of(Parameter.optional(RECEIVED, Kind.INT)));

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.COLLECTIVE);
  }

  @Override
  public int takesPlaceOf(int output) {
    return output % 2 == 0 ? output / 2 : -1;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    var types = new ArrayList<TensorType>();
    for (int shard = 0; shard < op.inputCount(); shard++) {
      op.requireSameType(0, shard);
      types.add(op.type(shard));
      types.add(op.type(shard).withShape(Shape.of(op.attributes().intOr(RECEIVED, 0))));
    }
    return types;
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var first = Objects.requireNonNull(inputs.getFirst());
    var sums = new double[Math.toIntExact(first.elementCount())];
    for (var partial : inputs) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += Objects.requireNonNull(partial).doubleAt(i);
      }
    }
    for (int shard = 0; shard < inputs.size(); shard++) {
      var sum = outputs.get(2 * shard, first.type());
      for (int i = 0; i < sums.length; i++) {
        sum.setDouble(i, sums[i]);
      }
    }
  }
}
