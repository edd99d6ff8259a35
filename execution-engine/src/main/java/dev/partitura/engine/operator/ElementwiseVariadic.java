package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// An operator that folds any number of broadcast inputs of one type, element by element, from left
/// to right.
abstract class ElementwiseVariadic implements Operator {
  private final Signature signature;

  ElementwiseVariadic(String type, String output) {
    signature =
        Signature.of(type, Category.ARITHMETIC, List.of("data_0"), 1)
            .withOutputs(output)
            .asVariadic();
  }

  abstract double apply(double a, double b);

  abstract long apply(long a, long b, DataType type);

  /// What is done to the fold of `count` inputs at the end.
  double finish(double folded, int count) {
    return folded;
  }

  @Override
  public final Signature signature() {
    return signature;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireNumbers(0);
    var all = IntStream.range(0, op.inputCount()).toArray();
    op.requireSameType(all);
    return List.of(op.type(0).withShape(Broadcast.shape(op, all)));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.elementwise(op, outputs, Math.max(1, op.inputCount() - 1));
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var y = outputs.get(0, infer(run).getFirst());
    var shape = y.shape();
    for (int input = 0; input < run.inputCount(); input++) {
      var x = run.tensor(input);
      for (var rows =
              IndexSpace.of(shape.sizes(), shape.strides(), Broadcast.strides(x.shape(), shape));
          rows.next(); ) {
        if (input == 0) {
          Elements.copy(
              x, rows.position(1), rows.step(1), y, rows.position(0), 1, rows.rowLength());
        } else {
          fold(rows, x, y);
        }
      }
    }
    if (y.dataType().isFloating()) {
      for (long i = 0; i < y.elementCount(); i++) {
        y.setDouble(i, finish(y.doubleAt(i), run.inputCount()));
      }
    }
  }

  private void fold(IndexSpace rows, Tensor x, Tensor y) {
    long at = rows.position(0);
    long atX = rows.position(1);
    long step = rows.step(1);
    if (y.dataType() == DataType.FLOAT) {
      for (long i = 0; i < rows.rowLength(); i++) {
        y.setFloat(at + i, (float) apply(y.floatAt(at + i), x.floatAt(atX + i * step)));
      }
    } else if (y.dataType().isInteger()) {
      for (long i = 0; i < rows.rowLength(); i++) {
        y.setLong(at + i, apply(y.longAt(at + i), x.longAt(atX + i * step), y.dataType()));
      }
    } else {
      for (long i = 0; i < rows.rowLength(); i++) {
        y.setDouble(at + i, apply(y.doubleAt(at + i), x.doubleAt(atX + i * step)));
      }
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return Broadcast.sharding(op);
  }

  /// The gradient goes to the inputs that the result is taken from, in equal shares where several
  /// are the same.
  static List<@Nullable String> toTaken(Backward op) {
    var taken =
        IntStream.range(0, op.context().inputCount())
            .mapToObj(input -> op.same(op.input(input), op.output()))
            .toList();
    var share = op.over(op.gradient(), taken.stream().reduce(op::plus).orElseThrow());
    return op.every(
        input -> op.summedTo(op.times(share, taken.get(input)), op.outputShape(), input));
  }
}
