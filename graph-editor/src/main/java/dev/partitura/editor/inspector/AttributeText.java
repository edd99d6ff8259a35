package dev.partitura.editor.inspector;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Attributes, shapes and small constants as text that a person reads and writes.
public final class AttributeText {
  private static final int MOST_ELEMENTS = 16;

  private AttributeText() {}

  public static String write(@Nullable Attribute attribute) {
    return switch (attribute) {
      case null -> "";
      case Attribute.IntValue(long value) -> Long.toString(value);
      case Attribute.FloatValue(float value) -> Float.toString(value);
      case Attribute.StringValue(String value) -> value;
      case Attribute.Ints(List<Long> values) ->
          values.stream().map(String::valueOf).collect(Collectors.joining(" "));
      case Attribute.Floats(List<Float> values) ->
          values.stream().map(String::valueOf).collect(Collectors.joining(" "));
      case Attribute.Strings(List<String> values) -> String.join(" ", values);
      case Attribute.TensorValue(Tensor value) -> value.type().toString();
      case Attribute.NetworkValue(var body) -> body.name() + " (" + body.ops().size() + ")";
      case Attribute.Opaque(String kind, _) -> kind;
    };
  }

  /// Whether [#read] understands what [#write] writes for this kind.
  public static boolean isEditable(Kind kind) {
    return kind != Kind.TENSOR && kind != Kind.NETWORK;
  }

  /// The attribute that a text means, or null when it means none of this kind. Numbers may be
  /// separated by spaces, commas or `×`.
  public static @Nullable Attribute read(Kind kind, String text) {
    try {
      return switch (kind) {
        case INT -> new Attribute.IntValue(Long.parseLong(text.strip()));
        case FLOAT -> new Attribute.FloatValue(finite(text.strip()));
        case STRING -> new Attribute.StringValue(text.strip());
        case INTS -> new Attribute.Ints(words(text).stream().map(Long::valueOf).toList());
        case FLOATS ->
            new Attribute.Floats(words(text).stream().map(AttributeText::finite).toList());
        case STRINGS -> new Attribute.Strings(words(text));
        case TENSOR, NETWORK -> null;
      };
    } catch (NumberFormatException _) {
      return null;
    }
  }

  private static float finite(String text) {
    float value = Float.parseFloat(text);
    if (!Float.isFinite(value)) {
      throw new NumberFormatException(text);
    }
    return value;
  }

  private static List<String> words(String text) {
    var words = new ArrayList<String>();
    for (var word : text.strip().split("[\\s,×x\\[\\]]+")) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  /// `batch×3×224×224` or `1 3 8 8`; a word is an unknown axis of that name. Null when it is no
  /// shape.
  public static @Nullable Shape readShape(String text) {
    var parts = text.strip().split("[\\s,×*]+");
    var sizes = new long[parts.length];
    for (int i = 0; i < parts.length; i++) {
      if (parts[i].matches("\\d{1,12}")) {
        sizes[i] = Long.parseLong(parts[i]);
      } else if (parts[i].matches("[\\p{Alpha}_?][\\p{Alnum}_]*")) {
        sizes[i] = Shape.UNKNOWN;
      } else {
        return null;
      }
    }
    var shape = Shape.of(sizes);
    for (int i = 0; i < parts.length; i++) {
      if (sizes[i] == Shape.UNKNOWN && !parts[i].equals("?")) {
        shape = shape.withSymbol(i, parts[i]);
      }
    }
    return shape;
  }

  /// Whether a constant is so small and whole that a person may write it.
  public static boolean isSmall(TensorType type) {
    return type.dataType() == DataType.INT64
        && type.knownShape().rank() <= 1
        && type.knownShape().elementCount() <= MOST_ELEMENTS;
  }

  public static String write(Tensor tensor) {
    if (!isSmall(tensor.type())) {
      return tensor.type().toString();
    }
    var text = new StringBuilder();
    for (long value : tensor.toLongs()) {
      text.append(text.isEmpty() ? "" : " ").append(value);
    }
    return text.toString();
  }

  /// A list of whole numbers as the constant that an op reads, or null.
  public static @Nullable Tensor readConstant(String text, boolean scalar) {
    if (!(read(Kind.INTS, text) instanceof Attribute.Ints(List<Long> values))
        || scalar && values.size() != 1) {
      return null;
    }
    var numbers = values.stream().mapToLong(Long::longValue).toArray();
    return scalar ? Tensor.ofLongs(numbers) : Tensor.ofLongs(numbers, numbers.length);
  }
}
