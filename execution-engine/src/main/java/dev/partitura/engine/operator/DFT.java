package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Discrete Fourier transform along an axis of `[…, 1]` real or `[…, 2]` complex numbers, of
/// `dft_length` places, to which the signal is cut or filled with zeros; `onesided` gives the first
/// half of the frequencies of a real signal or, inverse, takes it. By the definition, O(n²).
/// Source: ONNX DFT-17, 20.
final class DFT implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "DFT",
              Category.ARITHMETIC,
              List.of("input", "dft_length", "axis"),
              1,
              Parameter.ofInt("axis", 1),
              Parameter.ofInt("inverse", 0),
              Parameter.ofInt("onesided", 0))
          .withOutputs("output");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  private static boolean isSet(OpContext op, String attribute) {
    return op.attributes().intOr(attribute, 0) != 0;
  }

  private static int axis(OpContext op, int rank) {
    long stated =
        op.opset() < 20
            ? SIGNATURE.intOf(op.attributes(), "axis")
            : op.hasInput(2) ? op.single(2).longAt(0) : -2;
    int axis = op.axis(stated, rank);
    if (axis == rank - 1) {
      throw op.refuse("op.axis.range", stated, rank, -rank, rank - 2);
    }
    return axis;
  }

  /// Places of the transform, or unknown.
  private static long length(OpContext op, Shape x, int axis) {
    if (op.isVariable(1)) {
      return Shape.UNKNOWN;
    }
    long size = x.size(axis);
    boolean half = isSet(op, "inverse") && isSet(op, "onesided");
    long length = op.hasInput(1) ? op.single(1).longAt(0) : half ? 2 * (size - 1) : size;
    if (length < 1 && (op.hasInput(1) || x.isKnown(axis))) {
      throw op.refuse("op.dft.length", length);
    }
    return op.hasInput(1) || x.isKnown(axis) ? length : Shape.UNKNOWN;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    op.requireRankAtLeast(0, 2);
    var x = op.shape(0);
    if (x == null) {
      return List.of(op.type(0));
    }
    boolean inverse = isSet(op, "inverse");
    boolean onesided = isSet(op, "onesided");
    boolean complex = x.isKnown(-1) && x.size(-1) == 2;
    if (x.isKnown(-1) && x.size(-1) != 1 && !complex || complex && onesided && !inverse) {
      throw op.refuse("op.dft.parts", x);
    }
    if (op.opset() >= 20 && op.isVariable(2)) {
      return List.of(op.type(0).withShape(ShapeAxes.ofRank(x.rank())));
    }
    int axis = axis(op, x.rank());
    long length = length(op, x, axis);
    long made = onesided && !inverse && length >= 0 ? length / 2 + 1 : length;
    var shape = x.withSize(axis, made).withSize(x.rank() - 1, onesided && inverse ? 1 : 2);
    return List.of(op.type(0).withShape(shape));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    var x = op.shape(0);
    return x == null || !x.isStatic() || op.opset() >= 20 && op.isVariable(2)
        ? Work.NONE
        : Work.elementwise(op, outputs, 4 * x.size(axis(op, x.rank())));
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var y = outputs.get(0, infer(run).getFirst());
    int rank = x.shape().rank();
    int axis = axis(run, rank);
    int n = Math.toIntExact(length(run, x.shape(), axis));
    boolean inverse = isSet(run, "inverse");
    boolean mirrored = inverse && isSet(run, "onesided");
    long inner = x.shape().product(axis + 1, rank - 1);
    int parts = (int) x.shape().size(-1);
    int partsMade = (int) y.shape().size(-1);
    int size = Math.toIntExact(x.shape().size(axis));
    int made = Math.toIntExact(y.shape().size(axis));
    var wave = new FourierWave(n, inverse);
    var real = new double[n];
    var imaginary = new double[n];
    for (long line = 0; line < x.shape().product(0, axis) * inner; line++) {
      long start = line / inner * size * inner + line % inner;
      for (int i = 0; i < n; i++) {
        boolean mirror = mirrored && i > n / 2;
        long at = start + (mirror ? n - i : i) * inner;
        boolean inside = (mirror ? n - i : i) < size;
        real[i] = inside ? x.doubleAt(at * parts) : 0;
        double other = inside && parts == 2 ? x.doubleAt(at * parts + 1) : 0;
        imaginary[i] = mirror ? -other : other;
      }
      for (int k = 0; k < made; k++) {
        long at = (line / inner * made + k) * inner + line % inner;
        y.setDouble(at * partsMade, wave.real(real, imaginary, k));
        if (partsMade == 2) {
          y.setDouble(at * 2 + 1, wave.imaginary(real, imaginary, k));
        }
      }
    }
  }
}
