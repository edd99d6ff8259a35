package dev.partitura.engine.operator;

import dev.partitura.engine.network.Op;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The catalogue of operators: one line each.
public final class Operators {
  private static final List<Operator> ALL = List.of(new Relu());

  private static final Map<String, Operator> BY_NAME =
      ALL.stream().collect(Collectors.toUnmodifiableMap(o -> key(o.signature().domain(), o.signature().type()), Function.identity()));

  private Operators() {}

  public static List<Operator> all() {
    return ALL;
  }

  /// The operator of an op, or null when we have none.
  public static @Nullable Operator find(Op op) {
    return find(op.domain(), op.type());
  }

  public static @Nullable Operator find(String domain, String type) {
    return BY_NAME.get(key(domain, type));
  }

  private static String key(String domain, String type) {
    return (domain.equals("ai.onnx") ? "" : domain) + "/" + type;
  }
}
