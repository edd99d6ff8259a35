package dev.partitura.engine.backend.gpu;

import static java.util.Map.entry;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The catalogue of what has kernels for cards, by type of op: one line each.
final class GpuEmitters {
  private static final Map<String, GpuEmitter> BY_TYPE =
      Map.ofEntries(
          entry("Abs", new UnaryEmitter(ElementCode.ABS)),
          entry("Add", new PairEmitter(ElementCode.ADD)),
          entry("AveragePool", WindowEmitter::averagePool),
          entry("BatchNormalization", RowEmitter::batchNormalization),
          entry("Ceil", new UnaryEmitter(ElementCode.CEIL)),
          entry("Clip", UnaryEmitter::clip),
          entry("Concat", MoveEmitter::concat),
          entry("Conv", WindowEmitter::convolution),
          entry("Div", new PairEmitter(ElementCode.DIV)),
          entry("Elu", new UnaryEmitter(ElementCode.ELU, "alpha")),
          entry("Erf", new UnaryEmitter(ElementCode.ERF)),
          entry("Exp", new UnaryEmitter(ElementCode.EXP)),
          entry("Expand", MoveEmitter::expand),
          entry("Floor", new UnaryEmitter(ElementCode.FLOOR)),
          entry("Gather", MoveEmitter::gather),
          entry("Gelu", UnaryEmitter::gelu),
          entry("Gemm", ProductEmitter::gemm),
          entry("GlobalAveragePool", WindowEmitter::globalAveragePool),
          entry("GlobalMaxPool", WindowEmitter::globalMaxPool),
          entry(
              "HardSigmoid",
              new UnaryEmitter(
                  ElementCode.HARD_SIGMOID, op -> op.realOf("alpha"), op -> op.realOf("beta"))),
          entry("HardSwish", new UnaryEmitter(ElementCode.HARD_SWISH, _ -> 1 / 6f, _ -> 0.5)),
          entry("LayerNormalization", RowEmitter::layerNormalization),
          entry("LeakyRelu", new UnaryEmitter(ElementCode.LEAKY_RELU, "alpha")),
          entry("Log", new UnaryEmitter(ElementCode.LOG)),
          entry("LogSoftmax", RowEmitter::logSoftmax),
          entry("MatMul", ProductEmitter::matMul),
          entry("Max", new PairEmitter(ElementCode.MAX)),
          entry("MaxPool", WindowEmitter::maxPool),
          entry("Min", new PairEmitter(ElementCode.MIN)),
          entry("Mish", new UnaryEmitter(ElementCode.MISH)),
          entry("Mul", new PairEmitter(ElementCode.MUL)),
          entry("Neg", new UnaryEmitter(ElementCode.NEG)),
          entry("PRelu", new PairEmitter(ElementCode.PRELU)),
          entry("Pow", new PairEmitter(ElementCode.POW)),
          entry("RMSNormalization", RowEmitter::rmsNormalization),
          entry("Reciprocal", new UnaryEmitter(ElementCode.RECIPROCAL)),
          entry("ReduceMax", new ReduceEmitter(2)),
          entry("ReduceMean", new ReduceEmitter(1)),
          entry("ReduceMin", new ReduceEmitter(3)),
          entry("ReduceSum", new ReduceEmitter(0)),
          entry("ReduceSumSquare", new ReduceEmitter(4)),
          entry("Relu", new UnaryEmitter(ElementCode.RELU)),
          entry("Sigmoid", new UnaryEmitter(ElementCode.SIGMOID)),
          entry("Slice", MoveEmitter::slice),
          entry("Softmax", RowEmitter::softmax),
          entry("Softplus", new UnaryEmitter(ElementCode.SOFTPLUS)),
          entry("Split", MoveEmitter::split),
          entry("Sqrt", new UnaryEmitter(ElementCode.SQRT)),
          entry("Sub", new PairEmitter(ElementCode.SUB)),
          entry("Swish", new UnaryEmitter(ElementCode.SWISH, "alpha")),
          entry("Tanh", new UnaryEmitter(ElementCode.TANH)),
          entry("Transpose", MoveEmitter::transpose),
          entry("Where", ChooseEmitter::where));

  private GpuEmitters() {}

  static @Nullable GpuEmitter find(String domain, String type) {
    return domain.isEmpty() || domain.equals("ai.onnx") ? BY_TYPE.get(type) : null;
  }
}
