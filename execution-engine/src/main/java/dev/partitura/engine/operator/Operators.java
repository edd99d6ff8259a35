package dev.partitura.engine.operator;

import dev.partitura.engine.network.Op;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The catalogue of operators: one line each.
public final class Operators {
  private static final List<Operator> ALL =
      List.of(
          new Abs(),
          new Acos(),
          new Acosh(),
          new Add(),
          new AffineGrid(),
          new And(),
          new ArgMax(),
          new ArgMin(),
          new Asin(),
          new Asinh(),
          new Atan(),
          new Atanh(),
          new AveragePool(),
          new BatchNormalization(),
          new BitCast(),
          new BitShift(),
          new BitwiseAnd(),
          new BitwiseNot(),
          new BitwiseOr(),
          new BitwiseXor(),
          new BlackmanWindow(),
          new Cast(),
          new CastLike(),
          new CausalConvWithState(),
          new Ceil(),
          new Celu(),
          new CenterCropPad(),
          new Clip(),
          new Col2Im(),
          new Compress(),
          new Concat(),
          new Constant(),
          new ConstantOfShape(),
          new Conv(),
          new ConvInteger(),
          new ConvTranspose(),
          new Cos(),
          new Cosh(),
          new CumProd(),
          new CumSum(),
          new DFT(),
          new DeformConv(),
          new DepthToSpace(),
          new DequantizeLinear(),
          new Det(),
          new Div(),
          new Dropout(),
          new DynamicQuantizeLinear(),
          new Einsum(),
          new Elu(),
          new Equal(),
          new Erf(),
          new Exp(),
          new Expand(),
          new EyeLike(),
          new Flatten(),
          new Floor(),
          new GRU(),
          new Gather(),
          new GatherElements(),
          new GatherND(),
          new Gelu(),
          new Gemm(),
          new GlobalAveragePool(),
          new GlobalLpPool(),
          new GlobalMaxPool(),
          new Greater(),
          new GreaterOrEqual(),
          new GridSample(),
          new GroupNormalization(),
          new HammingWindow(),
          new HannWindow(),
          new HardSigmoid(),
          new HardSwish(),
          new Hardmax(),
          new Identity(),
          new If(),
          new InstanceNormalization(),
          new IsInf(),
          new IsNaN(),
          new LRN(),
          new LSTM(),
          new Attention(),
          new LayerNormalization(),
          new LeakyRelu(),
          new Less(),
          new LessOrEqual(),
          new LinearAttention(),
          new Log(),
          new LogSoftmax(),
          new Loop(),
          new LpNormalization(),
          new LpPool(),
          new MatMul(),
          new MatMulInteger(),
          new Max(),
          new MaxPool(),
          new MaxUnpool(),
          new Mean(),
          new MeanVarianceNormalization(),
          new MelWeightMatrix(),
          new Min(),
          new Mish(),
          new Mod(),
          new Mul(),
          new Neg(),
          new NegativeLogLikelihoodLoss(),
          new NonMaxSuppression(),
          new NonZero(),
          new Not(),
          new OneHot(),
          new Or(),
          new PRelu(),
          new Pad(),
          new Pow(),
          new QLinearConv(),
          new QLinearMatMul(),
          new QuantizeLinear(),
          new RMSNormalization(),
          new RNN(),
          new Range(),
          new Reciprocal(),
          new ReduceL1(),
          new ReduceL2(),
          new ReduceLogSum(),
          new ReduceLogSumExp(),
          new ReduceMax(),
          new ReduceMean(),
          new ReduceMin(),
          new ReduceProd(),
          new ReduceSum(),
          new ReduceSumSquare(),
          new Relu(),
          new Reshape(),
          new Resize(),
          new ReverseSequence(),
          new RoiAlign(),
          new RotaryEmbedding(),
          new Round(),
          new STFT(),
          new Scan(),
          new Scatter(),
          new ScatterElements(),
          new ScatterND(),
          new Selu(),
          new ShapeOf(),
          new Shrink(),
          new Sigmoid(),
          new Sign(),
          new Sin(),
          new Sinh(),
          new Size(),
          new Slice(),
          new Softmax(),
          new SoftmaxCrossEntropyLoss(),
          new Softplus(),
          new Softsign(),
          new SpaceToDepth(),
          new Split(),
          new Sqrt(),
          new Squeeze(),
          new StringConcat(),
          new StringNormalizer(),
          new StringSplit(),
          new Sub(),
          new Sum(),
          new SwiGLU(),
          new Swish(),
          new Tan(),
          new Tanh(),
          new TensorScatter(),
          new TfIdfVectorizer(),
          new ThresholdedRelu(),
          new Tile(),
          new TopK(),
          new Transpose(),
          new Trilu(),
          new Unique(),
          new Unsqueeze(),
          new Upsample(),
          new Where(),
          new Xor());

