package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Convolution of each channel with its own `k` weights over the places up to its own: `input` `[B,
/// C, L]`, `weight` `[C, 1, k]`, before which `past_state` `[B, C, k-1]` stands, else zeros; also
/// gives the last `k - 1` places as the next state. Source: ONNX CausalConvWithState-27.
final class CausalConvWithState implements Operator {
  private static final List<String> ACTIVATIONS = List.of("none", "silu", "swish");
  private static final Signature SIGNATURE =
      Signature.of(
              "CausalConvWithState",
              Category.LAYER,
              List.of("input", "weight", "bias", "past_state"),
              2,
              new Parameter(
                  "activation", Kind.STRING, new Attribute.StringValue("none"), ACTIVATIONS))
          .withOutputs("output", "present_state");

  @Override
  public boolean startsWithAllOutputs() {
    return true;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    op.requireSameType(0, 1, 2, 3);
    op.requireRank(0, 3);
    op.requireRank(1, 3);
    var activation = op.attributes().stringOr("activation", "none");
    if (!ACTIVATIONS.contains(activation)) {
      throw op.refuse("op.attribute.choice", "activation", activation, ACTIVATIONS);
    }
    var x = op.shape(0);
    var w = op.shape(1);
    if (x == null || w == null) {
      return List.of(op.type(0), op.type(0).withShape(ShapeAxes.ofRank(3)));
    }
    var state =
        new ShapeAxes()
            .addAll(x, 0, 2)
            .add(w.isKnown(2) ? Math.max(0, w.size(2) - 1) : Shape.UNKNOWN)
            .shape();
    if (x.isStatic() && w.isStatic()) {
      boolean fits = w.size(0) == x.size(1) && w.size(1) == 1 && w.size(2) > 0;
      var bias = op.hasInput(2) ? op.shape(2) : null;
      fits &= bias == null || bias.equals(Shape.of(x.size(1)));
      var past = op.hasInput(3) ? op.shape(3) : null;
      fits &= past == null || !past.isStatic() || past.equals(state);
      if (!fits) {
        throw op.refuse("op.shapes", List.of(x, w));
      }
    }
    return List.of(op.type(0), op.type(0).withShape(state));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    var w = op.shape(1);
    return Work.elementwise(op, outputs, w != null && w.isKnown(2) ? 2 * w.size(2) : 2);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var types = infer(run);
    var x = run.tensor(0);
    var w = run.tensor(1);
    var bias = run.hasInput(2) ? run.tensor(2) : null;
    var past = run.hasInput(3) ? run.tensor(3) : null;
    var y = outputs.wanted(0) ? outputs.get(0, types.get(0)) : null;
    var state = outputs.wanted(1) ? outputs.get(1, types.get(1)) : null;
    int length = Math.toIntExact(x.shape().size(2));
    int k = Math.toIntExact(w.shape().size(2));
    boolean gated = !run.attributes().stringOr("activation", "none").equals("none");
    long channels = x.shape().size(1);
    var line = new double[k - 1 + length];
    for (long row = 0; row < x.shape().size(0) * channels; row++) {
      long channel = row % channels;
      if (past != null) {
        Elements.read(past, row * (k - 1), 1, line, 0, k - 1);
      }
      Elements.read(x, row * length, 1, line, k - 1, length);
      for (int i = 0; y != null && i < length; i++) {
        double sum = bias == null ? 0 : bias.doubleAt(channel);
        for (int tap = 0; tap < k; tap++) {
          sum += line[i + tap] * w.doubleAt(channel * k + tap);
        }
        y.setDouble(row * length + i, gated ? sum / (1 + Math.exp(-sum)) : sum);
      }
      for (int i = 0; state != null && i < k - 1; i++) {
        state.setDouble(row * (k - 1) + i, line[length + i]);
      }
    }
  }

  /// Samples are convolved one by one, each behind its own state.
  @Override
  public Sharding sharding(ShardedOp op, int output) {
    boolean states = !op.part().hasInput(3) || op.axis(3) == 0 && op.sameSize(3, 0, 0);
    return op.axis(0) == 0 && op.areReplicated(1, 2) && states
        ? Sharding.along(0)
        : Sharding.UNKNOWN;
  }
}
