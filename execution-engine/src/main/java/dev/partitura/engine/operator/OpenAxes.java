package dev.partitura.engine.operator;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.TensorType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an axis means that the inputs of a network leave open, wherever a size is wanted for it: to
/// weigh ops, to show work, to make inputs, to bind a batch.
///
/// - The batch is axis 0, unless its symbol also stands behind another open axis 0; it takes the
///   number of samples asked for.
/// - One symbol has one size everywhere: that of the batch, or what a fed tensor says.
/// - A side of a picture is 224: an axis named height or width, or one behind the channels of an
///   input `[N, C, H, W]` that is not named as a sequence. Any other axis is a length of 16, but
///   axis 0 of an input that does not carry the batch is 1.
public final class OpenAxes {
  private static final long PICTURE_SIDE = 224;
  private static final long LENGTH = 16;

  private final Set<String> batch;
  private final long samples;
  private final Map<String, Long> sizes = new HashMap<>();

  private OpenAxes(Set<String> batch, long samples) {
    this.batch = batch;
    this.samples = samples;
  }

  /// The types of a network that carries `samples`: those given where no axis is open.
  public static NetworkTypes sized(NetworkTypes types, long samples) {
    var declared = new LinkedHashMap<String, TensorType>();
    for (var input : types.network().inputs()) {
      put(declared, input.name(), types.type(input.name()));
    }
    var inputs = inputs(declared, Map.of(), batch(declared), samples);
    return inputs.equals(declared) ? types : TypeInference.infer(types.network(), inputs, Map.of());
  }

  /// The types of a network that carries `samples`.
  ///
  /// @throws ProblemException when the ops depend on each other in a circle
  public static NetworkTypes types(Network network, long samples) {
    return types(network, Map.of(), samples);
  }

  /// The types of a network that carries `samples`, other open axes as in what is fed.
  ///
  /// @param fed types of tensors by input; they also tell the rank where the network does not
  /// @throws ProblemException when the ops depend on each other in a circle
  public static NetworkTypes types(Network network, Map<String, TensorType> fed, long samples) {
    var declared = new LinkedHashMap<String, TensorType>();
    for (var input : network.inputs()) {
      put(declared, input.name(), declared(input, fed.get(input.name())));
    }
    var inputs = inputs(declared, fed, batch(declared), samples);
    return TypeInference.infer(network, inputs, Map.of());
  }

  /// As [#types], but in a network that leaves no axis 0 open the inputs carry `samples` that have
  /// as many rows as the first.
  public static NetworkTypes typesOfAnyBatch(Network network, long samples) {
    var declared = new LinkedHashMap<String, TensorType>();
    network.inputs().forEach(input -> put(declared, input.name(), input.type()));
    var batch = batch(declared);
    if (batch.isEmpty()) {
      batch = asLongAsTheFirst(declared);
    }
    return TypeInference.infer(network, inputs(declared, Map.of(), batch, samples), Map.of());
  }

  private static Set<String> asLongAsTheFirst(Map<String, TensorType> declared) {
    var batch = new LinkedHashSet<String>();
    long rows = Shape.UNKNOWN;
    for (var input : declared.entrySet()) {
      var shape = input.getValue().knownShape();
      if (shape.rank() > 0 && shape.isKnown(0) && (batch.isEmpty() || shape.size(0) == rows)) {
        rows = shape.size(0);
        batch.add(input.getKey());
      }
    }
    return batch;
  }

  /// What an input is said to be: what the network states, and where it states no shape what is fed
  /// with its first axis open. Null when neither tells a type.
  public static @Nullable TensorType declared(Value input, @Nullable TensorType fed) {
    var stated = input.type();
    if (fed == null || (stated != null && stated.shape() != null)) {
      return stated;
    }
    var shape = fed.knownShape();
    return (stated != null ? stated : fed)
        .withShape(shape.rank() == 0 ? shape : shape.withSize(0, Shape.UNKNOWN));
  }

