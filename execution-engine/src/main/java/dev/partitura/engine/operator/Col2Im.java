package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Puts the columns of a sliding window back where they were taken, adding what overlaps: `input`
/// `[N, C · block, windows]`, output `[N, C, image…]`. Source: ONNX Col2Im-18.
final class Col2Im implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "Col2Im",
              Category.SHAPE,
              List.of("input", "image_shape", "block_shape"),
              3,
              Parameter.optional("dilations", Kind.INTS),
              Parameter.optional("pads", Kind.INTS),
              Parameter.optional("strides", Kind.INTS))
          .withOutputs("output");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireNumbers(0);
    op.requireRank(0, 3);
    for (int input = 1; input <= 2; input++) {
      op.requireIndices(input);
      op.requireRank(input, 1);
    }
    if (op.isVariable(1) || op.isVariable(2)) {
      var image = op.shape(1);
      return List.of(
          op.type(0)
              .withShape(
                  image == null || !image.isKnown(0) || image.size(0) > 62
                      ? null
                      : ShapeAxes.ofRank((int) image.size(0) + 2)));
    }
    var image = op.tensor(1).toLongs();
    var input = op.shape(0);
    var columns = columns(op, image);
    long taps = columns.window().taps();
    if (input == null) {
      return List.of(op.type(0).withShape(ShapeAxes.ofRank(image.length + 2)));
    }
    if (input.isKnown(1) && input.size(1) % taps != 0
        || input.isKnown(2) && input.size(2) != columns.count()) {
      throw op.refuse(
          "op.shapes", List.of(input, Shape.of(image), Shape.of(columns.window().kernel())));
    }
    var axes =
        new ShapeAxes().add(input, 0).add(input.isKnown(1) ? input.size(1) / taps : Shape.UNKNOWN);
    Arrays.stream(image).forEach(axes::add);
    return List.of(op.type(0).withShape(axes.shape()));
  }

  /// @param counts windows along each axis
  private record Columns(Window window, long[] counts) {
    long count() {
      return Arrays.stream(counts).reduce(1, Math::multiplyExact);
    }
  }

  private static Columns columns(OpContext op, long[] image) {
    var block = op.tensor(2).toLongs();
    if (image.length == 0
        || image.length != block.length
        || Arrays.stream(image).anyMatch(size -> size < 0)) {
      throw op.refuse("op.shapes", List.of(op.tensor(1).type(), op.tensor(2).type()));
    }
    var shape = Shape.of(LongStream.concat(LongStream.of(1, 1), Arrays.stream(image)).toArray());
    var window = Window.of(op, shape, block);
    var axes = new ShapeAxes();
    window.addOutputAxes(op, axes, shape);
    return new Columns(window, axes.shape().sizes());
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    var input = op.type(0);
    return input.isStatic() ? Work.of(input.knownShape().elementCount(), op, outputs) : Work.NONE;
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var input = run.tensor(0);
    var output = outputs.get(0, infer(run).getFirst());
    var shape = output.shape();
    var image = Arrays.copyOfRange(shape.sizes(), 2, shape.rank());
    var columns = columns(run, image);
    long plane = shape.product(2, shape.rank());
    int windows = Math.toIntExact(columns.count());
    int taps = Math.toIntExact(columns.window().taps());
    var row = new double[windows];
    for (long channel = 0; channel < shape.product(0, 2); channel++) {
      var sums = new double[Math.toIntExact(plane)];
      for (int tap = 0; tap < taps; tap++) {
        Elements.read(input, (channel * taps + tap) * windows, 1, row, 0, windows);
        for (int at = 0; at < windows; at++) {
          Checkpoint.pass(at);
          long place = place(columns, image, tap, at);
          if (place >= 0) {
            sums[(int) place] += row[at];
          }
        }
      }
      Elements.write(sums, output, channel * plane);
    }
  }

  /// Where the image holds a tap of a window; -1 in the padding.
  private static long place(Columns columns, long[] image, long tap, long at) {
    var window = columns.window();
    long place = 0;
    long step = 1;
    long restOfTap = tap;
    long restOfAt = at;
    for (int axis = image.length - 1; axis >= 0; axis--) {
      long along =
          restOfAt % columns.counts()[axis] * window.strides()[axis]
              + restOfTap % window.kernel()[axis] * window.dilations()[axis]
              - window.begins()[axis];
      if (along < 0 || along >= image[axis]) {
        return -1;
      }
      place += along * step;
      step *= image[axis];
      restOfAt /= columns.counts()[axis];
      restOfTap /= window.kernel()[axis];
    }
    return place;
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.onlyAxis(0) == 0 ? Sharding.along(0) : Sharding.UNKNOWN;
  }
}
