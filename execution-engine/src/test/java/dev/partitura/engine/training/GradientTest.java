package dev.partitura.engine.training;

import static dev.partitura.engine.training.GradientCase.doubles;
import static dev.partitura.engine.training.GradientCase.longs;
import static dev.partitura.engine.training.GradientCase.s;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every gradient that an operator states against central differences of its reference kernel in
/// float64, over several shapes.
class GradientTest {
  private static Stream<GradientCase> elementwise() {
    var cases = new ArrayList<GradientCase>();
    for (var type :
        List.of(
            "Neg",
            "Exp",
            "Sigmoid",
            "Tanh",
            "Relu",
            "Abs",
            "Sin",
            "Cos",
            "Softplus",
            "Identity",
            "LeakyRelu",
            "Erf")) {
      cases.add(GradientCase.of(type, s(3, 4)));
      cases.add(GradientCase.of(type, s()));
      cases.add(GradientCase.of(type, s(2, 1, 3)).under(9));
    }
    for (var type : List.of("Log", "Sqrt", "Reciprocal")) {
      cases.add(GradientCase.of(type, s(3, 4)).between(0.3, 2));
    }
    cases.add(GradientCase.of("LeakyRelu", s(7)).with("alpha", 0.3f));
    cases.add(GradientCase.of("Gelu", s(3, 4)).under(20));
    cases.add(GradientCase.of("Gelu", s(9)).with("approximate", "tanh").under(20));
    for (var type : List.of("Add", "Sub", "Mul", "Div", "Pow")) {
      cases.add(GradientCase.of(type, s(3, 4), s(3, 4)).between(0.5, 2));
      cases.add(GradientCase.of(type, s(3, 4), s(4)).between(0.5, 2));
      cases.add(GradientCase.of(type, s(3, 1), s(2, 1, 4)).between(0.5, 2));
      cases.add(GradientCase.of(type, s(), s(2, 3)).between(0.5, 2).under(11));
    }
    cases.add(GradientCase.of("Pow", s(3, 2), longs(3)));
    cases.add(GradientCase.of("Cast", s(3, 2)).with("to", DataType.DOUBLE.onnxCode()));
    return cases.stream();
  }

  private static Stream<GradientCase> moving() {
    var mask = Tensor.allocate(TensorType.of(DataType.BOOL, 3, 1));
    mask.setLong(1, 1);
    return Stream.of(
        GradientCase.of("Reshape", s(2, 6), longs(3, -1)),
        GradientCase.of("Flatten", s(2, 3, 2)),
        GradientCase.of("Flatten", s(2, 3, 2)).with("axis", 0),
        GradientCase.of("Squeeze", s(2, 1, 3), longs(1)),
        GradientCase.of("Squeeze", s(2, 1, 3)).with("axes", s(1)).under(11),
        GradientCase.of("Unsqueeze", s(2, 3), longs(0, 3)),
        GradientCase.of("Transpose", s(2, 3, 4)),
        GradientCase.of("Transpose", s(2, 3, 4)).with("perm", s(1, 2, 0)),
        GradientCase.of("Expand", s(3, 1), longs(2, 3, 4)),
        GradientCase.of("Where", mask, s(3, 2), s(2)),
        GradientCase.of("Concat", s(2, 3), s(2, 1), s(2, 2)).with("axis", 1),
        GradientCase.of("Concat", s(2, 3), s(1, 3)).with("axis", -2).under(11),
        GradientCase.of("Gather", s(4, 3), longs(1, 1, -1)),
        GradientCase.of("Gather", s(2, 5, 2), longs(4, 0)).with("axis", 1));
  }

  private static Stream<GradientCase> reducing() {
    return Stream.of(
        GradientCase.of("ReduceSum", s(2, 3, 2)),
        GradientCase.of("ReduceSum", s(2, 3, 2), longs(1)).with("keepdims", 0),
        GradientCase.of("ReduceSum", s(2, 3)).with("axes", s(-1)).under(11),
        GradientCase.of("ReduceMean", s(2, 3, 2)).with("axes", s(0, 2)).with("keepdims", 0),
        GradientCase.of("ReduceMean", s(2, 3), longs(1)).under(18),
        GradientCase.of("Softmax", s(3, 4)),
        GradientCase.of("Softmax", s(2, 3, 2)).with("axis", 1),
        GradientCase.of("Softmax", s(2, 3, 2)).with("axis", 1).under(11),
        GradientCase.of("LogSoftmax", s(3, 4)),
        GradientCase.of("LogSoftmax", s(2, 3, 2)).with("axis", 0),
        GradientCase.of("LogSoftmax", s(2, 3, 2)).under(11),
        GradientCase.of("LayerNormalization", s(2, 3, 4), s(4), s(4)),
        GradientCase.of("RMSNormalization", s(2, 3, 4), s(4)).under(23),
        GradientCase.of("RMSNormalization", s(2, 3, 4), s(3, 4)).with("axis", 1).under(23),
        GradientCase.of("RMSNormalization", s(2, 4), s(4)).with("epsilon", 0.1f).under(23),
        GradientCase.of("LayerNormalization", s(2, 3, 4), s(3, 4)).with("axis", 1),
        GradientCase.of("LayerNormalization", s(2, 4), s(4), s(4)).with("epsilon", 0.1f),
        GradientCase.of(
            "BatchNormalization", s(3, 2, 4), s(2), s(2), doubles(0.1, 0.2), doubles(1, 2)),
        GradientCase.of("BatchNormalization", s(5, 2), s(2), s(2), doubles(0, 0), doubles(1, 1))
            .with("training_mode", 1)
            .giving(3));
  }

