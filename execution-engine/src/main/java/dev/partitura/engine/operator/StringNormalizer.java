package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Takes stop words out of a list of words `[C]` or `[1, C]` and writes the others in one case; one
/// empty word where none is left. Source: ONNX StringNormalizer-10.
final class StringNormalizer implements Operator {
  private static final List<String> CASES = List.of("NONE", "LOWER", "UPPER");
  private static final Signature SIGNATURE =
      Signature.of(
          "StringNormalizer",
          Category.SHAPE,
          List.of("X"),
          1,
          new Parameter(
              "case_change_action", Kind.STRING, new Attribute.StringValue("NONE"), CASES),
          Parameter.ofInt("is_case_sensitive", 0),
          Parameter.optional("locale", Kind.STRING),
          Parameter.optional("stopwords", Kind.STRINGS));

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    return List.of(type(op, Shape.UNKNOWN));
  }

  private static TensorType type(OpContext op, long count) {
    StringConcat.requireStrings(op, 0);
    var change = op.attributes().stringOr("case_change_action", "NONE");
    if (!CASES.contains(change)) {
      throw op.refuse("op.attribute.choice", "case_change_action", change, CASES);
    }
    var x = op.shape(0);
    if (x == null) {
      return new TensorType(DataType.STRING, null);
    }
    boolean rows = x.rank() == 2;
    if (x.rank() != 1 && !rows || rows && x.isKnown(0) && x.size(0) != 1) {
      throw op.refuse("op.shapes", List.of(x));
    }
    return new TensorType(DataType.STRING, rows ? Shape.of(1, count) : Shape.of(count));
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
    var locale =
        Locale.forLanguageTag(run.attributes().stringOr("locale", "en-US").replace('_', '-'));
    boolean sensitive = SIGNATURE.intOf(run.attributes(), "is_case_sensitive") != 0;
    var stops = new HashSet<String>();
    if (run.attributes().get("stopwords") instanceof Attribute.Strings(var words)) {
      words.forEach(word -> stops.add(sensitive ? word : word.toLowerCase(locale)));
    }
    var change = run.attributes().stringOr("case_change_action", "NONE");
    var kept = new ArrayList<String>();
    for (long i = 0; i < x.elementCount(); i++) {
      var word = x.stringAt(i);
      if (!stops.contains(sensitive ? word : word.toLowerCase(locale))) {
        kept.add(
            switch (change) {
              case "LOWER" -> word.toLowerCase(locale);
              case "UPPER" -> word.toUpperCase(locale);
              default -> word;
            });
      }
    }
    if (kept.isEmpty()) {
      kept.add("");
    }
    var y = outputs.get(0, type(run, kept.size()));
    for (int i = 0; i < kept.size(); i++) {
      y.setString(i, kept.get(i));
    }
  }
}
