package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/// What an operator may ask about the op at hand: attributes, operator-set version, input types and the inputs that are constant.
/// Immutable.
public final class OpContext {
  private final Op op;
  private final int opset;
  private final List<@Nullable TensorType> inputTypes;
  private final List<@Nullable Tensor> constants;

  /// @param inputTypes one for each of the op's inputs and then for each capture; null where absent or unknown
  /// @param constants the inputs whose value is known before the run; null elsewhere; same length
  public OpContext(Op op, int opset, List<@Nullable TensorType> inputTypes, List<@Nullable Tensor> constants) {
    this.op = op;
    this.opset = opset;
    this.inputTypes = Collections.unmodifiableList(new ArrayList<>(inputTypes));
    this.constants = Collections.unmodifiableList(new ArrayList<>(constants));
  }

  public Op op() {
    return op;
  }

  public Attributes attributes() {
    return op.attributes();
  }

  /// Version of the operator set the op belongs to.
  public int opset() {
    return opset;
  }

  public int inputCount() {
    return inputTypes.size();
  }

  public List<@Nullable TensorType> inputTypes() {
    return inputTypes;
  }

  public boolean hasInput(int index) {
    return index < op.inputs().size() && !op.inputs().get(index).isEmpty();
  }

  /// Type of a present input.
  ///
  /// @throws ProblemException when the input is missing or its type unknown
  public TensorType type(int index) {
    var type = index < inputTypes.size() ? inputTypes.get(index) : null;
    if (type == null) {
      throw refuse("op.input.missing", "has no input " + index, "Connect it.");
    }
    return type;
  }

  public DataType dataType(int index) {
    return type(index).dataType();
  }

  /// Shape of an input, or null when not even its rank is known.
  public @Nullable Shape shape(int index) {
    return type(index).shape();
  }

  /// Value of an input that is known before the run, else null.
  public @Nullable Tensor constant(int index) {
    return index < constants.size() ? constants.get(index) : null;
  }

  public int outputCount() {
    return op.outputs().size();
  }

  /// A refusal that names this op. `reason` continues the sentence "Op NAME (TYPE) …", without a full stop.
  public ProblemException refuse(String code, String reason, String hint) {
    return new ProblemException(code, op.name(), "Op " + op.name() + " (" + op.type() + ") " + reason + ".", hint);
  }
}
