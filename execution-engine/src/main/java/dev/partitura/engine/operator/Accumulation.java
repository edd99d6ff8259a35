package dev.partitura.engine.operator;

import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/// How scattered updates meet what is already there.
enum Accumulation {
  NONE,
  ADD,
  MUL,
  MAX,
  MIN;

  /// The way the op's `reduction` names.
  static Accumulation of(OpContext op) {
    var name = op.attributes().stringOr("reduction", "none");
    for (var way : values()) {
      if (way.name().toLowerCase(Locale.ROOT).equals(name)) {
        if (way != NONE) {
          op.requireType(0, type -> type != DataType.STRING, Phrase.of("words.numbers"));
        }
        return way;
      }
    }
    throw op.refuse(
        "op.attribute.choice", "reduction", name, List.of("none", "add", "mul", "max", "min"));
  }

  /// Brings `count` neighbouring elements of `updates` into `target`.
  void apply(Tensor updates, long from, Tensor target, long at, long count) {
    if (this == NONE) {
      Elements.copy(updates, from, target, at, count);
      return;
    }
    for (long i = 0; i < count; i++) {
      if (target.dataType().isFloating()) {
        target.setDouble(at + i, apply(target.doubleAt(at + i), updates.doubleAt(from + i)));
      } else {
        target.setLong(
            at + i, apply(target.longAt(at + i), updates.longAt(from + i), target.dataType()));
      }
    }
  }

  private double apply(double a, double b) {
    return switch (this) {
      case NONE -> b;
      case ADD -> a + b;
      case MUL -> a * b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
    };
  }

  private long apply(long a, long b, DataType type) {
    return switch (this) {
      case NONE -> b;
      case ADD -> a + b;
      case MUL -> a * b;
      case MAX -> Integers.compare(a, b, type) >= 0 ? a : b;
      case MIN -> Integers.compare(a, b, type) <= 0 ? a : b;
    };
  }
}