  /// ONNX's other domains and experiments: files hold them, and nobody draws them.
  private static final List<Operator> UNDRAWN =
      List.of(
          new ArrayFeatureExtractor(),
          new Binarizer(),
          new DynamicSlice(),
          new FlexAttention(),
          new LabelEncoder(),
          new OnnxAdagrad(),
          new OnnxAdam(),
          new OnnxMomentum());

  /// What lowering, differentiation and training put into networks; no file holds them.
  private static final List<Operator> OWN =
      List.of(
          new Fused(),
          new AttentionGradient(),
          new ConvWeightGradient(),
          new MaxPoolGradient(),
          new AveragePoolGradient(),
          new GatherGradient(),
          new PartialGather(),
          new RecurrentGradient(new RNN()),
          new RecurrentGradient(new GRU()),
          new RecurrentGradient(new LSTM()),
          new ClassLossGradient(),
          new LayerNormalizationGradient(),
          new LayerNormalizationWeightGradient(),
          new SoftmaxGradient(),
          new ClassLogSums(),
          new LabelLogProbability(),
          new LabelLogProbabilityGradient(),
          new AllReduce(),
          new ReduceScatter(),
          new WholeExchange(),
          new AllGather(),
          new AllGatherInto(),
          new Copy(),
          new RoundToBfloat16(),
          new EmptyGradient(),
          new Shard(),
          new AccumulateGradient(),
          new CopyParameter(),
          new SgdUpdate(),
          new AdamUpdate(false),
          new AdamUpdate(true),
          new AdagradUpdate(),
          new RmspropUpdate(false),
          new RmspropUpdate(true),
          new AdadeltaUpdate(),
          new AdamaxUpdate(),
          new NadamUpdate(),
          new LionUpdate(),
          new LambUpdate(),
          new FtrlUpdate());

  /// By domain and type.
  private static final Map<String, Map<String, Operator>> BY_NAME =
      Stream.of(ALL, UNDRAWN, OWN)
          .flatMap(List::stream)
          .collect(
              Collectors.groupingBy(
                  operator -> operator.signature().domain(),
                  Collectors.toUnmodifiableMap(
                      operator -> operator.signature().type(), Function.identity())));

  private Operators() {}

  public static List<Operator> all() {
    return ALL;
  }

  /// The operator of an op, or null when we have none.
  public static @Nullable Operator find(Op op) {
    return find(op.domain(), op.type());
  }

  public static @Nullable Operator find(String domain, String type) {
    return BY_NAME.getOrDefault(domain.equals("ai.onnx") ? "" : domain, Map.of()).get(type);
  }

  /// A whole number among the attributes of an op, else what its operator states for it.
  ///
  /// @throws IllegalArgumentException when neither does
  public static long intOf(Op op, String attribute) {
    return known(op).signature().intOf(op.attributes(), attribute);
  }

  /// As [#intOf], of a number with a fraction.
  public static float floatOf(Op op, String attribute) {
    return known(op).signature().floatOf(op.attributes(), attribute);
  }

  private static Operator known(Op op) {
    var operator = find(op);
    if (operator == null) {
      throw new IllegalArgumentException("Nothing is known of " + op.type());
    }
    return operator;
  }
}
