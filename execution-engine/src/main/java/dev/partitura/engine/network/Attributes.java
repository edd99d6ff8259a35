package dev.partitura.engine.network;

import dev.partitura.engine.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Attributes of an op by name, in the order given. Immutable. A getter throws
/// [IllegalArgumentException], with words for a person, when the attribute has another kind.
public record Attributes(Map<String, Attribute> byName) {
  public static final Attributes NONE = new Attributes(Map.of());

  public Attributes {
    byName = byName.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(byName));
  }

  /// Whether one of them is a network.
  public boolean hasBodies() {
    if (byName.isEmpty()) {
      return false;
    }
    for (var attribute : byName.values()) {
      if (attribute instanceof Attribute.NetworkValue) {
        return true;
      }
    }
    return false;
  }

  public boolean has(String name) {
    return byName.containsKey(name);
  }

  public @Nullable Attribute get(String name) {
    return byName.get(name);
  }

  public long intOr(String name, long fallback) {
    var value = get(name, Attribute.IntValue.class, "a whole number");
    return value == null ? fallback : value.value();
  }

  public float floatOr(String name, float fallback) {
    var value = get(name, Attribute.FloatValue.class, "a number");
    return value == null ? fallback : value.value();
  }

  public String stringOr(String name, String fallback) {
    var value = get(name, Attribute.StringValue.class, "a text");
    return value == null ? fallback : value.value();
  }

  public long @Nullable [] ints(String name) {
    var value = get(name, Attribute.Ints.class, "a list of whole numbers");
    return value == null ? null : value.values().stream().mapToLong(Long::longValue).toArray();
  }

  public long[] intsOr(String name, long... fallback) {
    var values = ints(name);
    return values == null ? fallback : values;
  }

  public @Nullable Tensor tensor(String name) {
    var value = get(name, Attribute.TensorValue.class, "a tensor");
    return value == null ? null : value.value();
  }

  public @Nullable Network network(String name) {
    var value = get(name, Attribute.NetworkValue.class, "a network");
    return value == null ? null : value.value();
  }

  private <T extends Attribute> @Nullable T get(String name, Class<T> kind, String wanted) {
    var value = byName.get(name);
    if (value != null && !kind.isInstance(value)) {
      throw new IllegalArgumentException(
          "attribute " + name + " is " + value.kind() + ", and " + wanted + " is wanted");
    }
    return kind.cast(value);
  }

  /// These attributes with one more, or one replaced.
  public Attributes with(String name, Attribute value) {
    var next = new LinkedHashMap<>(byName);
    next.put(name, value);
    return new Attributes(next);
  }

  public Attributes without(String name) {
    var next = new LinkedHashMap<>(byName);
    next.remove(name);
    return new Attributes(next);
  }
}
