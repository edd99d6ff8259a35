package dev.partitura.engine.operator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Operators by small examples whose results are known in closed form.
class SpecialOperatorsTest {
  private static final double CLOSE = 1e-6;

  private static Tensor floats(long[] sizes, double... values) {
    var tensor = Tensor.allocate(TensorType.of(DataType.FLOAT, sizes));
    Elements.write(values, tensor);
    return tensor;
  }

  private static Tensor row(double... values) {
    return floats(new long[] {values.length}, values);
  }

  private static Tensor integers(DataType type, long[] sizes, long... values) {
    var tensor = Tensor.allocate(TensorType.of(type, sizes));
    for (int i = 0; i < values.length; i++) {
      tensor.setLong(i, values[i]);
    }
    return tensor;
  }

  private static double[] run(String type, int opset, List<Tensor> inputs, Object... attributes) {
    return Elements.doubles(
        OneOp.of(type, opset, 1, new ArrayList<>(inputs), attributes).run().getFirst());
  }

  private static void check(String type, double x, double wanted) {
    assertEquals(wanted, run(type, 22, List.of(row(x)))[0], CLOSE, type);
  }

  @Test
  void functionsHaveTheirValues() {
    check("Acos", 0.5, Math.PI / 3);
    check("Asin", 0.5, Math.PI / 6);
    check("Atan", 1, Math.PI / 4);
    check("Sinh", 1, Math.sinh(1));
    check("Cosh", 1, Math.cosh(1));
    check("Asinh", -Math.sinh(2), -2);
    check("Asinh", 1e-20, 0);
    check("Acosh", Math.cosh(2), 2);
    check("Atanh", -Math.tanh(0.5), -0.5);
    assertEquals(Double.NaN, run("Acosh", 22, List.of(row(0.5)))[0]);
    assertEquals(
        2 / (1 + Math.exp(-1)), run("Swish", 24, List.of(row(2)), "alpha", 0.5f)[0], CLOSE);
  }

  @Test
  void bitsAreShiftedAndCombined() {
    var a = integers(DataType.UINT8, new long[] {2}, 0b1100, 0xff);
    var b = integers(DataType.UINT8, new long[] {1}, 2);
    assertArrayEquals(
        new double[] {48, 252}, run("BitShift", 11, List.of(a, b), "direction", "LEFT"));
    assertArrayEquals(
        new double[] {3, 63}, run("BitShift", 11, List.of(a, b), "direction", "RIGHT"));
    assertArrayEquals(new double[] {14, 253}, run("BitwiseXor", 18, List.of(a, b)));
    assertArrayEquals(new double[] {243, 0}, run("BitwiseNot", 18, List.of(a)));
    assertThrows(ProblemException.class, () -> run("BitShift", 11, List.of(a, b)));
  }

  @Test
  void productsRunAlongAnAxis() {
    var x = row(1, 2, 3, 4);
    var axis = Tensor.ofLongs(new long[] {0});
    assertArrayEquals(new double[] {1, 2, 6, 24}, run("CumProd", 26, List.of(x, axis)));
    assertArrayEquals(
        new double[] {24, 12, 4, 1},
        run("CumProd", 26, List.of(x, axis), "exclusive", 1, "reverse", 1));
  }

  @Test
  void aGridOfItsOwnPlacesSamplesTheImageItself() {
    var x = floats(new long[] {1, 1, 2, 2}, 1, 2, 3, 4);
    var grid = floats(new long[] {1, 2, 2, 2}, -1, -1, 1, -1, -1, 1, 1, 1);
    for (var mode : List.of("linear", "nearest", "cubic")) {
      assertArrayEquals(
          new double[] {1, 2, 3, 4},
          run("GridSample", 20, List.of(x, grid), "mode", mode, "align_corners", 1),
          CLOSE);
    }
    var beyond = floats(new long[] {1, 1, 1, 2}, -1, -1);
    assertEquals(0.25, run("GridSample", 20, List.of(x, beyond))[0], CLOSE);
    assertEquals(1, run("GridSample", 20, List.of(x, beyond), "padding_mode", "border")[0], CLOSE);
  }

  @Test
  void boxesThatOverlapABetterOneAreDropped() {
    var boxes = floats(new long[] {1, 3, 4}, 0, 0, 1, 1, 0, 0.1, 1, 1.1, 2, 2, 3, 3);
    var scores = floats(new long[] {1, 1, 3}, 0.5, 0.9, 0.7);
    var most = Tensor.ofLongs(new long[] {3});
    var overlap = floats(new long[] {}, 0.5);
    assertArrayEquals(
        new double[] {0, 0, 1, 0, 0, 2},
        run("NonMaxSuppression", 11, List.of(boxes, scores, most, overlap)));
    assertEquals(0, run("NonMaxSuppression", 11, List.of(boxes, scores)).length);
  }

  @Test
  void quantizedProductsTakeTheirZeroPointsOff() {
    var a = integers(DataType.UINT8, new long[] {2, 2}, 1, 2, 3, 4);
    var b = integers(DataType.INT8, new long[] {2, 2}, 1, 0, 0, -1);
    var rows = integers(DataType.UINT8, new long[] {2}, 1, 2);
    assertArrayEquals(new double[] {0, -1, 1, -2}, run("MatMulInteger", 10, List.of(a, b, rows)));
    var x = integers(DataType.UINT8, new long[] {1, 1, 1, 3}, 5, 6, 7);
    var w = integers(DataType.UINT8, new long[] {1, 1, 1, 3}, 1, 1, 1);
    var zero = integers(DataType.UINT8, new long[] {}, 5);
    assertArrayEquals(
        new double[] {1, 3, 3},
        run("ConvInteger", 10, List.of(x, w, zero), "pads", new long[] {0, 1, 0, 1}));
  }

