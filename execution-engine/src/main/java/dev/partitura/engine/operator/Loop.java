package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Repeats a body `M` times or while its condition holds. The body takes the iteration number, the
/// condition and the carried values, and gives the condition, the carried values and what each
/// iteration adds to the stacked outputs. Source: ONNX Loop-1, 11, 13, 16, 19, 21.
final class Loop implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "Loop",
              Category.CONTROL,
              List.of("M", "cond", "v_initial"),
              0,
              Parameter.optional("body", Kind.NETWORK))
          .withOutputs("v_final_and_scan_outputs")
          .asVariadic()
          .asVariadicOutput();

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  private static int carried(OpContext op) {
    return Math.max(0, op.op().inputs().size() - 2);
  }

  private static Network body(OpContext op) {
    var body = Body.of(op, "body");
    int carried = carried(op);
    if (body.inputs().size() != carried + 2
        || body.outputs().size() < carried + 1
        || body.outputs().size() - 1 < op.outputCount()) {
      throw op.refuse(
          "op.body.form", carried, op.outputCount(), body.inputs().size(), body.outputs().size());
    }
    return body;
  }

  /// Types in the body, with the carried values as general as they become over the iterations.
  private static BodyTypes bodyTypes(OpContext op) {
    var body = body(op);
    var given = new HashMap<String, TensorType>();
    given.put(body.inputs().get(0).name(), TensorType.of(DataType.INT64));
    given.put(body.inputs().get(1).name(), TensorType.of(DataType.BOOL));
    for (int i = 0; i < carried(op); i++) {
      given.put(body.inputs().get(i + 2).name(), op.type(i + 2));
    }
    return BodyTypes.of(op, body, given, 2, 1, carried(op));
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    var bodyTypes = bodyTypes(op).outputs();
    var types = new ArrayList<TensorType>();
    for (int i = 1; i < bodyTypes.size(); i++) {
      var type = bodyTypes.get(i);
      types.add(i <= carried(op) ? type : stacked(type, Shape.UNKNOWN));
    }
    return types;
  }

  private static TensorType stacked(TensorType type, long count) {
    var shape = type.shape();
    return type.withShape(
        shape == null ? null : new ShapeAxes().add(count).addAll(shape, 0, shape.rank()).shape());
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.moving(op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var body = body(run);
    var evaluation = NetworkEvaluation.of(body);
    int carried = carried(run);
    long most = run.hasInput(0) ? run.single(0).longAt(0) : Long.MAX_VALUE;
    var going = run.hasInput(1) ? run.single(1) : bool(true);
    var values = new ArrayList<Tensor>();
    for (int i = 0; i < carried; i++) {
      values.add(run.tensor(i + 2));
    }
    int stacks = Math.max(0, body.outputs().size() - 1 - carried);
    var stacked = new ArrayList<List<Tensor>>();
    for (int i = 0; i < stacks; i++) {
      stacked.add(new ArrayList<>());
    }
    for (long iteration = 0; iteration < most && going.longAt(0) != 0; iteration++) {
      Checkpoint.pass();
      var feeds = Body.captured(run);
      feeds.put(body.inputs().get(0).name(), Tensor.ofLongs(new long[] {iteration}));
      feeds.put(body.inputs().get(1).name(), going);
      for (int i = 0; i < carried; i++) {
        feeds.put(body.inputs().get(i + 2).name(), values.get(i));
      }
      var results = evaluation.run(feeds);
      going = results.getFirst();
      if (going.elementCount() != 1) {
        throw run.refuse("op.body.condition", going.type());
      }
      for (int i = 0; i < carried; i++) {
        values.set(i, results.get(i + 1));
      }
      for (int i = 0; i < stacks; i++) {
        stacked.get(i).add(results.get(carried + 1 + i));
      }
    }
    for (int i = 0; i < op.outputCount(); i++) {
      if (!outputs.wanted(i)) {
        continue;
      }
      if (i < carried) {
        outputs.get(i, values.get(i).type()).copyFrom(values.get(i));
      } else {
        stack(run, stacked.get(i - carried), i, outputs);
      }
    }
  }

  private static Tensor bool(boolean value) {
    var tensor = Tensor.allocate(TensorType.of(DataType.BOOL));
    tensor.setLong(0, value ? 1 : 0);
    return tensor;
  }

  private static void stack(OpContext run, List<Tensor> parts, int index, Outputs outputs) {
    if (parts.isEmpty()) {
      var type = bodyTypes(run).outputs().get(index + 1);
      var shape = type.shape() == null ? Shape.SCALAR : type.shape();
      var sizes = Arrays.stream(shape.sizes()).map(size -> Math.max(0, size)).toArray();
      outputs.get(index, stacked(type.withShape(Shape.of(sizes)), 0));
      return;
    }
    var first = parts.getFirst();
    var whole = outputs.get(index, stacked(first.type(), parts.size()));
    for (int i = 0; i < parts.size(); i++) {
      if (!parts.get(i).type().equals(first.type())) {
        throw run.refuse("op.body.stack", first.type(), parts.get(i).type());
      }
      Elements.copy(parts.get(i), 0, whole, i * first.elementCount(), first.elementCount());
    }
  }

  /// Every iteration is the same for all parts, and each carried value stays sharded as it began.
  @Override
  public Sharding sharding(ShardedOp op, int output) {
    if (!op.areReplicated(0, 1)) {
      return Sharding.UNKNOWN;
    }
    var body = body(op.part());
    int carried = carried(op.part());
    var inner = new HashMap<String, Sharding>();
    for (int i = 0; i < carried; i++) {
      inner.put(body.inputs().get(i + 2).name(), op.input(i + 2));
    }
    var outputs =
        op.body(body, inner, bodyTypes(op.part()).within(), bodyTypes(op.whole()).within());
    if (!(outputs.getFirst() instanceof Sharding.Replicated)) {
      return Sharding.UNKNOWN;
    }
    for (int i = 0; i < carried; i++) {
      if (!outputs.get(i + 1).equals(op.input(i + 2))) {
        return Sharding.UNKNOWN;
      }
    }
    var here = outputs.get(output + 1);
    return output >= carried && here instanceof Sharding.Along(int axis)
        ? Sharding.along(axis + 1)
        : here;
  }
}
