package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// The slices along an axis, or without one the elements, at which the condition holds; what lies
/// behind the condition's end is dropped. Source: ONNX Compress-9, 11.
final class Compress implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "Compress",
              Category.SHAPE,
              List.of("input", "condition"),
              2,
              Parameter.optional("axis", Kind.INT))
          .withOutputs("output");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireType(1, type -> type == DataType.BOOL, Phrase.of("words.booleans"));
    op.requireRank(1, 1);
    long count = op.isVariable(1) ? Shape.UNKNOWN : held(op.tensor(1)).length;
    if (!op.attributes().has("axis")) {
      return List.of(op.type(0).withShape(Shape.of(count)));
    }
    op.requireRankAtLeast(0, 1);
    var x = op.shape(0);
    return List.of(
        x == null
            ? op.type(0)
            : op.type(0).withShape(x.withSize(op.axis(op.requireInt("axis"), x.rank()), count)));
  }

  private static long[] held(Tensor condition) {
    return LongStream.range(0, condition.elementCount())
        .filter(i -> condition.longAt(i) != 0)
        .toArray();
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.moving(op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var y = outputs.get(0, infer(run).getFirst());
    var shape = run.attributes().has("axis") ? x.shape() : Shape.of(x.elementCount());
    int axis = run.attributes().has("axis") ? run.axis(run.requireInt("axis"), shape.rank()) : 0;
    var held = held(run.tensor(1));
    long length = shape.size(axis);
    if (held.length > 0 && held[held.length - 1] >= length) {
      throw run.refuse("op.shapes", List.of(x.shape(), run.tensor(1).shape()));
    }
    long inner = shape.product(axis + 1, shape.rank());
    long at = 0;
    for (long o = 0; o < shape.product(0, axis); o++) {
      for (long place : held) {
        Elements.copy(x, (o * length + place) * inner, y, at, inner);
        at += inner;
      }
    }
  }
}
