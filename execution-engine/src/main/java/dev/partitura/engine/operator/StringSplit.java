package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Splits each string at a delimiter, or at runs of blanks without one, at most `maxsplit` times:
/// the parts along a last axis as long as the most of them, empty strings behind the last, and how
/// many there are. Source: ONNX StringSplit-20.
final class StringSplit implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "StringSplit",
              Category.SHAPE,
              List.of("X"),
              1,
              Parameter.optional("delimiter", Kind.STRING),
              Parameter.optional("maxsplit", Kind.INT))
          .withOutputs("Y", "Z");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    return types(op, Shape.UNKNOWN);
  }

  private static List<TensorType> types(OpContext op, long most) {
    StringConcat.requireStrings(op, 0);
    var x = op.shape(0);
    var y = x == null ? null : new ShapeAxes().addAll(x, 0, x.rank()).add(most).shape();
    return List.of(new TensorType(DataType.STRING, y), new TensorType(DataType.INT64, x));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.NONE;
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    StringConcat.requireStrings(run, 0);
    var x = run.tensor(0);
    var delimiter = run.attributes().stringOr("delimiter", "");
    long splits = run.attributes().intOr("maxsplit", Long.MAX_VALUE);
    var all = new ArrayList<List<String>>();
    int most = 0;
    for (long i = 0; i < x.elementCount(); i++) {
      var text = x.stringAt(i);
      var parts =
          delimiter.isEmpty() ? atBlanks(text, splits) : atDelimiters(text, delimiter, splits);
      all.add(parts);
      most = Math.max(most, parts.size());
    }
    var types = types(run, most);
    if (outputs.wanted(0)) {
      var y = outputs.get(0, types.get(0));
      for (int i = 0; i < all.size(); i++) {
        for (int part = 0; part < most; part++) {
          boolean there = part < all.get(i).size();
          y.setString((long) i * most + part, there ? all.get(i).get(part) : "");
        }
      }
    }
    if (outputs.wanted(1)) {
      var counts = outputs.get(1, types.get(1));
      for (int i = 0; i < all.size(); i++) {
        counts.setLong(i, all.get(i).size());
      }
    }
  }

  private static List<String> atDelimiters(String text, String delimiter, long splits) {
    var parts = new ArrayList<String>();
    if (text.isEmpty()) {
      return parts;
    }
    int from = 0;
    for (int at = text.indexOf(delimiter);
        at >= 0 && parts.size() < splits;
        at = text.indexOf(delimiter, from)) {
      parts.add(text.substring(from, at));
      from = at + delimiter.length();
    }
    parts.add(text.substring(from));
    return parts;
  }

  /// Blanks at the ends make no empty parts.
  private static List<String> atBlanks(String text, long splits) {
    var parts = new ArrayList<String>();
    var rest = text.stripLeading();
    while (!rest.isEmpty()) {
      int end = 0;
      while (end < rest.length() && !Character.isWhitespace(rest.charAt(end))) {
        end++;
      }
      if (parts.size() >= splits) {
        parts.add(rest);
        return parts;
      }
      parts.add(rest.substring(0, end));
      rest = rest.substring(end).stripLeading();
    }
    return parts;
  }
}
