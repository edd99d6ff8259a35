package dev.partitura.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.math.BigInteger;

/// Tensors as the protocol writes them: lists of numbers, flat or nested.
final class TensorText {
  private TensorText() {}

  /// @param name of the input, for sentences
  /// @throws HttpFault when there are more or fewer elements, or one is none of the type
  static Tensor read(String name, TensorType type, JsonNode data) {
    var tensor = Tensor.allocate(type);
    long read = fill(name, tensor, data, 0);
    if (read != tensor.elementCount()) {
      throw wrongCount(name, tensor, read);
    }
    return tensor;
  }

  private static HttpFault wrongCount(String name, Tensor tensor, long found) {
    return HttpFault.bad(
        "Input "
            + name
            + " needs "
            + tensor.elementCount()
            + " elements and has "
            + (found > tensor.elementCount() ? "more" : found)
            + ".");
  }

  private static long fill(String name, Tensor tensor, JsonNode data, long from) {
    if (!(data instanceof ArrayNode list)) {
      throw HttpFault.bad("The data of input " + name + " is no list.");
    }
    long at = from;
    for (var element : list) {
      if (element.isArray()) {
        at = fill(name, tensor, element, at);
      } else {
        if (at >= tensor.elementCount()) {
          throw wrongCount(name, tensor, at + 1);
        }
        set(name, tensor, at++, element);
      }
    }
    return at;
  }

  private static void set(String name, Tensor tensor, long at, JsonNode element) {
    var type = tensor.dataType();
    if (type == DataType.STRING && element.isTextual()) {
      tensor.setString(at, element.textValue());
    } else if (type == DataType.BOOL && element.isBoolean()) {
      tensor.setLong(at, element.booleanValue() ? 1 : 0);
    } else if (type.isFloating() && element.isNumber()) {
      tensor.setDouble(at, element.doubleValue());
    } else if (type == DataType.FLOAT && element.isTextual()) {
      tensor.setDouble(at, notFinite(name, element.textValue()));
    } else if (type.isInteger() && element.isIntegralNumber() && fits(type, element)) {
      tensor.setLong(at, element.bigIntegerValue().longValue());
    } else {
      throw HttpFault.bad(
          "Element " + at + " of input " + name + " is not of type " + ProtocolType.of(type) + ".");
    }
  }

  private static double notFinite(String name, String text) {
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw HttpFault.bad("Input " + name + " holds a text where a number belongs.");
    };
  }

  private static boolean fits(DataType type, JsonNode element) {
    var value = element.bigIntegerValue();
    boolean unsigned =
        switch (type) {
          case UINT8, UINT16, UINT32, UINT64 -> true;
          default -> false;
        };
    int bits = type.sizeBytes() * Byte.SIZE;
    return unsigned ? value.signum() >= 0 && value.bitLength() <= bits : value.bitLength() < bits;
  }

  /// Appends the elements of a tensor, flat.
  static void write(Tensor tensor, ArrayNode into) {
    var type = tensor.dataType();
    for (long at = 0; at < tensor.elementCount(); at++) {
      if (type == DataType.STRING) {
        into.add(tensor.stringAt(at));
      } else if (type == DataType.BOOL) {
        into.add(tensor.longAt(at) != 0);
      } else if (type == DataType.FLOAT) {
        into.add(tensor.floatAt(at));
      } else if (type.isFloating()) {
        into.add(tensor.doubleAt(at));
      } else if (type == DataType.UINT64) {
        into.add(new BigInteger(Long.toUnsignedString(tensor.longAt(at))));
      } else {
        into.add(tensor.longAt(at));
      }
    }
  }
}
