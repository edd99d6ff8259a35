package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Gives each replica its piece of the sums of what all of them hold: the elements in order, cut
/// into as many equal pieces as there are replicas, the last filled up. Lowering makes messages of
/// it, which add up where the inputs lie; its own kernel is that of the first replica where the
/// others hold zeros. Made when a plan is laid out; no file holds it.
public final class ReduceScatter implements Operator {
  public static final String TYPE = "ReduceScatter";
  private static final String MEMBERS = "members";

  private static final Signature SIGNATURE =
      new Signature(
          Fused.DOMAIN,
          TYPE,
          Category.ARITHMETIC,
          List.of("partial"),
          1,
          true,
          List.of("piece"),
          true,
          List.of(Parameter.ofInt(MEMBERS, 1)));

  public static Attributes attributes(int members) {
    return Attributes.NONE.with(MEMBERS, new Attribute.IntValue(members));
  }

  /// A replica's piece of a value.
  public static TensorType piece(TensorType whole, int members) {
    return whole.withShape(Shape.of(Math.ceilDiv(whole.knownShape().elementCount(), members)));
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.COLLECTIVE);
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    var types = new ArrayList<TensorType>();
    for (int input = 0; input < op.inputCount(); input++) {
      op.requireFloats(input);
      types.add(piece(op.type(input), (int) op.attributes().intOr(MEMBERS, 1)));
    }
    return types;
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var types = infer(run);
    for (int i = 0; i < types.size(); i++) {
      Pieces.copyFirst(run.tensor(i), outputs.get(i, types.get(i)));
    }
  }
}
