package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Batch normalization behind a `Conv` becomes part of its weights and bias: `w' = w·s`, `b' = (b −
/// mean)·s + shift` with `s = scale / √(variance + ε)` for each output channel.
final class NormalizationFolding implements NetworkPass {
  @Override
  public LoweredNetwork apply(LoweredNetwork before, Arena memory) {
    if (!before.passes().foldNormalization()) {
      return before;
    }
    var rewrite = new Rewrite(before);
    for (var op : rewrite.ops()) {
      if (op.type().equals("Conv") && op.domain().isEmpty()) {
        var normalization = rewrite.soleReader(op, op.outputs().getFirst());
        if (normalization != null) {
          fold(rewrite, op, normalization, memory);
        }
      }
    }
    return rewrite.after();
  }

  private static void fold(Rewrite rewrite, Op convolution, Op normalization, Arena memory) {
    var numbers = numbers(rewrite, normalization);
    var weights = rewrite.constant(convolution.inputs().get(1));
    boolean biased = convolution.inputs().size() > 2 && !convolution.inputs().get(2).isEmpty();
    var bias = biased ? rewrite.constant(convolution.inputs().get(2)) : null;
    if (numbers == null
        || weights == null
        || weights.dataType() != DataType.FLOAT
        || biased && bias == null
        || numbers.getFirst().elementCount() != weights.shape().size(0)) {
      return;
    }
    float epsilon = normalization.attributes().floatOr("epsilon", 1e-5f);
    int channels = Math.toIntExact(weights.shape().size(0));
    var factors = new float[channels];
    var shifts = new float[channels];
    for (int channel = 0; channel < channels; channel++) {
      double factor =
          numbers.get(0).floatAt(channel)
              / Math.sqrt((double) numbers.get(3).floatAt(channel) + epsilon);
      double centred =
          (bias == null ? 0.0 : bias.floatAt(channel)) - numbers.get(2).floatAt(channel);
      factors[channel] = (float) factor;
      shifts[channel] = (float) (centred * factor + numbers.get(1).floatAt(channel));
    }
    var folded = new ArrayList<>(convolution.inputs().subList(0, 1));
    folded.add(
        rewrite.addConstant(
            convolution.inputs().get(1) + "/folded", scaled(weights, factors, memory)));
    folded.add(
        rewrite.addConstant(convolution.name() + "/bias", Tensor.ofFloats(shifts, channels)));
    rewrite.replace(
        List.of(convolution, normalization),
        convolution.withInputs(folded).withOutputs(normalization.outputs().subList(0, 1)));
  }

  /// Scale, shift, mean and variance, when the op normalizes with constants and nobody wants its
  /// statistics.
  private static @Nullable List<Tensor> numbers(Rewrite rewrite, Op op) {
    boolean more = op.outputs().stream().skip(1).anyMatch(output -> !output.isEmpty());
    if (!op.type().equals("BatchNormalization")
        || !op.domain().isEmpty()
        || more
        || op.inputs().size() != 5
        || op.attributes().intOr("training_mode", 0) != 0
        || op.attributes().intOr("spatial", 1) == 0) {
      return null;
    }
    var numbers = new ArrayList<Tensor>();
    for (var input : op.inputs().subList(1, 5)) {
      var constant = rewrite.constant(input);
      if (constant == null || constant.dataType() != DataType.FLOAT) {
        return null;
      }
      numbers.add(constant);
    }
    return numbers;
  }

  private static Tensor scaled(Tensor weights, float[] factors, Arena memory) {
    var scaled = Tensor.allocate(weights.type(), memory);
    long each = weights.elementCount() / factors.length;
    for (int channel = 0; channel < factors.length; channel++) {
      for (long i = channel * each; i < (channel + 1) * each; i++) {
        scaled.setFloat(i, weights.floatAt(i) * factors[channel]);
      }
    }
    return scaled;
  }
}