  @Test
  void aTransformAndItsInverseGiveTheSignalBack() {
    var signal = floats(new long[] {1, 5, 1}, 1, -2, 3, 0.5, 4);
    var spectrum = OneOp.of("DFT", 20, 1, List.of(signal), "onesided", 1).run().getFirst();
    assertEquals(List.of(1L, 3L, 2L), Arrays.stream(spectrum.shape().sizes()).boxed().toList());
    assertEquals(6.5, spectrum.doubleAt(0), CLOSE);
    var length = Tensor.ofLongs(new long[] {5});
    var back = run("DFT", 20, List.of(spectrum, length), "onesided", 1, "inverse", 1);
    assertArrayEquals(Elements.doubles(signal), back, CLOSE);
  }

  @Test
  void aStateOfAttentionHoldsWhatWasWritten() {
    var q = floats(new long[] {1, 2, 2}, 1, 0, 0, 1);
    var v = floats(new long[] {1, 2, 1}, 3, 5);
    Object[] attributes = {
      "q_num_heads", 1, "kv_num_heads", 1, "scale", 1f, "update_rule", "linear"
    };
    assertArrayEquals(
        new double[] {3, 5}, run("LinearAttention", 27, List.of(q, q, v), attributes), CLOSE);
  }

  @Test
  void slicesAreTurnedCutAndKept() {
    var x = floats(new long[] {3, 2}, 1, 2, 3, 4, 5, 6);
    assertArrayEquals(
        new double[] {3, 2, 1, 4, 5, 6},
        run("ReverseSequence", 10, List.of(x, Tensor.ofLongs(new long[] {2, 1}, 2))));
    assertArrayEquals(
        new double[] {0, 1, 0, 0, 3, 0},
        run(
            "CenterCropPad",
            18,
            List.of(floats(new long[] {3, 1}, 1, 3, 5), Tensor.ofLongs(new long[] {2, 3}, 2))),
        CLOSE);
    assertArrayEquals(
        new double[] {2, 4, 6},
        run("Compress", 11, List.of(x, integers(DataType.BOOL, new long[] {2}, 0, 1)), "axis", 1));
    assertEquals(-2, run("Det", 22, List.of(floats(new long[] {2, 2}, 1, 2, 3, 4)))[0], CLOSE);
  }

  @Test
  void framesOfASignalAreTransformedEachByItself() {
    var signal = floats(new long[] {1, 6, 1}, 1, 2, -1, 3, 0.5, 4);
    var step = Tensor.ofLongs(new long[] {2});
    var window = row(1, 0.5, 2, 1);
    var spectrum = run("STFT", 17, List.of(signal, step, window));
    for (int frame = 0; frame < 2; frame++) {
      var cut = new double[4];
      for (int i = 0; i < 4; i++) {
        cut[i] = signal.floatAt(2L * frame + i) * window.floatAt(i);
      }
      var wanted = run("DFT", 17, List.of(floats(new long[] {1, 4, 1}, cut)), "onesided", 1);
      assertArrayEquals(
          wanted, Arrays.copyOfRange(spectrum, 6 * frame, 6 * frame + 6), CLOSE, "frame " + frame);
    }
    assertEquals(16, run("STFT", 17, List.of(signal, step, window), "onesided", 0).length);
    assertThrows(
        ProblemException.class,
        () -> run("STFT", 17, List.of(signal, Tensor.ofLongs(new long[] {0}))));
  }

  @Test
  void trianglesOfTheMelScaleRiseAndFall() {
    // On the mel scale a third and two thirds of the way to 4 Hz are 1.33 and 2.66 Hz.
    assertArrayEquals(
        new double[] {0, 0.5, 1, 2 / 3.0, 1 / 3.0, 0, 0, 0, 0},
        run(
            "MelWeightMatrix",
            17,
            List.of(
                Tensor.ofLongs(new long[] {1}),
                Tensor.ofLongs(new long[] {16}),
                Tensor.ofLongs(new long[] {8}),
                row(0),
                row(4))),
        CLOSE);
  }

  @Test
  void onesStandBesideTheDiagonalAndAboveAThreshold() {
    var x = floats(new long[] {2, 3}, 9, 9, 9, 9, 9, 9);
    assertArrayEquals(new double[] {1, 0, 0, 0, 1, 0}, run("EyeLike", 9, List.of(x)));
    assertArrayEquals(new double[] {0, 0, 1, 0, 0, 0}, run("EyeLike", 9, List.of(x), "k", 2));
    assertArrayEquals(
        new double[] {0, 0, 0, 1, 0, 0}, run("EyeLike", 22, List.of(x), "k", -1, "dtype", 7));
    assertArrayEquals(
        new double[] {0, 0, 1},
        run("ai.onnx.ml.Binarizer", 1, List.of(row(-1, 2, 3)), "threshold", 2f));
    assertArrayEquals(
        new double[] {3, 1, 6, 4},
        run(
            "ai.onnx.ml.ArrayFeatureExtractor",
            1,
            List.of(
                floats(new long[] {2, 3}, 1, 2, 3, 4, 5, 6),
                Tensor.ofLongs(new long[] {2, 0}, 2))));
  }

  @Test
  void normsDivideAndPool() {
    var x = floats(new long[] {1, 1, 2}, 3, -4);
    assertArrayEquals(new double[] {0.6, -0.8}, run("LpNormalization", 22, List.of(x)), CLOSE);
    assertArrayEquals(
        new double[] {5}, run("LpPool", 22, List.of(x), "kernel_shape", new long[] {2}), CLOSE);
    assertArrayEquals(
        new double[] {1, -1},
        run("MeanVarianceNormalization", 13, List.of(x), "axes", new long[] {2}),
        CLOSE);
  }
}
