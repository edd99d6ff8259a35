package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Weights `[dft_length / 2 + 1, num_mel_bins]` by which a spectrum becomes one of triangles that
/// are equally wide on the mel scale, `2595 log10(1 + f / 700)`, from a lower to an upper
/// frequency. Source: Stevens, Volkmann and Newman 1937, doi:10.1121/1.1915893; ONNX
/// MelWeightMatrix-17.
final class MelWeightMatrix implements Operator {
  private static final int BINS = 0;
  private static final int LENGTH = 1;
  private static final int RATE = 2;
  private static final int LOWER = 3;
  private static final int UPPER = 4;

  private static final Signature SIGNATURE =
      Signature.of(
              "MelWeightMatrix",
              Category.ARITHMETIC,
              List.of(
                  "num_mel_bins",
                  "dft_length",
                  "sample_rate",
                  "lower_edge_hertz",
                  "upper_edge_hertz"),
              5,
              Parameter.ofInt("output_datatype", DataType.FLOAT.onnxCode()))
          .withOutputs("output");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    for (int input = BINS; input <= RATE; input++) {
      op.requireIndices(input);
    }
    op.requireFloats(LOWER);
    op.requireFloats(UPPER);
    long bins = whole(op, BINS);
    long length = whole(op, LENGTH);
    var type = ElementTypes.ofNumbers(op, SIGNATURE.intOf(op.attributes(), "output_datatype"));
    return List.of(TensorType.of(type, length < 0 ? Shape.UNKNOWN : length / 2 + 1, bins));
  }

  /// A count of at least 0, or unknown.
  private static long whole(OpContext op, int input) {
    if (op.isVariable(input)) {
      return Shape.UNKNOWN;
    }
    long value = op.single(input).longAt(0);
    if (value < 0) {
      throw op.refuse("op.window.length", value);
    }
    return value;
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var y = outputs.get(0, infer(run).getFirst());
    Elements.clear(y);
    int bins = Math.toIntExact(y.shape().size(1));
    var edges = edges(run, bins);
    for (int bin = 0; bin < bins; bin++) {
      long lower = edges[bin];
      long middle = edges[bin + 1];
      long upper = edges[bin + 2];
      if (lower == middle) {
        put(y, middle, bin, 1);
      }
      for (long at = lower; at <= middle && lower < middle; at++) {
        put(y, at, bin, (double) (at - lower) / (middle - lower));
      }
      for (long at = middle; at < upper; at++) {
        put(y, at, bin, (double) (upper - at) / (upper - middle));
      }
    }
  }

  private static void put(Tensor y, long frequency, int bin, double weight) {
    if (frequency >= 0 && frequency < y.shape().size(0)) {
      y.setDouble(frequency * y.shape().size(1) + bin, weight);
    }
  }

  /// Places in the spectrum at which triangles begin, are highest and end, one behind the other.
  private static long[] edges(OpContext run, int bins) {
    double rate = run.single(RATE).doubleAt(0);
    if (!(rate > 0)) {
      throw run.refuse("op.window.length", (long) rate);
    }
    double lower = mel(run.single(LOWER).doubleAt(0));
    double step = (mel(run.single(UPPER).doubleAt(0)) - lower) / (bins + 2);
    long places = run.single(LENGTH).longAt(0) + 1;
    var edges = new long[bins + 2];
    for (int i = 0; i < edges.length; i++) {
      double hertz = 700 * (Math.pow(10, (lower + i * step) / 2595) - 1);
      edges[i] = (long) Math.floor(places * hertz / rate);
    }
    return edges;
  }

  private static double mel(double hertz) {
    return 2595 * Math.log10(1 + hertz / 700);
  }
}
