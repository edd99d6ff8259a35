package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs a body once for each place along an axis of its scanned inputs. The body takes the states
/// and one slice of each scanned input, and gives the states and one slice of each scanned output.
/// Source: ONNX Scan-9, 11, 16, 19, 21, 23, 24, 25.
final class Scan implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "Scan",
              Category.CONTROL,
              List.of("initial_state_and_scan_inputs"),
              1,
              Parameter.optional("body", Kind.NETWORK),
              Parameter.optional("num_scan_inputs", Kind.INT),
              Parameter.optional("scan_input_axes", Kind.INTS),
              Parameter.optional("scan_input_directions", Kind.INTS),
              Parameter.optional("scan_output_axes", Kind.INTS),
              Parameter.optional("scan_output_directions", Kind.INTS))
          .withOutputs("final_state_and_scan_outputs")
          .asVariadic()
          .asVariadicOutput();

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  /// What is carried and what is scanned.
  ///
  /// @param axes of the scanned inputs
  private record Form(
      Network body,
      int states,
      int scanned,
      int[] axes,
      boolean[] backward,
      int stacks,
      boolean[] stacksBackward) {
    static Form of(OpContext op) {
      if (op.opset() < 9) {
        throw op.refuse("op.scan.batched");
      }
      var body = Body.of(op, "body");
      int inputs = op.op().inputs().size();
      long scanned = op.requireInt("num_scan_inputs");
      long states = inputs - scanned;
      if (scanned < 1
          || states < 0
          || body.inputs().size() != inputs
          || body.outputs().size() < Math.max(states, op.outputCount())) {
        throw op.refuse(
            "op.scan.form",
            states,
            scanned,
            op.outputCount(),
            body.inputs().size(),
            body.outputs().size());
      }
      int stacks = body.outputs().size() - (int) states;
      var axes = numbers(op, "scan_input_axes", (int) scanned);
      var counted = new int[axes.length];
      for (int i = 0; i < axes.length; i++) {
        int input = (int) states + i;
        op.requireRankAtLeast(input, 1);
        var shape = op.shape(input);
        counted[i] = shape == null ? (int) axes[i] : op.axis(axes[i], shape.rank());
      }
      return new Form(
          body,
          (int) states,
          (int) scanned,
          counted,
          flags(numbers(op, "scan_input_directions", (int) scanned)),
          stacks,
          flags(numbers(op, "scan_output_directions", stacks)));
    }

    private static long[] numbers(OpContext op, String attribute, int count) {
      var values = op.attributes().intsOr(attribute, new long[count]);
      if (values.length != count) {
        throw op.refuse("op.window.count", values.length, attribute, count);
      }
      return values;
    }

    private static boolean[] flags(long[] directions) {
      var flags = new boolean[directions.length];
      for (int i = 0; i < flags.length; i++) {
        flags[i] = directions[i] != 0;
      }
      return flags;
    }

    /// The axis of a scanned output, which has `rank` axes.
    int stackAxis(OpContext op, int stack, int rank) {
      return op.axis(numbers(op, "scan_output_axes", stacks)[stack], rank);
    }

    String inputName(int input) {
      return body.inputs().get(input).name();
    }
  }

  /// How many times the body runs, or [Shape#UNKNOWN].
  private static long length(OpContext op, Form form) {
    long length = Shape.UNKNOWN;
    for (int i = 0; i < form.scanned(); i++) {
      var shape = op.shape(form.states() + i);
      if (shape == null || !shape.isKnown(form.axes()[i])) {
        continue;
      }
      long here = shape.size(form.axes()[i]);
      if (length != Shape.UNKNOWN && here != length) {
        throw op.refuse("op.scan.length", length, here);
      }
      length = here;
    }
    return length;
  }

  /// Types in the body, with the states as general as they become over the slices.
  private static BodyTypes bodyTypes(OpContext op, Form form) {
    var given = new HashMap<String, TensorType>();
    for (int i = 0; i < form.states(); i++) {
      given.put(form.inputName(i), op.type(i));
    }
    for (int i = 0; i < form.scanned(); i++) {
      int input = form.states() + i;
      var shape = op.shape(input);
      given.put(
          form.inputName(input),
          op.type(input).withShape(shape == null ? null : without(shape, form.axes()[i])));
    }
    return BodyTypes.of(op, form.body(), given, 0, 0, form.states());
  }

  private static Shape without(Shape shape, int axis) {
    return new ShapeAxes().addAll(shape, 0, axis).addAll(shape, axis + 1, shape.rank()).shape();
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    var form = Form.of(op);
    long length = length(op, form);
    var inner = bodyTypes(op, form).outputs();
    var types = new ArrayList<>(inner.subList(0, form.states()));
    for (int i = 0; i < form.stacks(); i++) {
      types.add(stacked(op, form, i, inner.get(form.states() + i), length));
    }
    return types;
  }

  private static TensorType stacked(
      OpContext op, Form form, int stack, TensorType slice, long length) {
    var shape = slice.shape();
    if (shape == null) {
      return slice;
    }
    int axis = form.stackAxis(op, stack, shape.rank() + 1);
    return slice.withShape(
        new ShapeAxes()
            .addAll(shape, 0, axis)
            .add(length)
            .addAll(shape, axis, shape.rank())
            .shape());
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.moving(op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var form = Form.of(run);
    long length = length(run, form);
    var evaluation = NetworkEvaluation.of(form.body());
    var states = new ArrayList<Tensor>();
    for (int i = 0; i < form.states(); i++) {
      states.add(run.tensor(i));
    }
    var stacks = new ArrayList<@Nullable Tensor>();
    for (int i = 0; i < form.stacks(); i++) {
      stacks.add(null);
    }
    for (long at = 0; at < length; at++) {
      Checkpoint.pass();
      var feeds = Body.captured(run);
      for (int i = 0; i < form.states(); i++) {
        feeds.put(form.inputName(i), states.get(i));
      }
      for (int i = 0; i < form.scanned(); i++) {
        int input = form.states() + i;
        long place = form.backward()[i] ? length - 1 - at : at;
        feeds.put(form.inputName(input), slice(run.tensor(input), form.axes()[i], place));
      }
      var results = evaluation.run(feeds);
      for (int i = 0; i < form.states(); i++) {
        states.set(i, results.get(i));
      }
      for (int i = 0; i < form.stacks(); i++) {
        int output = form.states() + i;
        if (output >= op.outputCount() || !outputs.wanted(output)) {
          continue;
        }
        var slice = results.get(output);
        var type = stacked(run, form, i, slice.type(), length);
        var whole = stacks.get(i);
        if (whole == null) {
          whole = outputs.get(output, type);
          stacks.set(i, whole);
        } else if (!whole.type().equals(type)) {
          throw run.refuse("op.body.stack", whole.type(), type);
        }
        int axis = form.stackAxis(run, i, type.knownShape().rank());
        put(slice, whole, axis, form.stacksBackward()[i] ? length - 1 - at : at);
      }
    }
    for (int i = 0; i < Math.min(form.states(), op.outputCount()); i++) {
      if (outputs.wanted(i)) {
        outputs.get(i, states.get(i).type()).copyFrom(states.get(i));
      }
    }
    if (length == 0) {
      empty(run, form, outputs);
    }
  }

  private static Tensor slice(Tensor tensor, int axis, long place) {
    var shape = without(tensor.shape(), axis);
    var slice = Tensor.allocate(tensor.type().withShape(shape));
    var strides = tensor.shape().strides();
    Elements.gather(tensor, place * strides[axis], without(strides, axis), slice);
    return slice;
  }

  private static void put(Tensor slice, Tensor whole, int axis, long place) {
    var strides = whole.shape().strides();
    Elements.spread(slice, whole, place * strides[axis], without(strides, axis));
  }

  private static long[] without(long[] values, int index) {
    var rest = Arrays.copyOf(values, values.length - 1);
    System.arraycopy(values, index + 1, rest, index, rest.length - index);
    return rest;
  }

  /// The scanned outputs of no slices.
  private static void empty(OpContext run, Form form, Outputs outputs) {
    var inner = bodyTypes(run, form).outputs();
    for (int output = form.states(); output < run.outputCount(); output++) {
      if (outputs.wanted(output)) {
        var slice = inner.get(output);
        var shape = slice.shape() == null ? Shape.SCALAR : slice.shape();
        var sizes = Arrays.stream(shape.sizes()).map(size -> Math.max(0, size)).toArray();
        int stack = output - form.states();
        outputs.get(output, stacked(run, form, stack, slice.withShape(Shape.of(sizes)), 0));
      }
    }
  }

  /// Every slice is the same for all parts, and each state stays sharded as it began.
  @Override
  public Sharding sharding(ShardedOp op, int output) {
    var form = Form.of(op.part());
    var inner = new HashMap<String, Sharding>();
    for (int i = 0; i < form.states(); i++) {
      inner.put(form.inputName(i), op.input(i));
    }
    for (int i = 0; i < form.scanned(); i++) {
      var outer = op.input(form.states() + i);
      int scanned = form.axes()[i];
      if (outer instanceof Sharding.Along(int axis)) {
        if (axis == scanned) {
          return Sharding.UNKNOWN;
        }
        outer = Sharding.along(axis > scanned ? axis - 1 : axis);
      } else if (!(outer instanceof Sharding.Replicated)) {
        return Sharding.UNKNOWN;
      }
      inner.put(form.inputName(form.states() + i), outer);
    }
    var part = bodyTypes(op.part(), form);
    var outputs = op.body(form.body(), inner, part.within(), bodyTypes(op.whole(), form).within());
    for (int i = 0; i < form.states(); i++) {
      if (!outputs.get(i).equals(op.input(i))) {
        return Sharding.UNKNOWN;
      }
    }
    var here = outputs.get(output);
    if (output < form.states() || !(here instanceof Sharding.Along(int axis))) {
      return here;
    }
    var shape = part.outputs().get(output).shape();
    if (shape == null) {
      return Sharding.UNKNOWN;
    }
    int stacked = form.stackAxis(op.part(), output - form.states(), shape.rank() + 1);
    return Sharding.along(axis < stacked ? axis : axis + 1);
  }
}
