package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one part of a table adds to a [Gather] of the whole: the entries that it holds, and zeros
/// where others hold them. Made when a plan is laid out; no file holds it. Source: the embedding of
/// Shoeybi et al. 2019, arXiv:1909.08053, that is split along the vocabulary.
final class PartialGather implements Operator {
  private static final String TYPE = "PartialGather";
  private static final Signature SIGNATURE =
      new Signature(
          Fused.DOMAIN,
          TYPE,
          Category.SHAPE,
          List.of("part", "indices"),
          2,
          false,
          List.of("term"),
          false,
          List.of(
              Parameter.ofInt("axis", 0),
              Parameter.ofInt(TablePart.PARTS, 1),
              Parameter.ofInt(SplitRule.PART, 0)));

  /// @param gather with the types of a part
  static OpContext of(OpContext gather, int axis, int parts) {
    var op = gather.op();
    var attributes = op.attributes().with("axis", new Attribute.IntValue(axis));
    return TablePart.in(
        gather.as(new Op(op.id(), Fused.DOMAIN, TYPE, op.inputs(), op.outputs(), attributes)),
        parts);
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
    return Gather.taken(op);
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Gather.reading(op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var table = run.tensor(0);
    var indices = run.tensor(1);
    var term = outputs.get(0, infer(run).getFirst());
    var shape = table.shape();
    int axis = run.axis(SIGNATURE.intOf(run.attributes(), "axis"), shape.rank());
    long inner = shape.product(axis + 1, shape.rank());
    long size = shape.size(axis);
    var entries = TablePart.of(run, axis, size);
    long at = 0;
    for (long o = 0; o < shape.product(0, axis); o++) {
      for (long i = 0; i < indices.elementCount(); i++, at += inner) {
        long entry = entries.place(indices.longAt(i));
        if (entry >= 0) {
          Elements.copy(table, (o * size + entry) * inner, term, at, inner);
        } else {
          Elements.clear(term, at, inner);
        }
      }
    }
  }
}
