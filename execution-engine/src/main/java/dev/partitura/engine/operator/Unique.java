package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The distinct elements of `X`, or its distinct slices along `axis`, in order or as they come;
/// with where each is first, which each of `X` is, and how often each is there. Not a number is the
/// same as any other, and stands last. Source: ONNX Unique-11.
final class Unique implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "Unique",
              Category.REDUCTION,
              List.of("X"),
              1,
              Parameter.optional("axis", Kind.INT),
              Parameter.ofInt("sorted", 1))
          .withOutputs("Y", "indices", "inverse_indices", "counts");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    return types(op, Shape.UNKNOWN, Shape.UNKNOWN);
  }

  /// @param places along the axis
  private static List<TensorType> types(OpContext op, long distinct, long places) {
    var x = op.shape(0);
    long all = places;
    Shape y;
    if (!op.attributes().has("axis")) {
      y = Shape.of(distinct);
      all = all != Shape.UNKNOWN || x == null || !x.isStatic() ? all : x.elementCount();
    } else if (x == null) {
      y = null;
    } else {
      op.requireRankAtLeast(0, 1);
      int axis = op.axis(op.requireInt("axis"), x.rank());
      y = x.withSize(axis, distinct);
      all = x.size(axis);
    }
    var indices = TensorType.of(DataType.INT64, distinct);
    return List.of(op.type(0).withShape(y), indices, TensorType.of(DataType.INT64, all), indices);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    boolean whole = !run.attributes().has("axis");
    var shape = whole ? Shape.of(x.elementCount()) : x.shape();
    int axis = whole ? 0 : run.axis(run.requireInt("axis"), shape.rank());
    int places = Math.toIntExact(shape.size(axis));
    var order = new Slices(x, shape, axis);
    var sorted = IntStream.range(0, places).boxed().sorted(order).toList();

    var groups = new ArrayList<List<Integer>>();
    for (int place : sorted) {
      if (groups.isEmpty() || order.compare(groups.getLast().getFirst(), place) != 0) {
        groups.add(new ArrayList<>());
      }
      groups.getLast().add(place);
    }
    if (SIGNATURE.intOf(run.attributes(), "sorted") == 0) {
      groups.sort(Comparator.comparing(List::getFirst));
    }
    var inverse = new long[places];
    for (int group = 0; group < groups.size(); group++) {
      for (int place : groups.get(group)) {
        inverse[place] = group;
      }
    }
    var types = types(run, groups.size(), places);
    if (outputs.wanted(0)) {
      order.copy(groups.stream().mapToInt(List::getFirst).toArray(), outputs.get(0, types.get(0)));
    }
    put(outputs, 1, types, groups.stream().mapToLong(List::getFirst).toArray());
    put(outputs, 2, types, inverse);
    put(outputs, 3, types, groups.stream().mapToLong(List::size).toArray());
  }

  private static void put(Outputs outputs, int output, List<TensorType> types, long[] values) {
    if (outputs.wanted(output)) {
      var tensor = outputs.get(output, types.get(output));
      for (int i = 0; i < values.length; i++) {
        tensor.setLong(i, values[i]);
      }
    }
  }

  /// The slices of a tensor along an axis, compared element by element.
  private record Slices(Tensor x, Shape shape, int axis) implements Comparator<Integer> {
    @Override
    public int compare(Integer one, Integer other) {
      long inner = shape.product(axis + 1, shape.rank());
      long step = shape.size(axis) * inner;
      for (long outer = 0; outer < shape.product(0, axis); outer++) {
        for (long i = 0; i < inner; i++) {
          Checkpoint.pass(i);
          int here = elements(outer * step + one * inner + i, outer * step + other * inner + i);
          if (here != 0) {
            return here;
          }
        }
      }
      return 0;
    }

    private int elements(long one, long other) {
      var type = x.dataType();
      if (type == DataType.STRING) {
        return x.stringAt(one).compareTo(x.stringAt(other));
      }
      if (type.isFloating()) {
        double a = x.doubleAt(one);
        double b = x.doubleAt(other);
        return a == b ? 0 : Double.compare(a, b);
      }
      return type == DataType.UINT64
          ? Long.compareUnsigned(x.longAt(one), x.longAt(other))
          : Long.compare(x.longAt(one), x.longAt(other));
    }

    void copy(int[] places, Tensor to) {
      long inner = shape.product(axis + 1, shape.rank());
      long at = 0;
      for (long outer = 0; outer < shape.product(0, axis); outer++) {
        for (int place : places) {
          Elements.copy(x, (outer * shape.size(axis) + place) * inner, to, at, inner);
          at += inner;
        }
      }
    }
  }
}
