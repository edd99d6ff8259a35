package dev.partitura.engine.execute.splitting;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// A network as lines that a person can read and type again.
final class NetworkText {
  private static final int MOST_ELEMENTS = 24;

  private NetworkText() {}

  static String of(Network network) {
    return of(network, "");
  }

  private static String of(Network network, String indent) {
    var text = new StringBuilder();
    network.inputs().stream()
        .filter(input -> !network.initializers().containsKey(input.name()))
        .forEach(input -> line(text, indent, "input " + input.name() + ": " + input.type()));
    network
        .initializers()
        .forEach((name, constant) -> line(text, indent, name + " = " + of(constant.tensor())));
    network.ops().forEach(op -> line(text, indent, of(op, indent)));
    var outputs = network.outputs().stream().map(Value::name).collect(Collectors.joining(", "));
    return line(text, indent, "output " + outputs).toString();
  }

  private static StringBuilder line(StringBuilder text, String indent, String line) {
    return text.append(indent).append(line).append('\n');
  }

  private static String of(Op op, String indent) {
    var attributes =
        op.attributes().byName().entrySet().stream()
            .map(entry -> ", " + entry.getKey() + "=" + of(entry.getValue(), indent + "    "))
            .collect(Collectors.joining());
    return String.join(", ", op.outputs())
        + " = "
        + op.type()
        + "("
        + String.join(", ", op.inputs())
        + attributes
        + ")";
  }

  private static String of(Attribute attribute, String indent) {
    return switch (attribute) {
      case Attribute.IntValue(var value) -> Long.toString(value);
      case Attribute.FloatValue(var value) -> Float.toString(value);
      case Attribute.StringValue(var value) -> value;
      case Attribute.TensorValue(var value) -> of(value);
      case Attribute.NetworkValue(var body) -> "{\n" + of(body, indent) + indent + "}";
      case Attribute.Ints(var values) -> values.toString();
      case Attribute.Floats(var values) -> values.toString();
      case Attribute.Strings(var values) -> values.toString();
      case Attribute.Opaque(var kind, _) -> kind;
    };
  }

  /// Type and, where they are few, elements.
  static String of(Tensor tensor) {
    var elements =
        tensor.elementCount() > MOST_ELEMENTS
            ? "…"
            : LongStream.range(0, tensor.elementCount())
                .mapToObj(i -> element(tensor, i))
                .collect(Collectors.joining(" "));
    return tensor.type() + " [" + elements + "]";
  }

  private static String element(Tensor tensor, long index) {
    if (tensor.dataType() == DataType.STRING) {
      return tensor.stringAt(index);
    }
    return tensor.dataType().isFloating()
        ? Float.toString((float) tensor.doubleAt(index))
        : Long.toString(tensor.longAt(index));
  }
}
