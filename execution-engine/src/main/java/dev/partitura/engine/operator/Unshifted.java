package dev.partitura.engine.operator;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Quantized inputs as whole numbers without their zero points, for operators that calculate with
/// those.
final class Unshifted {
  private Unshifted() {}

  /// An op of another type over some of the inputs of `op`, their elements of type `as`; it has the
  /// attributes of `op`.
  static OpContext plain(OpContext op, String type, DataType as, int... inputs) {
    var names = new ArrayList<String>();
    var types = new ArrayList<@Nullable TensorType>();
    var constants = new ArrayList<@Nullable Constant>();
    for (int input : inputs) {
      names.add(op.op().inputs().get(input));
      types.add(new TensorType(as, op.shape(input)));
      constants.add(null);
    }
    var plain = new Op(op.op().id(), "", type, names, List.of("Y"), op.attributes());
    return new OpContext(plain, op.opset(), types, constants);
  }

  /// Refuses an input that is given and holds no integers of 8 bits.
  static void requireBytes(OpContext op, int input) {
    if (op.hasInput(input)) {
      op.requireType(
          input, type -> type == DataType.INT8 || type == DataType.UINT8, Phrase.of("words.bytes"));
    }
  }

  /// `x - zero` as elements of type `as`, `zero` broadcast.
  static Tensor of(OpContext run, int input, int zeroInput, int alone, DataType as) {
    var x = run.tensor(input);
    var zero = run.hasInput(zeroInput) ? run.tensor(zeroInput) : null;
    var unshifted = Tensor.allocate(new TensorType(as, x.shape()));
    var zeros = zero == null ? Shape.SCALAR : standing(run, zero.shape(), x.shape(), alone);
    var steps = steps(run, zeros, x.shape());
    for (var rows = IndexSpace.of(x.shape().sizes(), x.shape().strides(), steps); rows.next(); ) {
      for (long i = 0; i < rows.rowLength(); i++) {
        long at = rows.position(0) + i * rows.step(0);
        long shift = zero == null ? 0 : zero.longAt(rows.position(1) + i * rows.step(1));
        unshifted.setLong(at, x.longAt(at) - shift);
      }
    }
    return unshifted;
  }

  /// The shape under which parameters broadcast over `x`: a list of them stands for the indices of
  /// axis `alone`, counted from the end where negative.
  static Shape standing(OpContext op, Shape parameters, Shape x, int alone) {
    if (parameters.rank() != 1 || parameters.size(0) == 1) {
      return parameters.elementCount() == 1 ? Shape.SCALAR : parameters;
    }
    int axis = alone < 0 ? x.rank() + alone : alone;
    if (axis < 0 || x.size(axis) != parameters.size(0)) {
      throw op.refuse("op.shapes", List.of(x, parameters));
    }
    var sizes = new long[x.rank() - axis];
    Arrays.fill(sizes, 1);
    sizes[0] = parameters.size(0);
    return Shape.of(sizes);
  }

  /// Steps by which parameters of that shape go along the axes of `x`.
  static long[] steps(OpContext op, Shape parameters, Shape x) {
    if (!Broadcast.together(op, parameters, x).equals(x)) {
      throw op.refuse("op.shapes", List.of(x, parameters));
    }
    return Broadcast.strides(parameters, x);
  }

  /// What an operator makes of whole numbers.
  static Tensor result(Operator operator, OpContext plain, List<@Nullable Tensor> inputs) {
    return Objects.requireNonNull(Evaluation.of(operator, plain, inputs).getFirst());
  }
}
