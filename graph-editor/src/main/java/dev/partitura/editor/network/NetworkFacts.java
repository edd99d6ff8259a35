package dev.partitura.editor.network;

import dev.partitura.editor.layout.BlockTree;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The numbers behind a drawing: types as declared, and work and bytes for a given batch.
/// Immutable; cost O(ops).
///
/// @param declared types with the unknown axes that the network states
/// @param sized types with a batch put in, and other open axes as [OpenAxes] says
/// @param ops by id
/// @param made values that ops make which depend on no input: weights, as initializers are
/// @param makers those ops
/// @param problems by the op, input or output they concern
public record NetworkFacts(
    NetworkTypes declared,
    NetworkTypes sized,
    Map<OpId, Op> ops,
    Set<String> made,
    Set<OpId> makers,
    Map<String, List<Problem>> problems) {

  public NetworkFacts {
    ops = Collections.unmodifiableMap(ops);
    made = Set.copyOf(made);
    makers = Set.copyOf(makers);
    problems = Collections.unmodifiableMap(problems);
  }

  public static NetworkFacts of(Network network, int batch) {
    return of(network, batch, BlockTree.of(network));
  }

  /// @param tree of the network; it knows the ops that make weights
  public static NetworkFacts of(Network network, int batch, BlockTree tree) {
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
    var makers = tree.makers();
    var made = new HashSet<String>();
    for (var op : network.ops()) {
      if (makers.contains(op.id())) {
        op.outputs().stream().filter(value -> !value.isEmpty()).forEach(made::add);
      }
    }
    return new NetworkFacts(declared, sized, ops, made, makers, bySubject);
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

  /// Bytes that the op reads and writes.
  public long movedBytes(OpId op) {
    var work = sized.work(op);
    return makers.contains(op) ? 0 : work.readBytes() + work.writtenBytes();
  }

  /// Trained parameters that the ops read, as [Parameters] counts them, and those that are made.
  public long parameters(List<OpId> of) {
    var readers =
        of.stream()
            .filter(op -> !makers.contains(op))
            .map(ops::get)
            .filter(Objects::nonNull)
            .toList();
    return Parameters.count(network(), readers) + readers.stream().mapToLong(this::made).sum();
  }

  private long made(Op op) {
    return madeTypes(op)
        .filter(type -> type.dataType().isFloating())
        .mapToLong(type -> type.knownShape().elementCount())
        .sum();
  }

  private Stream<TensorType> madeTypes(Op op) {
    return op.inputs().stream()
        .filter(made::contains)
        .distinct()
        .map(sized::type)
        .filter(type -> type != null && type.isStatic());
  }

  /// Bytes of the constants that an op reads, made ones too; none for an op that makes such.
  public long parameterBytes(OpId id) {
    var op = ops.get(id);
    return op == null || makers.contains(id)
        ? 0
        : sized.parameterBytes(op) + madeTypes(op).mapToLong(TensorType::sizeBytes).sum();
  }

  /// Bytes of a value; 0 where its size is not known.
  public long bytes(String value) {
    var type = sized.type(value);
    return type == null || !type.isStatic() ? 0 : type.sizeBytes();
  }

  /// Bytes of what the op makes, unless it makes weights.
  public long outputBytes(OpId id) {
    var op = ops.get(id);
    long bytes = 0;
    if (op != null && !makers.contains(id)) {
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
