package dev.partitura.engine.operator;

import static java.util.Objects.requireNonNull;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Sum of products over labelled axes, such as `bij,bjk->bik`. Source: ONNX Einsum-12.
final class Einsum implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "Einsum",
              Category.LAYER,
              List.of("Inputs"),
              1,
              Parameter.optional("equation", Kind.STRING))
          .withOutputs("Output")
          .asVariadic();

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  private static EinsumEquation equation(OpContext op) {
    var text = op.attributes().stringOr("equation", "");
    if (text.isEmpty()) {
      throw op.refuse("op.einsum.missing");
    }
    var ranks = new int[op.inputCount()];
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] = op.type(i).knownShape().rank();
    }
    return EinsumEquation.parse(op, text, ranks);
  }

  /// The axis that each label stands for, as a shape of one axis.
  private static Map<Integer, Shape> sizes(OpContext op, EinsumEquation equation) {
    var sizes = new HashMap<Integer, Shape>();
    for (int i = 0; i < op.inputCount(); i++) {
      var shape = op.type(i).knownShape();
      var labels = equation.operands().get(i);
      for (int axis = 0; axis < labels.length; axis++) {
        var single = new ShapeAxes().add(shape, axis).shape();
        var before = sizes.get(labels[axis]);
        sizes.put(labels[axis], before == null ? single : Broadcast.together(op, before, single));
      }
    }
    return sizes;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireNumbers(0);
    op.requireSameType(IntStream.range(0, op.inputCount()).toArray());
    for (int i = 0; i < op.inputCount(); i++) {
      if (op.shape(i) == null) {
        return List.of(op.type(0).withShape(null));
      }
    }
    var equation = equation(op);
    var sizes = sizes(op, equation);
    var axes = new ShapeAxes();
    for (int label : equation.output()) {
      axes.add(requireNonNull(sizes.get(label)), 0);
    }
    return List.of(op.type(0).withShape(axes.shape()));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    for (var type : op.inputTypes()) {
      if (type == null || !type.isStatic()) {
        return Work.NONE;
      }
    }
    long products = 1;
    for (var size : sizes(op, equation(op)).values()) {
      products = Math.multiplyExact(products, size.size(0));
    }
    return Work.of(Math.multiplyExact(products, op.inputCount()), op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var output = outputs.get(0, infer(run).getFirst());
    var equation = equation(run);
    var sizes = sizes(run, equation);
    var summed = equation.summed();
    var outerSteps = new long[run.inputCount()][];
    var innerSteps = new long[run.inputCount()][];
    for (int i = 0; i < outerSteps.length; i++) {
      outerSteps[i] = steps(run.tensor(i).shape(), equation.operands().get(i), equation.output());
      innerSteps[i] = steps(run.tensor(i).shape(), equation.operands().get(i), summed);
    }
    var innerSizes =
        Arrays.stream(summed)
            .mapToLong(label -> requireNonNull(sizes.get(label)).size(0))
            .toArray();
    var starts = new long[outerSteps.length];
    long at = 0;
    for (var cells = IndexSpace.of(output.shape().sizes(), outerSteps); cells.next(); ) {
      for (long cell = 0; cell < cells.rowLength(); cell++) {
        for (int i = 0; i < starts.length; i++) {
          starts[i] = cells.position(i) + cell * cells.step(i);
        }
        sum(run, starts, innerSizes, innerSteps, output, at++);
      }
    }
  }

  /// Step of an operand along each of `labels`: the sum of its strides there, so that a label named
  /// twice walks the diagonal.
  private static long[] steps(Shape operand, int[] axes, int[] labels) {
    var strides = operand.strides();
    var steps = new long[labels.length];
    for (int i = 0; i < labels.length; i++) {
      for (int axis = 0; axis < axes.length; axis++) {
        steps[i] += axes[axis] == labels[i] && operand.size(axis) != 1 ? strides[axis] : 0;
      }
    }
    return steps;
  }

  private static void sum(
      OpContext run, long[] starts, long[] sizes, long[][] steps, Tensor output, long at) {
    boolean whole = output.dataType().isInteger();
    double sum = 0;
    long exact = 0;
    for (var rows = IndexSpace.of(sizes, steps); rows.next(); ) {
      for (long k = 0; k < rows.rowLength(); k++) {
        Checkpoint.pass(k);
        double product = 1;
        long integer = 1;
        for (int i = 0; i < starts.length; i++) {
          long from = starts[i] + rows.position(i) + k * rows.step(i);
          if (whole) {
            integer *= run.tensor(i).longAt(from);
          } else {
            product *= run.tensor(i).doubleAt(from);
          }
        }
        sum += product;
        exact += integer;
      }
    }
    if (whole) {
      output.setLong(at, exact);
    } else {
      output.setDouble(at, sum);
    }
  }

  /// Rows stand apart along a label that every split input has once, that no other input has, and
  /// that the output keeps.
  @Override
  public Sharding sharding(ShardedOp op, int output) {
    for (int i = 0; i < op.inputs().size(); i++) {
      if (op.part().shape(i) == null || op.axis(i) < 0 && !op.isReplicated(i)) {
        return Sharding.UNKNOWN;
      }
    }
    var equation = equation(op.part());
    int label = 0;
    boolean found = false;
    for (int i = 0; i < op.inputs().size(); i++) {
      int split = op.axis(i);
      if (split >= 0) {
        int here = equation.operands().get(i)[split];
        if (found && here != label) {
          return Sharding.UNKNOWN;
        }
        label = here;
        found = true;
      }
    }
    for (int i = 0; i < op.inputs().size(); i++) {
      int wanted = label;
      long times =
          Arrays.stream(equation.operands().get(i)).filter(other -> other == wanted).count();
      if (times != (op.axis(i) >= 0 ? 1 : 0)) {
        return Sharding.UNKNOWN;
      }
    }
    int summed = label;
    return Arrays.stream(equation.output()).noneMatch(other -> other == summed)
        ? Sharding.PARTIAL
        : Sharding.alongOnly(label, equation.output());
  }

  @Override
  public @Nullable List<@Nullable String> gradients(Backward op) {
    return EinsumGradient.of(op, equation(op.context()));
  }
}
