package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Gives each replica the whole values of which all of them hold a piece, cut as [ReduceScatter]
/// cuts. Lowering makes messages of it, and each replica's piece lies in the whole; its own kernel
/// is that of the first replica where the others hold zeros. Made when a plan is laid out; no file
/// holds it.
public final class AllGather implements Operator {
  public static final String TYPE = "AllGather";

  /// Attribute: of each whole the number of its axes, and their sizes.
  private static final String SHAPES = "shapes";

  private static final Signature SIGNATURE =
      new Signature(
          Fused.DOMAIN,
          TYPE,
          Category.SHAPE,
          List.of("piece"),
          1,
          true,
          List.of("whole"),
          true,
          List.of(Parameter.optional(SHAPES, Kind.INTS)));

  public static Attributes attributes(List<Shape> wholes) {
    var sizes =
        wholes.stream()
            .flatMapToLong(shape ->
                LongStream.concat(LongStream.of(shape.rank()), Arrays.stream(shape.sizes())))
            .toArray();
    return Attributes.NONE.with(SHAPES, Attribute.Ints.of(sizes));
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
    var sizes = Objects.requireNonNull(op.attributes().ints(SHAPES));
    var types = new ArrayList<TensorType>();
    int at = 0;
    for (int input = 0; input < op.inputCount(); input++) {
      int axes = Math.toIntExact(sizes[at++]);
      types.add(op.type(input).withShape(Shape.of(Arrays.copyOfRange(sizes, at, at + axes))));
      at += axes;
    }
    return types;
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var types = infer(run);
    IntStream.range(0, types.size())
        .forEach(i -> Pieces.copyFirst(run.tensor(i), outputs.get(i, types.get(i))));
  }
}
