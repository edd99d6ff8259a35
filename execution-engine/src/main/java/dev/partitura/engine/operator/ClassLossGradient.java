package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The gradient of the scores of a [ClassLoss]: `weight · (softmax - [class = label])` times that
/// of the loss; of logarithms of probabilities only the label's own counts. Made by
/// differentiation; no file holds it.
final class ClassLossGradient implements Operator {
  private static final String TYPE = "ClassLossGradient";
  private static final String OF_SCORES = "of_scores";
  private static final Signature SIGNATURE =
      new Signature(
          Fused.DOMAIN,
          TYPE,
          Category.REDUCTION,
          List.of("scores", "labels", "weights", "dY"),
          4,
          false,
          List.of("dScores"),
          false,
          List.of(
              Parameter.ofInt(OF_SCORES, 1),
              Parameter.ofString(ClassLoss.REDUCTION, "mean", "mean", "sum", "none"),
              Parameter.optional(ClassLoss.IGNORED, Kind.INT)));

  static String of(Backward op, boolean ofScores) {
    var attributes = new LinkedHashMap<>(op.context().attributes().byName());
    attributes.put(OF_SCORES, new Attribute.IntValue(ofScores ? 1 : 0));
    var read = new ArrayList<>(op.context().op().inputs());
    while (read.size() < 3) {
      read.add("");
    }
    read.add(op.gradient());
    return op.own(TYPE, new Attributes(attributes), read.toArray(String[]::new));
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    return List.of(op.type(0));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.elementwise(op, outputs, 6);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var gradient = Objects.requireNonNull(inputs.get(3));
    var made = outputs.get(0, run.type(0));
    var places = ClassLoss.Places.of(run);
    var reduction = run.attributes().stringOr(ClassLoss.REDUCTION, "mean");
    boolean ofScores = run.attributes().intOr(OF_SCORES, 1) != 0;
    double share = reduction.equals("mean") ? 1 / places.totalWeight() : 1;
    var logs = Elements.doubles(run.tensor(0)).clone();
    for (int place = 0; place < places.labels().length; place++) {
      int label = places.labels()[place];
      double above = gradient.doubleAt(reduction.equals("none") ? place : 0);
      double factor = label < 0 ? 0 : above * share * places.weights()[place];
      if (ofScores) {
        places.normalize(logs, place);
      }
      for (int c = 0; c < places.classes(); c++) {
        int at = places.start(place) + c * places.inner();
        double probability = ofScores ? Math.exp(logs[at]) : 0;
        made.setDouble(at, factor * (probability - (c == label ? 1 : 0)));
      }
    }
  }
}
