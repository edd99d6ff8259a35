package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.Fused;
import dev.partitura.engine.operator.RoundToBfloat16;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The catalogue of operators that run on oneDNN or kernels of our own: one line for each emitter.
final class Emitters {
  private static final Map<String, Emitter> BY_TYPE =
      Stream.of(
              entries(new ConvolutionEmitter(), "Conv", "ConvTranspose"),
              entries(new WeightGradientEmitter(), "ConvWeightGradient"),
              entries(new MatMulEmitter(), "MatMul"),
              entries(new GemmEmitter(), "Gemm"),
              entries(
                  new PoolingEmitter(),
                  "MaxPool",
                  "AveragePool",
                  "GlobalMaxPool",
                  "GlobalAveragePool"),
              entries(new PoolingGradientEmitter(), "AveragePoolGradient"),
              entries(
                  new NormalizationEmitter(), "BatchNormalization", "LayerNormalization", "LRN"),
              entries(new SoftmaxEmitter(), "Softmax", "LogSoftmax"),
              entries(
                  new EltwiseEmitter(),
                  "Relu",
                  "LeakyRelu",
                  "Elu",
                  "Sigmoid",
                  "Tanh",
                  "Exp",
                  "Erf",
                  "Sqrt",
                  "Abs",
                  "Neg",
                  "Sign",
                  RoundToBfloat16.TYPE,
                  "Softplus",
                  "Mish",
                  "HardSigmoid",
                  "HardSwish",
                  "Gelu",
                  "Clip"),
              entries(new BinaryEmitter(), "Add", "Sub", "Mul", "Div", "Max", "Min", "Sum"),
              entries(new ConcatEmitter(), "Concat"),
              entries(new TransposeEmitter(), "Transpose"),
              entries(
                  new AliasEmitter(),
                  "Identity",
                  "Reshape",
                  "Flatten",
                  "Squeeze",
                  "Unsqueeze",
                  "Dropout"))
          .flatMap(map -> map.entrySet().stream())
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private Emitters() {}

  private static Map<String, Emitter> entries(Emitter emitter, String... types) {
    return Stream.of(types).collect(Collectors.toMap(type -> type, _ -> emitter));
  }

  static @Nullable Emitter find(Op op) {
    return switch (op.domain()) {
      case "", "ai.onnx", Fused.DOMAIN -> BY_TYPE.get(op.type());
      default -> null;
    };
  }
}
