package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.network.Op;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// `Conv` of one to three spatial axes, grouped, depthwise, dilated, with constant weights.
final class ConvolutionEmitter implements Emitter {
  /// An input of so few channels is read as it comes; rows of channels would be mostly padding.
  private static final int FEW_CHANNELS = 4;

  @Override
  public boolean emit(Compilation compilation, Unit unit) {
    var op = unit.head();
    var source = compilation.floatSizes(op.inputs().get(0));
    var target = compilation.floatSizes(op.outputs().getFirst());
    var weights = compilation.constant(op.inputs().get(1));
    if (source == null || target == null || weights == null || source.length < 3 || source.length > 5) {
      return false;
    }
    boolean biased = op.inputs().size() > 2 && !op.inputs().get(2).isEmpty();
    var bias = biased ? compilation.constant(op.inputs().get(2)) : null;
    if (biased && bias == null || weights.dataType() != DataType.FLOAT) {
      return false;
    }
    var window = window(op, weights, source, target);
    return window != null && emit(compilation, unit, source, target, weights, bias, window);
  }

  private static @Nullable Window window(Op op, Tensor weights, long[] source, long[] target) {
    var kernel = Arrays.copyOfRange(weights.shape().sizes(), 2, weights.shape().rank());
    return kernel.length != source.length - 2
        ? null
        : Window.of(op, kernel, Arrays.copyOfRange(source, 2, source.length), Arrays.copyOfRange(target, 2, target.length));
  }

  private static boolean emit(
      Compilation compilation, Unit unit, long[] sourceSizes, long[] targetSizes, Tensor weights, @Nullable Tensor bias, Window window) {
    var input = unit.head().inputs().getFirst();
    var channels = compilation.channelLayout();
    boolean readPlain = channels != ChannelLayout.CHANNELS_LAST && sourceSizes[1] < FEW_CHANNELS;
    var sourceLayout = readPlain ? Layout.plain(sourceSizes) : channels.of(sourceSizes);
    var targetLayout = channels.of(targetSizes);
    var postOps = PostOps.of(compilation, unit, targetLayout);
    if (postOps == null) {
      return false;
    }
    var descriptors = compilation.descriptors();
    var weightSizes = grouped(weights.shape().sizes(), unit.head().attributes().intOr("group", 1));
    long source = descriptors.of(sourceLayout);
    long target = descriptors.of(targetLayout);
    long biasDescriptor = bias == null ? 0 : descriptors.of(Layout.plain(targetSizes[1]));
    long created = descriptors.primitive("dnnl_convolution_forward_primitive_desc_create", OneDnn.ENGINE, Codes.FORWARD_INFERENCE,
        Codes.CONVOLUTION_DIRECT, source, descriptors.any(weightSizes), biasDescriptor, target, window.strides(), window.gaps(),
        window.padBegin(), window.padEnd(), PostOp.attributes(descriptors, postOps));
    if (created == 0) {
      return false;
    }
    long packedWeights = OneDnn.queryDescriptor(created, Codes.QUERY_WEIGHTS, 0);
    var kernel = new PrimitiveKernel.Builder(descriptors, created)
        .input(Codes.SOURCE, compilation.in(input, sourceLayout, unit.stage()), source)
        .constant(Codes.WEIGHTS, compilation.packed().pack(weights, Layout.plain(weightSizes), packedWeights, 1), packedWeights);
    if (bias != null) {
      kernel.constant(Codes.BIAS, compilation.packed().plain(bias), biasDescriptor);
    }
    PostOps.bind(compilation, unit, postOps, kernel);
    compilation.step(unit, kernel.output(Codes.DESTINATION, compilation.result(unit, targetLayout), target).build());
    return true;
  }

  /// `[G, M/G, C/G, …]` from ONNX's `[M, C/G, …]`.
  private static long[] grouped(long[] sizes, long groups) {
    if (groups == 1) {
      return sizes;
    }
    var grouped = new long[sizes.length + 1];
    grouped[0] = groups;
    grouped[1] = sizes[0] / groups;
    System.arraycopy(sizes, 1, grouped, 2, sizes.length - 1);
    return grouped;
  }
}
