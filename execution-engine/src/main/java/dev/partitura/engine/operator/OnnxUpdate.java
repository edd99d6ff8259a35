package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One step of an optimizer as ONNX has it: the learning rate R, the number T of steps before this
/// one, then all parameters, all their gradients, all their first states and so on. Outputs are all
/// new parameters, all new first states and so on. Computed in float64 and rounded once. Source:
/// ONNX's preview training domain, set 1.
abstract class OnnxUpdate implements Operator {
  static final String DOMAIN = "ai.onnx.preview.training";
  private static final int FIRST = 2;
  private static final int PARAMETER = 0;
  private static final int GRADIENT = 1;

  private final Signature signature;
  private final List<String> groups;
  private final int flopsPerElement;

  /// @param groups what comes of each parameter: itself, its gradient, its states
  OnnxUpdate(String type, List<String> groups, int flopsPerElement, Parameter... attributes) {
    this.groups = groups;
    this.flopsPerElement = flopsPerElement;
    this.signature =
        new Signature(
            DOMAIN,
            type,
            Category.ARITHMETIC,
            List.of("R", "T", "inputs"),
            FIRST + groups.size(),
            true,
            List.of("outputs"),
            true,
            List.of(attributes));
  }

  /// The rule for the op at hand; rows of a block are as the groups.
  abstract ElementBlocks.Change rule(OpContext op, double learningRate, double stepsBefore);

  /// Refuses attributes that do not fit.
  void check(OpContext op) {}

  @Override
  public final Signature signature() {
    return signature;
  }

  @Override
  public final List<TensorType> infer(OpContext op) {
    check(op);
    ParameterUpdate.requireSingle(op, 0);
    op.requireFloats(0);
    ParameterUpdate.requireSingle(op, 1);
    op.requireIndices(1);
    int given = op.inputCount() - FIRST;
    if (given == 0 || given % groups.size() != 0) {
      throw op.refuse("op.update.count", given, groups.size(), String.join(", ", groups));
    }
    int parameters = given / groups.size();
    var types = new ArrayList<TensorType>();
    for (int group = 0; group < groups.size(); group++) {
      for (int i = 0; i < parameters; i++) {
        int parameter = FIRST + i;
        int input = parameter + group * parameters;
        op.requireFloats(input);
        ParameterUpdate.requireAlike(op, parameter, input, groups.get(group));
        if (group != GRADIENT) {
          types.add(op.type(parameter));
        }
      }
    }
    return types;
  }

  @Override
  public final Work work(OpContext op, List<TensorType> outputs) {
    long elements = 0;
    for (var output : outputs) {
      elements += output.knownShape().elementCount();
    }
    return Work.of(elements / (groups.size() - 1) * flopsPerElement, op, outputs);
  }

  @Override
  public final void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var types = infer(run);
    int parameters = types.size() / (groups.size() - 1);
    var rule = rule(run, run.single(0).doubleAt(0), run.single(1).doubleAt(0));
    for (int i = 0; i < parameters; i++) {
      var read = new ArrayList<Tensor>();
      var written = new ArrayList<@Nullable Tensor>();
      for (int group = 0; group < groups.size(); group++) {
        read.add(run.tensor(FIRST + group * parameters + i));
        int output = (group == PARAMETER ? 0 : group - 1) * parameters + i;
        boolean wanted = group != GRADIENT && outputs.wanted(output);
        written.add(wanted ? outputs.get(output, types.get(output)) : null);
      }
      ElementBlocks.change(read, written, rule);
    }
  }
}
