package dev.partitura.engine.execute.splitting;

import dev.partitura.engine.execute.splitting.Draft.Drawn;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Ops that keep every element where it is, with operands that broadcast.
final class ElementwiseRecipes {
  static final List<Consumer<Draft>> ALL =
      List.of(
          d -> d.add(any(d, "Neg", "Abs", "Relu", "Identity"), d.pickFloat()),
          d -> d.add(any(d, "Tanh", "Sigmoid", "Softplus", "Erf", "Sin", "Elu"), d.pickFloat()),
          d -> d.add(any(d, "HardSwish", "LeakyRelu", "Selu", "Softsign"), d.pickFloat()),
          d -> d.add(any(d, "Sign", "Floor", "Round"), d.pick(v -> v.isFloat() && v.isExact())),
          d -> d.add("Exp", d.add("Tanh", d.pickFloat())),
          ElementwiseRecipes::withConstant,
          ElementwiseRecipes::withConstant,
          ElementwiseRecipes::withAnother,
          ElementwiseRecipes::withAnother,
          ElementwiseRecipes::withIntegers,
          ElementwiseRecipes::comparison,
          ElementwiseRecipes::choice,
          ElementwiseRecipes::cast,
          d ->
              d.add(
                  "Clip",
                  d.pickFloat(),
                  d.floats(),
                  d.constant(Numbers.floats(d.random, Shape.SCALAR))),
          d -> d.add("Not", d.pick(Drawn::isBool)));

  private ElementwiseRecipes() {}

  static String any(Draft d, String... types) {
    return types[d.chance(types.length)];
  }

  private static void withConstant(Draft d) {
    var x = d.pickFloat();
    if (x != null) {
      var c = d.floats(broadcastable(d, x));
      var type = any(d, "Add", "Mul", "Sub", "Max", "Min");
      d.add(type, d.chance(3) == 0 ? c : x, d.chance(3) == 0 ? x : c);
    }
  }

  /// A shape that broadcasts with that of `x` for the whole batch, by design or by accident for the
  /// part.
  static long[] broadcastable(Draft d, Drawn x) {
    var sizes = x.type().knownShape().sizes();
    for (int axis = 0; axis < sizes.length; axis++) {
      sizes[axis] =
          switch (d.chance(axis == 0 ? 8 : 3)) {
            case 0 -> sizes[axis];
            case 1 -> axis == 0 ? d.part : sizes[axis];
            case 2 -> axis == 0 ? d.batch : sizes[axis];
            default -> 1;
          };
    }
    int dropped = d.chance(sizes.length + 1);
    return java.util.Arrays.copyOfRange(sizes, d.chance(2) == 0 ? 0 : dropped, sizes.length);
  }

  private static void withAnother(Draft d) {
    var x = d.pickFloat();
    var type = any(d, "Add", "Mul", "Sub", "Max", "Min");
    if (d.chance(4) == 0) {
      d.add("Sum", x, d.pickFloat(), d.pickFloat());
    } else {
      d.add(type, x, d.pickFloat());
    }
  }

  private static void withIntegers(Draft d) {
    var x = d.pick(Drawn::isInteger);
    var y = d.chance(2) == 0 ? d.pick(Drawn::isInteger) : d.number(1 + d.chance(3));
    switch (d.chance(4)) {
      case 0 -> d.add("Mod", x, d.number(1 + d.chance(4)));
      case 1 -> d.add("Div", x, d.number(1 + d.chance(4)));
      default -> d.add(any(d, "Add", "Sub", "Mul", "Min", "Max"), x, y);
    }
  }

  private static void comparison(Draft d) {
    var x = d.pick(v -> !v.isBool() && v.isExact());
    if (x != null) {
      var sameType = x.type().dataType();
      var y =
          d.chance(2) == 0
              ? d.pick(v -> v.type().dataType() == sameType && v.isExact())
              : d.constant(Numbers.of(d.random, new TensorType(sameType, Shape.SCALAR)));
      d.add(any(d, "Less", "Greater", "Equal", "GreaterOrEqual"), x, y);
    }
  }

  private static void choice(Draft d) {
    @Nullable Drawn condition = d.pick(Drawn::isBool);
    var x = d.pickFloat();
    if (condition != null && x != null) {
      d.add(
          "Where", condition, x, d.chance(2) == 0 ? d.pickFloat() : d.floats(broadcastable(d, x)));
    }
  }

  private static void cast(Draft d) {
    if (d.chance(4) == 0) {
      d.add("Cast", AttributeList.of("to", 7), d.pick(v -> !v.isInteger() && v.isExact()));
    } else {
      d.add("Cast", AttributeList.of("to", 1), d.pick(v -> v.type().dataType() != DataType.FLOAT));
    }
  }
}
