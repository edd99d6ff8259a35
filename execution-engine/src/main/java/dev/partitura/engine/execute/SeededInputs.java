package dev.partitura.engine.execute;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Makes inputs for a network from a seed: floats are normally distributed, integers stay where the
/// network can use them (an index below the size of what it indexes), booleans are fair. The same
/// network, batch and seed give the same bits everywhere.
public final class SeededInputs {
  private static final Set<String> PASSING =
      Set.of(
          "Cast",
          "Identity",
          "Reshape",
          "Unsqueeze",
          "Squeeze",
          "Transpose",
          "Flatten",
          "Expand",
          "Concat",
          "Split",
          "Slice");
  private static final Set<String> INDEXING =
      Set.of("Gather", "GatherElements", "ScatterElements", "Scatter");

  /// Sizes of axes that a network leaves open and that are not the batch.
  private static final int IMAGE_SIDE = 224;

  private static final int SEQUENCE_LENGTH = 16;

  private final Network network;
  private final Topology topology;
  private final NetworkTypes types;

  private SeededInputs(Network network) {
    this.network = network;
    this.topology = Topology.of(network);
    this.types = TypeInference.infer(network);
  }

  /// A tensor for each input of the network; unknown axes are chosen as [#types] does.
  ///
  /// @throws ProblemException when an input has no type or is larger than memory
  public static Map<String, Tensor> make(Network network, int batch, long seed) {
    return make(network, types(network, batch), seed);
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

  /// Static types of the inputs: an unknown first axis, and every axis of the same symbol, takes
  /// `batch`; other unknown axes take 224 where they look like an image's and 16 elsewhere, and one
  /// symbol has one size everywhere.
  ///
  /// @throws ProblemException when an input has no type or its rank is unknown
  public static Map<String, TensorType> types(Network network, int batch) {
    var sizes = new HashMap<String, Long>();
    for (var input : network.inputs()) {
      var shape = known(input).knownShape();
      var symbol = shape.rank() > 0 ? shape.symbol(0) : null;
      if (symbol != null) {
        sizes.put(symbol, (long) batch);
      }
    }
    var types = new LinkedHashMap<String, TensorType>();
    for (var input : network.inputs()) {
      var shape = known(input).knownShape();
      for (int axis = 0; axis < shape.rank(); axis++) {
        if (!shape.isKnown(axis)) {
          long usual = axis == 0 ? batch : usualSize(shape, axis);
          var symbol = shape.symbol(axis);
          shape =
              shape.withSize(
                  axis, symbol == null ? usual : sizes.computeIfAbsent(symbol, _ -> usual));
        }
      }
      types.put(input.name(), known(input).withShape(shape));
    }
    return types;
  }

  private static TensorType known(Value input) {
    var type = input.type();
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

  private static long usualSize(Shape shape, int axis) {
    var symbol = shape.symbol(axis);
    var name = symbol == null ? "" : symbol.toLowerCase(Locale.ROOT);
    boolean image =
        name.contains("height")
            || name.contains("width")
            || shape.rank() == 4 && axis >= 2 && !name.contains("seq");
    return image ? IMAGE_SIDE : SEQUENCE_LENGTH;
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
      if (INDEXING.contains(op.type()) && op.inputs().indexOf(value) == 1) {
        var data = types.type(op.inputs().getFirst());
        limit =
            Math.min(
                limit,
                axisSize(
                    data == null ? null : data.shape(),
                    op.attributes().get("axis") instanceof Attribute.IntValue(long axis)
                        ? axis
                        : 0));
      } else if (op.type().equals("GatherND") || op.type().equals("ScatterND")) {
        limit = Math.min(limit, 1);
      } else if (PASSING.contains(op.type()) && op.inputs().getFirst().equals(value)) {
        for (var output : op.outputs()) {
          limit = Math.min(limit, limit(output, seen));
        }
      }
    }
    return limit;
  }

  private static long axisSize(@Nullable Shape shape, long axis) {
    if (shape == null || axis < -shape.rank() || axis >= shape.rank()) {
      return 1;
    }
    return Math.max(1, shape.size((int) axis));
  }
}
