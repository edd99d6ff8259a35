package dev.partitura.engine.network;

import dev.partitura.engine.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Attributes of an op by name, in the order given. Immutable. A getter throws [ClassCastException]
/// when the attribute has another kind.
public record Attributes(Map<String, Attribute> byName) {
  public static final Attributes NONE = new Attributes(Map.of());

  public Attributes {
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
  }

  public boolean has(String name) {
    return byName.containsKey(name);
  }

  public @Nullable Attribute get(String name) {
    return byName.get(name);
  }

  public long intOr(String name, long fallback) {
    var value = byName.get(name);
    return value == null ? fallback : ((Attribute.IntValue) value).value();
  }

  public float floatOr(String name, float fallback) {
    var value = byName.get(name);
    return value == null ? fallback : ((Attribute.FloatValue) value).value();
  }

  public String stringOr(String name, String fallback) {
    var value = byName.get(name);
    return value == null ? fallback : ((Attribute.StringValue) value).value();
  }

  public long @Nullable [] ints(String name) {
    var value = byName.get(name);
    return value == null
        ? null
        : ((Attribute.Ints) value).values().stream().mapToLong(Long::longValue).toArray();
  }

  public long[] intsOr(String name, long... fallback) {
    var values = ints(name);
    return values == null ? fallback : values;
  }

  public @Nullable Tensor tensor(String name) {
    var value = byName.get(name);
    return value == null ? null : ((Attribute.TensorValue) value).value();
  }

  public @Nullable Network network(String name) {
    var value = byName.get(name);
    return value == null ? null : ((Attribute.NetworkValue) value).value();
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
