package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Map;

/// Shifts unsigned integers by as many bits as the second input says; bits that leave are lost.
/// Source: ONNX BitShift-11.
final class BitShift extends BitwiseBinary {
  private static final List<String> DIRECTIONS = List.of("LEFT", "RIGHT");

  BitShift() {
    super(
        "BitShift",
        List.of("X", "Y"),
        "Z",
        new Parameter("direction", Kind.STRING, null, DIRECTIONS));
  }

  @Override
  public Map<String, Attribute> startingAttributes() {
    return Map.of("direction", new Attribute.StringValue("LEFT"));
  }

  @Override
  boolean takes(DataType type) {
    return switch (type) {
      case UINT8, UINT16, UINT32, UINT64 -> true;
      default -> false;
    };
  }

  @Override
  Phrase wanted() {
    return Phrase.of("words.unsigned");
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    var direction = op.attributes().stringOr("direction", "");
    if (!DIRECTIONS.contains(direction)) {
      throw op.refuse("op.attribute.choice", "direction", direction, DIRECTIONS);
    }
    return super.infer(op);
  }

  @Override
  long apply(OpContext op, long a, long b) {
    if (b < 0 || b >= Long.SIZE) {
      return 0;
    }
    return op.attributes().stringOr("direction", "").equals("LEFT") ? a << b : a >>> b;
  }
}
