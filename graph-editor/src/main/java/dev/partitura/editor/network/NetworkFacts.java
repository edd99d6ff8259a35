package dev.partitura.editor.network;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.operator.Parameters;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The numbers behind a drawing: types as declared, and work and bytes for a given batch.
/// Immutable; cost O(ops).
///
/// @param declared types with the unknown axes that the network states
/// @param sized types with a batch put in, and other open axes as [OpenAxes] says
/// @param ops by id
/// @param problems by the op, input or output they concern
public record NetworkFacts(
    NetworkTypes declared,
    NetworkTypes sized,
    Map<OpId, Op> ops,
    Map<String, List<Problem>> problems) {

  public NetworkFacts {
    ops = Collections.unmodifiableMap(ops);
    problems = Collections.unmodifiableMap(problems);
  }

  public static NetworkFacts of(Network network, int batch) {
    var ops = new LinkedHashMap<OpId, Op>();
    network.ops().forEach(op -> ops.put(op.id(), op));
    NetworkTypes declared;
    NetworkTypes sized;
    var problems = new ArrayList<Problem>();
    try {
      declared = TypeInference.infer(network);
      sized = OpenAxes.sized(declared, Math.max(1, batch));
      problems.addAll(declared.problems());
    } catch (ProblemException circle) {
      declared = new NetworkTypes(network, Map.of(), Map.of(), Map.of(), circle.problems());
      sized = declared;
      problems.addAll(circle.problems());
    }
    var bySubject = new HashMap<String, List<Problem>>();
    problems.forEach(problem ->
        bySubject.computeIfAbsent(problem.subject(), _ -> new ArrayList<>()).add(problem));
    return new NetworkFacts(declared, sized, ops, bySubject);
  }

  public Network network() {
    return declared.network();
  }

  public @Nullable TensorType type(String value) {
    return declared.type(value);
  }

  public long flops(OpId op) {
    return sized.work(op).flops();
  }

  public long flops(List<OpId> of) {
    return of.stream().mapToLong(this::flops).sum();
  }

  /// Trained parameters that the ops read, as [Parameters] counts them.
  public long parameters(List<OpId> of) {
    return Parameters.count(network(), of.stream().map(ops::get).filter(Objects::nonNull).toList());
  }

  public long parameterBytes(OpId id) {
    var op = ops.get(id);
    return op == null ? 0 : sized.parameterBytes(op);
  }

  /// Bytes of a value; 0 where its size is not known.
  public long bytes(String value) {
    var type = sized.type(value);
    return type == null || !type.isStatic() ? 0 : type.sizeBytes();
  }

  /// Bytes of what the op makes.
  public long outputBytes(OpId id) {
    var op = ops.get(id);
    long bytes = 0;
    if (op != null) {
      for (var output : op.outputs()) {
        bytes += output.isEmpty() ? 0 : bytes(output);
      }
    }
    return bytes;
  }

  public List<Problem> problems(OpId op) {
    return problems.getOrDefault(op.name(), List.of());
  }
}
