package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The face of an operator, as palette, inspector and importer see it.
///
/// @param domain operator set, empty for ONNX's own
/// @param type name such as `Conv`
/// @param category where the palette shows it and which hue its spans take
/// @param inputs names in order, as in the newest operator set; the first `minInputs` must be given
/// @param variadic whether the last input may repeat
/// @param outputs names in order
/// @param variadicOutput whether the last output may repeat
/// @param parameters attributes in the order the inspector shows them
public record Signature(
    String domain,
    String type,
    Category category,
    List<String> inputs,
    int minInputs,
    boolean variadic,
    List<String> outputs,
    boolean variadicOutput,
    List<Parameter> parameters) {
  public Signature {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    parameters = List.copyOf(parameters);
  }

  /// A signature in ONNX's own domain without a variadic input and with one output `Y`.
  public static Signature of(
      String type, Category category, List<String> inputs, int minInputs, Parameter... parameters) {
    return new Signature(
        "", type, category, inputs, minInputs, false, List.of("Y"), false, List.of(parameters));
  }

  public Signature withOutputs(String... names) {
    return new Signature(
        domain,
        type,
        category,
        inputs,
        minInputs,
        variadic,
        List.of(names),
        variadicOutput,
        parameters);
  }

  public Signature asVariadic() {
    return new Signature(
        domain, type, category, inputs, minInputs, true, outputs, variadicOutput, parameters);
  }

  public Signature asVariadicOutput() {
    return new Signature(
        domain, type, category, inputs, minInputs, variadic, outputs, true, parameters);
  }

  /// Whether it takes two values alike or more, rather than one and what modifies it.
  public boolean combinesTwo() {
    return minInputs == 2 || variadic;
  }

  public @Nullable Parameter parameter(String name) {
    return parameters.stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  /// The whole number that an attribute is: as given, else as stated here.
  ///
  /// @throws IllegalArgumentException when nothing is stated
  public long intOf(Attributes given, String name) {
    return fallback(name) instanceof Attribute.IntValue(var value)
        ? given.intOr(name, value)
        : unstated(name);
  }

  /// The number that an attribute is: as given, else as stated here.
  ///
  /// @throws IllegalArgumentException when nothing is stated
  public float floatOf(Attributes given, String name) {
    return fallback(name) instanceof Attribute.FloatValue(var value)
        ? given.floatOr(name, value)
        : unstated(name);
  }

  /// The word that an attribute is: as given, else as stated here.
  ///
  /// @throws IllegalArgumentException when nothing is stated
  public String stringOf(Attributes given, String name) {
    if (fallback(name) instanceof Attribute.StringValue(var value)) {
      return given.stringOr(name, value);
    }
    throw new IllegalArgumentException(type + " states no word for " + name);
  }

  private @Nullable Attribute fallback(String name) {
    for (var parameter : parameters) {
      if (parameter.name().equals(name)) {
        return parameter.fallback();
      }
    }
    return null;
  }

  private int unstated(String name) {
    throw new IllegalArgumentException(type + " states no number for " + name);
  }

  /// One attribute.
  ///
  /// @param fallback value when absent; null when it must be given or when its absence means
  ///   something of its own
  /// @param choices the words allowed, for a string of a closed set; else empty
  public record Parameter(
      String name, Kind kind, @Nullable Attribute fallback, List<String> choices) {
    public Parameter {
      choices = List.copyOf(choices);
    }

    public static Parameter ofInt(String name, long fallback) {
      return new Parameter(name, Kind.INT, new Attribute.IntValue(fallback), List.of());
    }

    public static Parameter ofFloat(String name, float fallback) {
      return new Parameter(name, Kind.FLOAT, new Attribute.FloatValue(fallback), List.of());
    }

    public static Parameter ofString(String name, String fallback, String... choices) {
      return new Parameter(
          name, Kind.STRING, new Attribute.StringValue(fallback), List.of(choices));
    }

    /// An attribute without a default.
    public static Parameter optional(String name, Kind kind) {
      return new Parameter(name, kind, null, List.of());
    }
  }

  public enum Kind {
    INT,
    FLOAT,
    STRING,
    TENSOR,
    NETWORK,
    INTS,
    FLOATS,
    STRINGS
  }
}
