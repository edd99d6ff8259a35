package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.ConstantSource;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.Trait;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Batch normalization behind a `Conv` becomes part of its weights and bias: `w' = w·s`, `b' = (b −
/// mean)·s + shift` with `s = scale / √(variance + ε)` for each output channel.
final class NormalizationFolding implements NetworkPass {
  @Override
  public LoweredNetwork apply(LoweredNetwork before) {
    if (!before.passes().foldNormalization()) {
      return before;
    }
    var rewrite = new Rewrite(before);
    for (var op : rewrite.ops()) {
      if (has(op, Trait.TAKES_SCALE)) {
        var normalization = rewrite.soleReader(op, op.outputs().getFirst());
        if (normalization != null) {
          fold(rewrite, op, normalization);
        }
      }
    }
    return rewrite.after();
  }

  private static boolean has(Op op, Trait trait) {
    var operator = Operators.find(op);
    return operator != null && operator.has(trait, op.attributes());
  }

  private static void fold(Rewrite rewrite, Op convolution, Op normalization) {
    var numbers = numbers(rewrite, normalization);
    var weights = rewrite.constant(convolution.inputs().get(1));
    boolean biased = convolution.inputs().size() > 2 && !convolution.inputs().get(2).isEmpty();
    var bias = biased ? rewrite.constant(convolution.inputs().get(2)) : null;
    if (numbers == null
        || weights == null
        || weights.type().dataType() != DataType.FLOAT
        || biased && bias == null) {
      return;
    }
    long channels = weights.type().knownShape().size(0);
    if (numbers.getFirst().type().knownShape().elementCount() != channels) {
      return;
    }
    double epsilon = Operators.floatOf(normalization, "epsilon");
    var scaled =
        new Constant(
            weights.type(),
            new ConstantSource.Derived(
                List.of(weights, numbers.get(0), numbers.get(3)),
                from -> scaled(from.get(0), from.get(1), from.get(2), epsilon)));
    var terms = new ArrayList<>(numbers);
    if (bias != null) {
      terms.add(bias);
    }
    var shifted =
        new Constant(
            TensorType.of(DataType.FLOAT, channels),
            new ConstantSource.Derived(terms, from -> shifted(from, epsilon)));
    var folded = new ArrayList<>(convolution.inputs().subList(0, 1));
    folded.add(rewrite.addConstant(convolution.inputs().get(1) + "/folded", scaled));
    folded.add(rewrite.addConstant(convolution.name() + "/bias", shifted));
    rewrite.replace(
        List.of(convolution, normalization),
        convolution.withInputs(folded).withOutputs(normalization.outputs().subList(0, 1)));
  }

  private static double factor(Tensor scale, Tensor variance, double epsilon, long channel) {
    return scale.floatAt(channel) / Math.sqrt(variance.floatAt(channel) + epsilon);
  }

  /// @param terms scale, shift, mean, variance and, where there is one, the bias before
  private static Tensor shifted(List<Tensor> terms, double epsilon) {
    var shifted = Tensor.allocate(terms.getFirst().type());
    for (long channel = 0; channel < shifted.elementCount(); channel++) {
      double bias = terms.size() > 4 ? terms.get(4).floatAt(channel) : 0.0;
      double centred = bias - terms.get(2).floatAt(channel);
      double factor = factor(terms.get(0), terms.get(3), epsilon, channel);
      shifted.setFloat(channel, (float) (centred * factor + terms.get(1).floatAt(channel)));
    }
    return shifted;
  }

  /// Scale, shift, mean and variance, when the op normalizes with constants and nobody wants its
  /// statistics.
  private static @Nullable List<Constant> numbers(Rewrite rewrite, Op op) {
    boolean more = op.outputs().stream().skip(1).anyMatch(output -> !output.isEmpty());
    if (!has(op, Trait.SCALES_CHANNELS) || more || op.inputs().size() != 5) {
      return null;
    }
    var numbers = new ArrayList<Constant>();
    for (var input : op.inputs().subList(1, 5)) {
      var constant = rewrite.constant(input);
      if (constant == null || constant.type().dataType() != DataType.FLOAT) {
        return null;
      }
      numbers.add(constant);
    }
    return numbers;
  }

  private static Tensor scaled(Tensor weights, Tensor scale, Tensor variance, double epsilon) {
    var scaled = Tensor.allocate(weights.type());
    long channels = weights.shape().size(0);
    long each = weights.elementCount() / channels;
    for (long channel = 0; channel < channels; channel++) {
      float factor = (float) factor(scale, variance, epsilon, channel);
      for (long i = channel * each; i < (channel + 1) * each; i++) {
        scaled.setFloat(i, weights.floatAt(i) * factor);
      }
    }
    return scaled;
  }
}
