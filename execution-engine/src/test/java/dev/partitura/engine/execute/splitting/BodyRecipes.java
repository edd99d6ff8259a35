package dev.partitura.engine.execute.splitting;

import dev.partitura.engine.execute.splitting.Draft.Drawn;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Branches and loops whose condition or count is constant, the batch's size or of its values.
final class BodyRecipes {
  static final List<Consumer<Draft>> ALL =
      List.of(BodyRecipes::branch, BodyRecipes::loop, BodyRecipes::scan);

  private BodyRecipes() {}

  private static void branch(Draft d) {
    var x = d.pickFloat();
    var condition =
        switch (d.chance(4)) {
          case 0 -> d.add("Greater", d.number(d.chance(2)), d.number(0));
          case 1 -> d.add("ReduceMax", AttributeList.of("keepdims", 0), d.pick(Drawn::isInteger));
          default -> size(d);
        };
    if (x != null && condition != null) {
      var flag = condition.isBool() ? condition : d.add("Greater", condition, d.number(2));
      var then = body(op("Neg", "branch", x.name()));
      var otherwise = body(op("Mul", "branch", x.name(), x.name()));
      d.add("If", AttributeList.of("then_branch", then, "else_branch", otherwise), flag);
    }
  }

  private static void loop(Draft d) {
    var x = d.pick(v -> v.isFloat() && v.isExact());
    var step = d.chance(2) == 0 ? x : d.pickFloat();
    var count = d.chance(3) == 0 ? d.number(d.chance(4)) : size(d);
    if (x == null || step == null || count == null) {
      return;
    }
    var body =
        new Network(
            "body",
            List.of(
                new Value("turn", TensorType.of(DataType.INT64)),
                new Value("more", TensorType.of(DataType.BOOL)),
                new Value("before", new TensorType(DataType.FLOAT, null))),
            List.of(new Value("goOn", null), new Value("after", null)),
            List.of(op("Identity", "goOn", "more"), op("Add", "after", "before", step.name())),
            Map.of(),
            Map.of("", Draft.OPSET));
    d.add("Loop", AttributeList.of("body", body), count, Draft.ABSENT, x);
  }

  /// Slices along an axis, added to a state or squared and stacked.
  private static void scan(Draft d) {
    var x = d.pick(v -> v.isFloat() && v.isExact() && v.rank() > 1);
    if (x == null) {
      return;
    }
    int axis = d.chance(x.rank());
    var slice = new Value("slice", new TensorType(DataType.FLOAT, null));
    var before = new Value("before", new TensorType(DataType.FLOAT, null));
    boolean sums = d.chance(2) == 0;
    var body =
        new Network(
            "body",
            sums ? List.of(before, slice) : List.of(slice),
            List.of(new Value("after", null)),
            List.of(op(sums ? "Add" : "Mul", "after", sums ? "before" : "slice", "slice")),
            Map.of(),
            Map.of("", Draft.OPSET));
    var attributes =
        AttributeList.of("body", body, "num_scan_inputs", 1, "scan_input_axes", new long[] {axis});
    if (sums) {
      var start = d.add("Squeeze", first(d, x, axis), d.longs(axis));
      d.add("Scan", attributes, start, x);
    } else {
      d.add(
          "Scan",
          AttributeList.of(
              "body",
              body,
              "num_scan_inputs",
              1,
              "scan_input_axes",
              new long[] {axis},
              "scan_output_axes",
              new long[] {d.chance(x.rank())}),
          x);
    }
  }

  /// The first place along an axis.
  private static @Nullable Drawn first(Draft d, Drawn x, int axis) {
    return d.add("Slice", x, d.longs(0), d.longs(1), d.longs(axis));
  }

  /// The size of an axis, as a scalar.
  private static @Nullable Drawn size(Draft d) {
    return d.add("Squeeze", ShapeReadingRecipes.size(d, d.pick(v -> v.rank() > 0), 0));
  }

  private static Op op(String type, String output, String... inputs) {
    return new Op(
        new OpId(type + output), "", type, List.of(inputs), List.of(output), Attributes.NONE);
  }

  private static Network body(Op op) {
    var outputs = List.of(new Value(op.outputs().getFirst(), null));
    return new Network("body", List.of(), outputs, List.of(op), Map.of(), Map.of("", Draft.OPSET));
  }
}