  /// Static types of inputs of known rank where those in `batch` carry `samples` along axis 0,
  /// whatever size is declared there.
  ///
  /// @param declared by input
  /// @param fed types of tensors by input
  public static Map<String, TensorType> inputs(
      Map<String, TensorType> declared,
      Map<String, TensorType> fed,
      Set<String> batch,
      long samples) {
    var axes = new OpenAxes(batch, samples);
    axes.bindBatch(declared);
    declared.forEach((name, type) -> axes.bindFed(type, fed.get(name)));
    declared.values().forEach(axes::bindUsual);
    var types = new LinkedHashMap<String, TensorType>();
    declared.forEach(
        (name, type) -> types.put(name, axes.size(name, fed.getOrDefault(name, type))));
    return types;
  }

  /// Inputs that carry the batch in an open axis 0.
  private static Set<String> batch(Map<String, TensorType> declared) {
    var later = new LinkedHashSet<String>();
    declared.values().forEach(type -> addLaterSymbols(type.knownShape(), later));
    var batch = new LinkedHashSet<String>();
    declared.forEach((name, type) -> {
      var shape = type.knownShape();
      if (shape.rank() > 0 && !shape.isKnown(0) && !isIn(later, shape.symbol(0))) {
        batch.add(name);
      }
    });
    return batch;
  }

  private static void put(
      Map<String, TensorType> declared, String name, @Nullable TensorType type) {
    if (type != null && type.shape() != null) {
      declared.put(name, type);
    }
  }

  private static void addLaterSymbols(Shape shape, Set<String> symbols) {
    for (int axis = 1; axis < shape.rank() && !shape.isKnown(0); axis++) {
      var symbol = shape.symbol(axis);
      if (symbol != null && !symbol.equals(shape.symbol(0))) {
        symbols.add(symbol);
      }
    }
  }

  private static boolean isIn(Set<String> symbols, @Nullable String symbol) {
    return symbol != null && symbols.contains(symbol);
  }

  private void bindBatch(Map<String, TensorType> declared) {
    for (var name : batch) {
      var type = declared.get(name);
      var symbol = type == null ? null : type.knownShape().symbol(0);
      if (symbol != null) {
        sizes.put(symbol, samples);
      }
    }
  }

  private void bindFed(TensorType declared, @Nullable TensorType fed) {
    var shape = declared.knownShape();
    var given = fed == null ? shape : fed.knownShape();
    for (int axis = 0; axis < Math.min(shape.rank(), given.rank()); axis++) {
      var symbol = shape.symbol(axis);
      if (symbol != null && given.isKnown(axis)) {
        sizes.putIfAbsent(symbol, given.size(axis));
      }
    }
  }

  private void bindUsual(TensorType declared) {
    var shape = declared.knownShape();
    for (int axis = 1; axis < shape.rank(); axis++) {
      var symbol = shape.symbol(axis);
      if (symbol != null) {
        sizes.putIfAbsent(symbol, usual(shape, axis));
      }
    }
  }

  private TensorType size(String name, TensorType type) {
    var shape = type.knownShape();
    if (batch.contains(name)) {
      shape = shape.withSize(0, samples);
    }
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (!shape.isKnown(axis)) {
        var symbol = shape.symbol(axis);
        long usual = usual(shape, axis);
        shape = shape.withSize(axis, symbol == null ? usual : sizes.getOrDefault(symbol, usual));
      }
    }
    return type.withShape(shape);
  }

  private static long usual(Shape shape, int axis) {
    var symbol = shape.symbol(axis);
    var name = symbol == null ? "" : symbol.toLowerCase(Locale.ROOT);
    boolean picture =
        name.contains("height")
            || name.contains("width")
            || shape.rank() == 4 && axis > 1 && !name.contains("seq");
    return axis == 0 ? 1 : picture ? PICTURE_SIDE : LENGTH;
  }
}