  private static Stream<GradientCase> attentions() {
    var mask = Tensor.allocate(TensorType.of(DataType.BOOL, 3, 4));
    for (long at = 0; at < mask.elementCount(); at++) {
      mask.setLong(at, at % 3 == 2 || at < 4 ? 0 : 1);
    }
    return Stream.of(
        GradientCase.of("Attention", s(2, 2, 3, 4), s(2, 2, 5, 4), s(2, 2, 5, 3)),
        GradientCase.of("Attention", s(1, 4, 3, 2), s(1, 2, 3, 2), s(1, 2, 3, 2))
            .with("is_causal", 1)
            .with("softcap", 0.7f),
        GradientCase.of("Attention", s(2, 3, 8), s(2, 4, 4), s(2, 4, 2), mask)
            .with("q_num_heads", 2)
            .with("kv_num_heads", 1)
            .with("scale", 0.4f),
        GradientCase.of("Attention", s(1, 1, 5, 2), s(1, 1, 2, 2), s(1, 1, 2, 2))
            .with("is_causal", 1));
  }

  private static Stream<GradientCase> products() {
    return Stream.of(
        GradientCase.of("MatMul", s(3, 4), s(4, 2)),
        GradientCase.of("MatMul", s(4), s(4, 2)),
        GradientCase.of("MatMul", s(3, 4), s(4)),
        GradientCase.of("MatMul", s(4), s(4)),
        GradientCase.of("MatMul", s(2, 3, 4), s(4, 2)),
        GradientCase.of("MatMul", s(3, 4), s(2, 4, 2)),
        GradientCase.of("MatMul", s(2, 1, 3, 4), s(5, 4, 2)),
        GradientCase.of("MatMul", s(2, 3, 4), s(4)).under(11),
        GradientCase.of("Gemm", s(3, 4), s(4, 2), s(2)),
        GradientCase.of("Gemm", s(3, 4), s(4, 2), s(3, 1)).with("alpha", 0.5f).with("beta", 2f),
        GradientCase.of("Gemm", s(4, 3), s(2, 4)).with("transA", 1).with("transB", 1),
        GradientCase.of("Gemm", s(3, 4), s(2, 4), s()).with("transB", 1));
  }

  private static Stream<GradientCase> windows() {
    return Stream.of(
        GradientCase.of("Conv", s(2, 3, 5), s(4, 3, 3), s(4)),
        GradientCase.of("Conv", s(1, 2, 5, 6), s(3, 2, 3, 2)).with("pads", s(1, 0, 1, 1)),
        GradientCase.of("Conv", s(2, 2, 7, 8), s(2, 2, 3, 3)).with("strides", s(2, 3)),
        GradientCase.of("Conv", s(1, 4, 6, 6), s(6, 2, 3, 3), s(6)).with("group", 2),
        GradientCase.of("Conv", s(1, 3, 6, 6), s(3, 1, 3, 3))
            .with("group", 3)
            .with("auto_pad", "SAME_UPPER")
            .with("strides", s(2, 2)),
        GradientCase.of("Conv", s(1, 1, 9), s(2, 1, 3))
            .with("dilations", s(2))
            .with("strides", s(2)),
        GradientCase.of("Conv", s(1, 1, 4, 4, 4), s(2, 1, 2, 2, 2)),
        GradientCase.of("ConvTranspose", s(1, 2, 4), s(2, 3, 3), s(3)),
        GradientCase.of("ConvTranspose", s(1, 2, 3, 3), s(2, 2, 3, 3))
            .with("strides", s(2, 2))
            .with("pads", s(1, 1, 1, 1))
            .with("output_padding", s(1, 1)),
        GradientCase.of("ConvTranspose", s(1, 4, 3, 3), s(4, 1, 2, 2)).with("group", 2),
        GradientCase.of("MaxPool", s(2, 2, 6, 6))
            .with("kernel_shape", s(2, 2))
            .with("strides", s(2, 2)),
        GradientCase.of("MaxPool", s(1, 2, 7))
            .with("kernel_shape", s(3))
            .with("pads", s(1, 1))
            .with("strides", s(2)),
        GradientCase.of("AveragePool", s(2, 1, 5, 5))
            .with("kernel_shape", s(3, 2))
            .with("pads", s(1, 0, 1, 1)),
        GradientCase.of("AveragePool", s(1, 1, 6, 6))
            .with("kernel_shape", s(3, 3))
            .with("pads", s(1, 1, 1, 1))
            .with("strides", s(2, 2))
            .with("count_include_pad", 1),
        GradientCase.of("GlobalAveragePool", s(2, 3, 4, 2)));
  }

