package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The gradients of an Einstein summation: that of an operand is one of the gradient of the result
/// and the other operands, with its own axes as the result. A label that it has twice becomes two,
/// which an identity matrix ties; an axis that nothing else has is repeated.
final class EinsumGradient {
  private static final int LETTERS = 26;

  /// Labels from here downwards are none of the equation's.
  private static final int FRESH = -1000;

  private final Backward op;
  private final EinsumEquation equation;
  private final Map<Integer, Character> letters = new HashMap<>();

  private EinsumGradient(Backward op, EinsumEquation equation) {
    this.op = op;
    this.equation = equation;
  }

  /// @return null where there are more labels than letters
  static @Nullable List<@Nullable String> of(Backward op, EinsumEquation equation) {
    long labels = equation.operands().stream().flatMapToInt(Arrays::stream).distinct().count();
    int rank = equation.operands().stream().mapToInt(axes -> axes.length).max().orElse(0);
    return labels + rank > 2 * LETTERS
        ? null
        : op.every(new EinsumGradient(op, equation)::gradient);
  }

  private String gradient(int operand) {
    letters.clear();
    var shape = op.shape(operand);
    var terms = new ArrayList<>(List.of(term(equation.output())));
    var inputs = new ArrayList<>(List.of(op.gradient()));
    var given = new HashMap<Integer, Long>();
    note(given, equation.output(), op.outputShape());
    for (int other = 0; other < equation.operands().size(); other++) {
      if (other != operand) {
        terms.add(term(equation.operands().get(other)));
        inputs.add(op.input(other));
        note(given, equation.operands().get(other), op.shape(other));
      }
    }
    var axes = equation.operands().get(operand);
    var tied = new String[axes.length];
    for (int axis = 0; axis < axes.length; axis++) {
      if (isRepeated(axes, axis)) {
        tied[axis] = String.valueOf(letter(FRESH - axis));
        terms.add(letter(axes[axis]) + tied[axis]);
        inputs.add(identity(shape.size(axis)));
        given.merge(axes[axis], shape.size(axis), Math::max);
      }
    }
    var result = new StringBuilder();
    var made = shape.sizes();
    for (int axis = 0; axis < axes.length; axis++) {
      if (tied[axis] != null) {
        result.append(tied[axis]);
      } else if (given.getOrDefault(axes[axis], -1L) == shape.size(axis)) {
        result.append(letter(axes[axis]));
      } else {
        made[axis] = 1;
      }
    }
    var summed =
        op.op(
            "Einsum",
            Backward.attributes(
                "equation",
                new Attribute.StringValue(
                    terms.stream().collect(Collectors.joining(",")) + "->" + result)),
            inputs.toArray(String[]::new));
    var lying = op.reshaped(summed, Shape.of(made));
    return Arrays.equals(made, shape.sizes())
        ? lying
        : op.op("Expand", lying, op.integers(shape.sizes()));
  }

  private static boolean isRepeated(int[] axes, int axis) {
    return IntStream.range(0, axis).anyMatch(before -> axes[before] == axes[axis]);
  }

  /// The sizes that the labels of a value have there, the largest of several.
  private static void note(Map<Integer, Long> given, int[] labels, Shape shape) {
    for (int axis = 0; axis < labels.length; axis++) {
      given.merge(labels[axis], shape.size(axis), Math::max);
    }
  }

  private String identity(long size) {
    int count = Math.toIntExact(size);
    var ones = new double[Math.multiplyExact(count, count)];
    for (int i = 0; i < count; i++) {
      ones[i * count + i] = 1;
    }
    return op.numbers(Shape.of(size, size), ones);
  }

  private String term(int[] labels) {
    return Arrays.stream(labels)
        .mapToObj(label -> String.valueOf(letter(label)))
        .collect(Collectors.joining());
  }

  private char letter(int label) {
    return letters.computeIfAbsent(
        label,
        _ -> {
          int count = letters.size();
          return (char) (count < LETTERS ? 'a' + count : 'A' + count - LETTERS);
        });
  }
}
