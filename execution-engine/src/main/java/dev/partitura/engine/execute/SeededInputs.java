package dev.partitura.engine.execute;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.Trait;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/// Makes inputs for a network from a seed: floats are normally distributed, integers stay where the
/// network can use them (an index below the size of what it indexes), booleans are fair. The same
/// network, batch and seed give the same bits everywhere.
public final class SeededInputs {
  private final Network network;
  private final Topology topology;
  private final NetworkTypes types;

  private SeededInputs(Network network) {
    this.network = network;
    this.topology = Topology.of(network);
    this.types = TypeInference.infer(network);
  }

  /// A tensor for each input of the network, which carries `batch` samples; open axes have the size
  /// that [OpenAxes] says.
  ///
  /// @throws ProblemException when an input has no type or is larger than memory
  public static Map<String, Tensor> make(Network network, int batch, long seed) {
    var types = OpenAxes.types(network, batch);
    var wanted = new LinkedHashMap<String, TensorType>();
    network.inputs().forEach(input -> wanted.put(input.name(), known(input, types)));
    return make(network, wanted, seed);
  }

  /// A tensor for each entry of `wanted`, which are inputs of the network.
  ///
  /// @throws ProblemException when one is larger than memory
  public static Map<String, Tensor> make(
      Network network, Map<String, TensorType> wanted, long seed) {
    var maker = new SeededInputs(network);
    var made = new LinkedHashMap<String, Tensor>();
    wanted.forEach((name, type) -> made.put(name, maker.tensor(name, type, seed)));
    return made;
  }

  private static TensorType known(Value input, NetworkTypes types) {
    var type = types.type(input.name());
    if (type != null && type.dataType().isCompact()) {
      throw ProblemException.of("input.type.compact", input.name(), input.name(), type);
    }
    if (type == null || type.shape() == null) {
      throw ProblemException.of(
          "input.type.unknown",
          input.name(),
          input.name(),
          Phrase.of(type == null ? "words.tensorType" : "words.statedShape"));
    }
    return type;
  }

  private Tensor tensor(String name, TensorType type, long seed) {
    var random = new SplittableRandom(seed * 0x9e3779b97f4a7c15L + name.hashCode());
    var tensor = allocate(name, type);
    long bound = type.dataType().isInteger() ? bound(name) : 0;
    for (long i = 0; i < tensor.elementCount(); i++) {
      switch (type.dataType()) {
        case FLOAT -> tensor.setFloat(i, (float) random.nextGaussian());
        case DOUBLE, FLOAT16, BFLOAT16 -> tensor.setDouble(i, random.nextGaussian());
        case BOOL -> tensor.setLong(i, random.nextInt(2));
        case STRING -> tensor.setString(i, "word" + random.nextInt(100));
        default -> tensor.setLong(i, random.nextLong(bound));
      }
    }
    return tensor;
  }

  private static Tensor allocate(String name, TensorType type) {
    try {
      return Tensor.allocate(type);
    } catch (OutOfMemoryError exhausted) {
      throw ProblemException.of(
          "input.large", name, name, type, type.sizeBytes(), Runtime.getRuntime().maxMemory());
    } catch (ArithmeticException uncountable) {
      throw ProblemException.of("input.uncountable", name, name, type);
    }
  }

  /// One above the largest integer that is safe for this input: the smallest axis it may index
  /// into, or 2 where it indexes nothing.
  private long bound(String input) {
    long limit = limit(input, new HashSet<>());
    return limit == Long.MAX_VALUE ? 2 : Math.clamp(limit, 1L, 30_000L);
  }

  private long limit(String value, Set<String> seen) {
    long limit = Long.MAX_VALUE;
    if (!seen.add(value)) {
      return limit;
    }
    for (int consumer : topology.consumers(value)) {
      var op = network.ops().get(consumer);
      var operator = Operators.find(op);
      for (int input = 0; operator != null && input < op.inputs().size(); input++) {
        if (op.inputs().get(input).equals(value)) {
          limit = Math.min(limit, operator.placesAt(types.context(op), input));
        }
      }
      if (operator != null
          && operator.has(Trait.MOVES_ELEMENTS)
          && op.inputs().getFirst().equals(value)) {
        for (var output : op.outputs()) {
          limit = Math.min(limit, limit(output, seen));
        }
      }
    }
    return limit;
  }
}
