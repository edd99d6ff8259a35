package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Replaces each element by what a table says of it, or by a default. Source: ONNX's ml domain,
/// LabelEncoder-1 (a list of strings, to or from their places), 2, 4.
final class LabelEncoder implements Operator {
  private static final Signature SIGNATURE =
      new Signature(
          "ai.onnx.ml",
          "LabelEncoder",
          Category.SHAPE,
          List.of("X"),
          1,
          false,
          List.of("Y"),
          false,
          List.of(
              Parameter.optional("classes_strings", Kind.STRINGS),
              Parameter.optional("default_float", Kind.FLOAT),
              Parameter.optional("default_int64", Kind.INT),
              Parameter.optional("default_string", Kind.STRING),
              Parameter.optional("default_tensor", Kind.TENSOR),
              Parameter.optional("keys_floats", Kind.FLOATS),
              Parameter.optional("keys_int64s", Kind.INTS),
              Parameter.optional("keys_strings", Kind.STRINGS),
              Parameter.optional("keys_tensor", Kind.TENSOR),
              Parameter.optional("values_floats", Kind.FLOATS),
              Parameter.optional("values_int64s", Kind.INTS),
              Parameter.optional("values_strings", Kind.STRINGS),
              Parameter.optional("values_tensor", Kind.TENSOR)));

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  /// A list in an attribute.
  private record Column(DataType type, List<Object> values) {
    static Column of(Tensor tensor) {
      var values =
          IntStream.range(0, Math.toIntExact(tensor.elementCount()))
              .mapToObj(i -> element(tensor, i))
              .toList();
      return new Column(tensor.dataType(), values);
    }

    /// The attribute of these that is there.
    static Column of(OpContext op, String prefix) {
      return Stream.of("_tensor", "_strings", "_int64s", "_floats")
          .map(suffix -> op.attributes().get(prefix + suffix))
          .filter(value -> value != null)
          .map(Column::of)
          .findFirst()
          .orElseThrow(() -> op.refuse("op.attribute.missing", prefix + "_tensor"));
    }

    private static Column of(Attribute attribute) {
      return switch (attribute) {
        case Attribute.TensorValue(var tensor) -> of(tensor);
        case Attribute.Strings(var values) -> new Column(DataType.STRING, List.copyOf(values));
        case Attribute.Ints(var values) -> new Column(DataType.INT64, List.copyOf(values));
        case Attribute.Floats(var values) ->
            new Column(
                DataType.FLOAT,
                values.stream().<Object>map(value -> Double.valueOf(value)).toList());
        default -> new Column(DataType.STRING, List.of());
      };
    }
  }

  /// What each key becomes.
  private record Table(DataType from, DataType to, Map<Object, Object> values, Object other) {
    static Table of(OpContext op) {
      if (op.attributes().get("classes_strings") instanceof Attribute.Strings(var classes)) {
        return ofClasses(op, classes);
      }
      var keys = Column.of(op, "keys");
      var values = Column.of(op, "values");
      if (keys.values().size() != values.values().size()) {
        throw op.refuse("op.window.count", values.values().size(), "values", keys.values().size());
      }
      var table = new HashMap<Object, Object>();
      for (int i = 0; i < keys.values().size(); i++) {
        table.putIfAbsent(keys.values().get(i), values.values().get(i));
      }
      return new Table(keys.type(), values.type(), table, other(op, values.type()));
    }

    private static Table ofClasses(OpContext op, List<String> classes) {
      boolean named = op.dataType(0) == DataType.STRING;
      var table = new HashMap<Object, Object>();
      for (int i = 0; i < classes.size(); i++) {
        Object number = (long) i;
        table.putIfAbsent(named ? classes.get(i) : number, named ? number : classes.get(i));
      }
      var to = named ? DataType.INT64 : DataType.STRING;
      return new Table(named ? DataType.STRING : DataType.INT64, to, table, other(op, to));
    }

    private static Object other(OpContext op, DataType type) {
      var tensor = op.attributes().tensor("default_tensor");
      if (tensor != null && tensor.elementCount() == 1 && tensor.dataType() == type) {
        return element(tensor, 0);
      }
      if (type == DataType.STRING) {
        return op.attributes().stringOr("default_string", "_Unused");
      }
      return type.isFloating()
          ? (Object) (double) op.attributes().floatOr("default_float", -0.0f)
          : (Object) op.attributes().intOr("default_int64", -1);
    }
  }

  private static Object element(Tensor tensor, long index) {
    var type = tensor.dataType();
    return type == DataType.STRING
        ? tensor.stringAt(index)
        : type.isFloating() ? (Object) tensor.doubleAt(index) : (Object) tensor.longAt(index);
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    var table = Table.of(op);
    if (table.from() != op.dataType(0)) {
      throw op.refuse("op.input.type", table.from().label(), 0, op.dataType(0).label());
    }
    return List.of(new TensorType(table.to(), op.shape(0)));
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var y = outputs.get(0, infer(run).getFirst());
    var table = Table.of(run);
    for (long i = 0; i < x.elementCount(); i++) {
      switch (table.values().getOrDefault(element(x, i), table.other())) {
        case String text -> y.setString(i, text);
        case Double number -> y.setDouble(i, number);
        case Long number -> y.setLong(i, number);
        default -> throw new IllegalStateException("A table holds strings and numbers");
      }
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.kept(0);
  }
}