  private static Stream<GradientCase> losses() {
    var labels = longs(2, 0, 1);
    return Stream.of(
        GradientCase.of("SoftmaxCrossEntropyLoss", s(3, 4), labels),
        GradientCase.of("SoftmaxCrossEntropyLoss", s(3, 4), labels).with("reduction", "sum"),
        GradientCase.of("SoftmaxCrossEntropyLoss", s(3, 4), labels)
            .with("reduction", "none")
            .with("ignore_index", 0),
        GradientCase.of("SoftmaxCrossEntropyLoss", s(3, 4), labels, doubles(1, 2, 3, 4)),
        GradientCase.of(
            "SoftmaxCrossEntropyLoss", s(2, 3, 2), Tensor.ofLongs(new long[] {2, 0, 1, 1}, 2, 2)),
        GradientCase.of("NegativeLogLikelihoodLoss", s(3, 4), labels, doubles(1, 2, 3, 4))
            .with("ignore_index", 1),
        GradientCase.of("Dropout", s(3, 4)));
  }

  /// Every output by itself, either layout and direction, sequences that end early, first states,
  /// peepholes, coupled gates, a clip, and every activation.
  private static Stream<GradientCase> recurrent() {
    var cases = new ArrayList<GradientCase>();
    for (int output = 0; output < 2; output++) {
      cases.add(layer("RNN", 3, 2, 3, 2, 1, 0).reading(output));
      cases.add(layer("GRU", 3, 2, 3, 2, 1, 0).reading(output));
      cases.add(layer("GRU", 3, 2, 2, 3, 2, 1).with("linear_before_reset", 1).reading(output));
      cases.add(layer("RNN", 2, 3, 2, 3, 2, 1).reading(output));
    }
    for (int output = 0; output < 3; output++) {
      cases.add(layer("LSTM", 3, 2, 3, 2, 1, 0).reading(output));
      cases.add(layer("LSTM", 2, 3, 2, 3, 2, 1).reading(output));
    }
    cases.add(layer("LSTM", 4, 2, 2, 2, 1, 0).with("direction", "reverse"));
    cases.add(layer("LSTM", 3, 2, 2, 2, 1, 0).with("input_forget", 1));
    cases.add(layer("LSTM", 3, 2, 2, 2, 1, 0).with("clip", 0.9f));
    cases.add(layer("GRU", 3, 2, 2, 2, 1, 0).with("clip", 0.7f).with("direction", "reverse"));
    cases.add(GradientCase.of("RNN", s(3, 2, 4), s(1, 3, 4), s(1, 3, 3)).giving(2));
    cases.add(GradientCase.of("GRU", s(1, 1, 1), s(1, 3, 1), s(1, 3, 1), s(1, 6)).giving(2));
    cases.add(GradientCase.of("LSTM", s(5, 1, 2), s(1, 8, 2), s(1, 8, 2)).giving(3));
    var activations =
        List.of(
            "Relu",
            "Tanh",
            "Sigmoid",
            "Softsign",
            "Softplus",
            "Affine",
            "LeakyRelu",
            "ThresholdedRelu",
            "ScaledTanh",
            "HardSigmoid",
            "Elu");
    for (var activation : activations) {
      cases.add(
          layer("RNN", 3, 2, 3, 2, 1, 0)
              .with("activations", new String[] {activation})
              .with("activation_alpha", new float[] {0.7f})
              .with("activation_beta", new float[] {0.4f})
              .between(-0.8, 0.9));
    }
    return cases.stream();
  }

  /// A layer with all inputs that its type has; of the sequences the second is the longest.
  private static GradientCase layer(
      String type, int steps, int batch, int input, int hidden, int directions, int layout) {
    int gates = type.equals("LSTM") ? 4 : type.equals("GRU") ? 3 : 1;
    var lengths = new long[batch];
    for (int n = 0; n < batch; n++) {
      lengths[n] = n == 1 ? steps : steps - 1;
    }
    var states = layout == 0 ? s(directions, batch, hidden) : s(batch, directions, hidden);
    var inputs =
        new ArrayList<Object>(
            List.of(
                layout == 0 ? s(steps, batch, input) : s(batch, steps, input),
                s(directions, (long) gates * hidden, input),
                s(directions, (long) gates * hidden, hidden),
                s(directions, 2L * gates * hidden),
                Tensor.ofLongs(lengths, batch),
                states));
    if (type.equals("LSTM")) {
      inputs.add(states.clone());
      inputs.add(s(directions, 3L * hidden));
    }
    return GradientCase.of(type, inputs.toArray())
        .with("direction", directions == 2 ? "bidirectional" : "forward")
        .with("layout", layout)
        .giving(type.equals("LSTM") ? 3 : 2);
  }

  @TestFactory
  Stream<DynamicTest> statedGradientsAreThoseOfTheKernels() {
    return Stream.of(
            elementwise(),
            moving(),
            reducing(),
            attentions(),
            products(),
            windows(),
            losses(),
            recurrent())
        .flatMap(each -> each)
        .map(each -> DynamicTest.dynamicTest(each.toString(), each::check));
  }
}
