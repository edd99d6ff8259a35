package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.Trait;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A pooling over one to three spatial axes, as oneDNN takes it. Immutable.
///
/// @param source what it reads, `[N, C, D…]`
/// @param target what it makes, `[N, C, O…]`
/// @param algorithm number of the library
record Pool(Layout source, Layout target, Window window, int algorithm) {
  private static final int LEAST_AXES = 3;
  private static final int MOST_AXES = 5;

  /// Null where the library has no such pooling.
  ///
  /// @param op a pooling, or the gradient of one
  /// @param home the layout in which what it reads lies
  static @Nullable Pool of(Op op, long[] source, long[] target, Layout home) {
    if (source.length < LEAST_AXES || source.length > MOST_AXES) {
      return null;
    }
    var input = Arrays.copyOfRange(source, 2, source.length);
    var output = Arrays.copyOfRange(target, 2, target.length);
    boolean global = has(op, Trait.WHOLE_WINDOW);
    var kernel = global ? input : op.attributes().intsOr("kernel_shape");
    if (kernel.length != input.length) {
      return null;
    }
    var window = Window.of(global ? op.withAttributes(Attributes.NONE) : op, kernel, input, output);
    int algorithm = window == null ? 0 : algorithm(op, window);
    if (window == null || algorithm == 0 || !window.everySeesAnElement(input, output)) {
      return null;
    }
    var read = home.like(source);
    return new Pool(read, read.like(target), window, algorithm);
  }

  /// The algorithm, or 0 where oneDNN's meaning is another.
  private static int algorithm(Op op, Window window) {
    if (has(op, Trait.TAKES_LARGEST)) {
      return Codes.POOLING_MAX;
    }
    boolean padded =
        Arrays.stream(window.padBegin()).anyMatch(pad -> pad > 0)
            || Arrays.stream(window.padEnd()).anyMatch(pad -> pad > 0);
    if (!padded) {
      return Codes.POOLING_AVERAGE_WITH_PADDING;
    }
    if (op.attributes().intOr("count_include_pad", 0) == 0) {
      return Codes.POOLING_AVERAGE_WITHOUT_PADDING;
    }
    // In ceil mode ONNX counts the stated padding but not what the last window reaches beyond it.
    return op.attributes().intOr("ceil_mode", 0) == 0 ? Codes.POOLING_AVERAGE_WITH_PADDING : 0;
  }

  private static boolean has(Op op, Trait trait) {
    var operator = Operators.find(op);
    return operator != null && operator.has(trait);
  }

  boolean takesLargest() {
    return algorithm == Codes.POOLING_MAX;
  }

  /// The primitive descriptor, or 0 where there is none.
  long forward(Descriptors descriptors, int propagation, long attributes) {
    return descriptors.primitive(
        "dnnl_pooling_forward_primitive_desc_create",
        OneDnn.ENGINE,
        propagation,
        algorithm,
        descriptors.of(source),
        descriptors.of(target),
        window.strides(),
        window.kernel(),
        window.gaps(),
        window.padBegin(),
        window.padEnd(),
        attributes);
  }

  /// That of the gradient of what it reads.
  long backward(Descriptors descriptors, long attributes) {
    long forward =
        forward(descriptors, Codes.FORWARD_TRAINING, PostOp.attributes(descriptors, List.of()));
    return forward == 0
        ? 0
        : descriptors.primitive(
            "dnnl_pooling_backward_primitive_desc_create",
            OneDnn.ENGINE,
            algorithm,
            descriptors.of(source),
            descriptors.of(target),
            window.strides(),
            window.kernel(),
            window.gaps(),
            window.padBegin(),
            window.padEnd(),
            forward,
            attributes);
  }
}
