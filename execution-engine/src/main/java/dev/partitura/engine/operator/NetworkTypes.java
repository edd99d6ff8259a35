package dev.partitura.engine.operator;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The inferred type of every value of a network, the values that are constant, the work of every
/// op, and what was wrong on the way. Made by [TypeInference]; immutable.
///
/// @param types by value name; a value whose type could not be told is absent
/// @param constants by value name: initializers and what follows from them and from shapes alone,
///   where that is small
/// @param works by op, where the types are static
/// @param problems one or more for each op that could not be inferred, in dependency order; ops
///   behind a failed one report nothing
public record NetworkTypes(
    Network network,
    Map<String, TensorType> types,
    Map<String, Constant> constants,
    Map<OpId, Work> works,
    List<Problem> problems) {
  public NetworkTypes {
    types = Collections.unmodifiableMap(types);
    constants = Collections.unmodifiableMap(constants);
    works = Collections.unmodifiableMap(works);
    problems = List.copyOf(problems);
  }

  public @Nullable TensorType type(String value) {
    return types.get(value);
  }

  public Work work(OpId op) {
    return works.getOrDefault(op, Work.NONE);
  }

  /// Bytes of initializers that `op` reads directly.
  public long parameterBytes(Op op) {
    long bytes = 0;
    for (var input : op.dependencies()) {
      var constant = network.initializers().get(input);
      bytes += constant == null ? 0 : constant.sizeBytes();
    }
    return bytes;
  }

  /// The context in which `op`'s operator is asked.
  public OpContext context(Op op) {
    int inputs = op.inputs().size() + op.captures().size();
    var inputTypes = new ArrayList<@Nullable TensorType>(inputs);
    var inputConstants = new ArrayList<@Nullable Constant>(inputs);
    for (var input : op.inputs()) {
      inputTypes.add(input.isEmpty() ? null : types.get(input));
      inputConstants.add(input.isEmpty() ? null : constants.get(input));
    }
    for (var capture : op.captures()) {
      inputTypes.add(types.get(capture));
      inputConstants.add(constants.get(capture));
    }
    return new OpContext(op, network.opset(op), inputTypes, inputConstants);
  }
}
