package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A member's part in a collective that a library does whole: input 0 is what it has itself, then
/// what the others have, as far as they are in the network; where one stands for all they are not.
/// It is there to be priced, not computed. Made when a plan is laid out; no file holds it.
public final class WholeExchange implements Operator {
  public static final String TYPE = "WholeExchange";

  private static final String KIND = "kind";
  private static final String SHAPE = "shape";

  private static final Signature SIGNATURE =
      new Signature(
          Fused.DOMAIN,
          TYPE,
          Category.ARITHMETIC,
          List.of("own"),
          1,
          true,
          List.of("exchanged"),
          false,
          List.of(
              Parameter.ofString(KIND, CollectiveKind.ALL_REDUCE.word()),
              Parameter.optional(SHAPE, Kind.INTS)));

  /// @param to what a member has afterwards
  public static Attributes attributes(CollectiveKind kind, Shape to) {
    return Attributes.NONE
        .with(KIND, new Attribute.StringValue(kind.word()))
        .with(SHAPE, Attribute.Ints.of(to.sizes()));
  }

  public static CollectiveKind kind(Attributes attributes) {
    return CollectiveKind.find(attributes.stringOr(KIND, "")).orElseThrow();
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
    var sizes = Objects.requireNonNull(op.attributes().ints(SHAPE));
    return List.of(op.type(0).withShape(Shape.of(sizes)));
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    throw new UnsupportedOperationException("A whole exchange is priced alone");
  }
}
