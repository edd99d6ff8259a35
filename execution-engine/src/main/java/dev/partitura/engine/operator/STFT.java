package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Short-time Fourier transform: of a signal `[N, L, 1]` real or `[N, L, 2]` complex a spectrum of
/// each frame of `frame_length` samples, times `window`, every `frame_step` samples: `[N, frames,
/// frequencies, 2]`; `onesided` gives the first half of the frequencies. By the definition. Source:
/// ONNX STFT-17.
final class STFT implements Operator {
  private static final int STEP = 1;
  private static final int WINDOW = 2;
  private static final int LENGTH = 3;

  private static final Signature SIGNATURE =
      Signature.of(
              "STFT",
              Category.ARITHMETIC,
              List.of("signal", "frame_step", "window", "frame_length"),
              2,
              Parameter.ofInt("onesided", 1))
          .withOutputs("output");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    op.requireRank(0, 3);
    op.requireIndices(STEP);
    var x = op.shape(0);
    if (x == null) {
      return List.of(op.type(0).withShape(ShapeAxes.ofRank(4)));
    }
    boolean complex = x.isKnown(2) && x.size(2) == 2;
    boolean onesided = isOnesided(op);
    if (x.isKnown(2) && x.size(2) != 1 && !complex || complex && onesided) {
      throw op.refuse("op.dft.parts", x);
    }
    long length = length(op);
    long step = op.isVariable(STEP) ? Shape.UNKNOWN : op.single(STEP).longAt(0);
    if (step == 0 || step < Shape.UNKNOWN || length == 0) {
      throw op.refuse("op.dft.length", step <= 0 ? step : length);
    }
    long frames = Shape.UNKNOWN;
    if (x.isKnown(1) && length > 0 && step > 0) {
      if (length > x.size(1)) {
        throw op.refuse("op.dft.length", length);
      }
      frames = 1 + (x.size(1) - length) / step;
    }
    long made = length < 0 || !onesided ? length : length / 2 + 1;
    return List.of(
        op.type(0).withShape(new ShapeAxes().add(x, 0).add(frames).add(made).add(2).shape()));
  }

  private static boolean isOnesided(OpContext op) {
    return SIGNATURE.intOf(op.attributes(), "onesided") != 0;
  }

  /// Samples of a frame: as said, else those of the window, else of the signal.
  private static long length(OpContext op) {
    var window = op.hasInput(WINDOW) ? op.shape(WINDOW) : null;
    long ofWindow = window == null ? Shape.UNKNOWN : window.size(0);
    if (op.hasInput(WINDOW)) {
      op.requireRank(WINDOW, 1);
    }
    if (!op.hasInput(LENGTH)) {
      var x = op.shape(0);
      return op.hasInput(WINDOW) || x == null ? ofWindow : x.size(1);
    }
    if (op.isVariable(LENGTH)) {
      return ofWindow;
    }
    long length = op.single(LENGTH).longAt(0);
    if (length < 1 || ofWindow >= 0 && ofWindow != length) {
      throw op.refuse("op.dft.length", length);
    }
    return length;
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.elementwise(op, outputs, 4 * Math.max(0, length(op)));
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var y = outputs.get(0, infer(run).getFirst());
    int n = Math.toIntExact(length(run));
    long step = run.single(STEP).longAt(0);
    var window = run.hasInput(WINDOW) ? Elements.doubles(run.tensor(WINDOW)) : null;
    long samples = x.shape().size(1);
    int parts = (int) x.shape().size(2);
    long frames = y.shape().size(1);
    int made = Math.toIntExact(y.shape().size(2));
    var wave = new FourierWave(n, false);
    var real = new double[n];
    var imaginary = new double[n];
    for (long line = 0; line < x.shape().size(0) * frames; line++) {
      long start = line / frames * samples + line % frames * step;
      for (int i = 0; i < n; i++) {
        double factor = window == null ? 1 : window[i];
        real[i] = factor * x.doubleAt((start + i) * parts);
        imaginary[i] = parts == 2 ? factor * x.doubleAt((start + i) * parts + 1) : 0;
      }
      for (int k = 0; k < made; k++) {
        long at = 2 * (line * made + k);
        y.setDouble(at, wave.real(real, imaginary, k));
        y.setDouble(at + 1, wave.imaginary(real, imaginary, k));
      }
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.onlyAxis(0) == 0 ? Sharding.along(0) : Sharding.UNKNOWN;
  }
}
