package dev.partitura.engine.task.lower;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds out how many samples a micro-batch has and binds the network to that size.
///
/// Inputs whose axis 0 is unknown carry the batch; where all sizes are fixed, the first input does,
/// and every other of rank 2 or more with the same axis 0. A network of a fixed batch runs
/// micro-batches of its own size, and other sizes where shape inference allows.
final class BatchBinder {
  private static final long FREE_AXIS = 16;
  private static final long FREE_PICTURE_AXIS = 224;
  private static final int MOST_SPLITS = 1 << 20;

  private final Network network;
  private final Plan plan;
  private final int batch;
  private final Map<String, Tensor> fed;
  private final long seed;
  private final InputMaker maker;
  private final long memoryBytes;
  private final int splits;
  private final List<String> notes = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, TensorType> declared = new LinkedHashMap<>();
  private final Set<String> batchInputs = new LinkedHashSet<>();
  private long fixedBatch = Shape.UNKNOWN;

  private BatchBinder(
      Network network,
      Plan plan,
      int batch,
      Map<String, Tensor> fed,
      long seed,
      InputMaker maker,
      long memoryBytes) {
    this.network = withFedInitializers(network, fed);
    this.plan = plan;
    this.batch = batch;
    this.fed = fed;
    this.seed = seed;
    this.maker = maker;
    this.memoryBytes = memoryBytes;
    this.splits = splits(plan);
  }

  /// @param memoryBytes of the machine, of which the inputs may take half
  /// @throws ProblemException when feeds, batch and plan do not fit; holds every problem found
  static BatchBinding bind(
      Network network,
      Plan plan,
      int batch,
      Map<String, Tensor> feeds,
      long seed,
      InputMaker maker,
      long memoryBytes) {
    return new BatchBinder(network, plan, batch, feeds, seed, maker, memoryBytes).bind();
  }

  private static Network withFedInitializers(Network network, Map<String, Tensor> fed) {
    var initializers = new LinkedHashMap<>(network.initializers());
    initializers.keySet().removeAll(fed.keySet());
    var inputs =
        network.inputs().stream().filter(input -> !initializers.containsKey(input.name())).toList();
    return network.withInputs(inputs).withInitializers(initializers);
  }

  private static int splits(Plan plan) {
    long splits = (long) plan.replicas() * plan.microBatches();
    if (splits > MOST_SPLITS) {
      throw new ProblemException(
          "plan.splits.many",
          "",
          plan.replicas()
              + " replicas × "
              + plan.microBatches()
              + " micro-batches are more than can be run.",
          "Use at most " + MOST_SPLITS + " micro-batches in all.");
    }
    return (int) splits;
  }

  private BatchBinding bind() {
    declareInputs();
    refuse();
    findBatchInputs();
    long present = presentSamples();
    refuse();
    long micro = microBatchSize(present);
    refuse();
    var types = inferred(micro);
    boolean fixed = fixedBatch >= 0 && micro != fixedBatch && fixesBatch(types, micro) != null;
    if (fixed && batch == 0 && present <= fixedBatch * splits && present >= 0 && splits > 1) {
      micro = fixedBatch;
      types = inferred(micro);
    } else if (fixed) {
      refuseFixedBatch(types, micro);
    }
    long total = Math.multiplyExact(micro, splits);
    if (total > Integer.MAX_VALUE) {
      throw new ProblemException(
          "run.batch.large",
          "",
          "A batch of " + total + " samples is too large.",
          "Use fewer micro-batches or a smaller batch.");
    }
    long samples = present >= 0 ? Math.min(present, total) : total;
    checkInputMemory(types, total);
    var feeds = new LinkedHashMap<String, Tensor>();
    for (var input : network.inputs()) {
      feeds.put(input.name(), feed(input.name(), types, samples, total));
    }
    if (samples < total) {
      notes.add(
          "The input holds "
              + samples
              + (samples == 1 ? " sample" : " samples")
              + " and was repeated to fill "
              + splits
              + " micro-batches of "
              + micro
              + ".");
    }
    var reached = reached();
    if (splits > 1) {
      checkOutputs(types, micro, reached);
      refuse();
    }
    return new BatchBinding(
        network, types, splits, (int) micro, (int) samples, feeds, batchInputs, reached, notes);
  }

  private void refuse() {
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  private void declareInputs() {
    var names = new HashSet<String>();
    for (var input : network.inputs()) {
      names.add(input.name());
      var given = fed.get(input.name());
      var type = input.type() != null ? input.type() : given != null ? given.type() : null;
      if (type == null || (given == null && type.shape() == null)) {
        problems.add(
            new Problem(
                "run.input.type",
                input.name(),
                "Input " + input.name() + " has no type, so no value can be made for it.",
                "Give one with --input " + input.name() + "=FILE.pb."));
        continue;
      }
      declared.put(
          input.name(),
          type.shape() == null && given != null ? type.withShape(given.shape()) : type);
      if (given != null) {
        checkFeed(input.name(), type, given.type());
      }
    }
    for (var name : fed.keySet()) {
      if (!names.contains(name)) {
        problems.add(
            new Problem(
                "run.input.unknown",
                name,
                "The network has no input " + name + ".",
                names.isEmpty()
                    ? "It has none at all."
                    : "Its inputs are "
                        + String.join(", ", names.stream().sorted().toList())
                        + "."));
      }
    }
  }

  private void checkFeed(String name, TensorType type, TensorType given) {
    var wanted = type.shape();
    boolean fits =
        given.dataType() == type.dataType()
            && (wanted == null || wanted.rank() == given.knownShape().rank());
    if (fits && wanted != null && wanted.rank() > 0 && wanted.isKnown(0)) {
      fits = isWholeBatches(wanted, given.knownShape().size(0));
    }
    for (int axis = 1; fits && wanted != null && axis < wanted.rank(); axis++) {
      fits = !wanted.isKnown(axis) || wanted.size(axis) == given.knownShape().size(axis);
    }
    if (!fits) {
      problems.add(
          new Problem(
              "run.input.shape",
              name,
              "Input " + name + " takes " + type + " but was given " + given + ".",
              "Give a tensor of that type."));
    }
  }

  /// Whether `samples` are one or more of the batches that a network of a fixed batch was made for.
  private static boolean isWholeBatches(Shape wanted, long samples) {
    long batch = wanted.size(0);
    return samples == batch
        || wanted.rank() > 1 && batch > 0 && samples > 0 && samples % batch == 0;
  }

  private void findBatchInputs() {
    Shape first = null;
    boolean free =
        declared.values().stream()
            .anyMatch(type -> rank(type) > 0 && !type.knownShape().isKnown(0));
    for (var entry : declared.entrySet()) {
      var shape = entry.getValue().knownShape();
      if (shape.rank() == 0 || shape.isKnown(0) == free) {
        continue;
      }
      if (first == null) {
        first = shape;
        batchInputs.add(entry.getKey());
        fixedBatch = free ? Shape.UNKNOWN : shape.size(0);
      } else if (free
          ? sameSymbol(first.symbol(0), shape.symbol(0))
          : shape.rank() > 1 && shape.size(0) == fixedBatch) {
        batchInputs.add(entry.getKey());
      }
    }
  }

  private static int rank(TensorType type) {
    return type.knownShape().rank();
  }

  private static boolean sameSymbol(@Nullable String one, @Nullable String other) {
    return one == null || other == null || one.equals(other);
  }

  /// Samples of the feeds, or -1 when no batch input is fed.
  private long presentSamples() {
    long present = -1;
    String first = "";
    for (var name : batchInputs) {
      var given = fed.get(name);
      if (given != null && present >= 0 && given.shape().size(0) != present && splits > 1) {
        problems.add(
            new Problem(
                "run.input.batch",
                name,
                "Input "
                    + name
                    + " holds "
                    + given.shape().size(0)
                    + " samples but input "
                    + first
                    + " holds "
                    + present
                    + ".",
                "Give all inputs the same number of samples."));
      } else if (given != null && present < 0) {
        present = given.shape().size(0);
        first = name;
      }
    }
    if (batch > 0 && present > batch) {
      problems.add(
          new Problem(
              "run.batch.small",
              first,
              "Input " + first + " holds " + present + " samples but the batch is " + batch + ".",
              "Leave --batch out or make it " + present + "."));
    }
    return present;
  }

  private long microBatchSize(long present) {
    if ((batch > 0 || splits > 1) && batchInputs.isEmpty()) {
      if (splits > 1 || batch > 1) {
        problems.add(
            new Problem(
                "plan.batch.none",
                "",
                "The network has no input with a batch axis, so nothing can be split or repeated.",
                "Use a plan without replicas and micro-batches, and no batch."));
      }
      return 1;
    }
    if (batch > 0) {
      if (batch % splits != 0) {
        problems.add(
            new Problem(
                "plan.batch.split",
                "",
                "A batch of "
                    + batch
                    + " samples cannot be split evenly into "
                    + plan.replicas()
                    + " replicas × "
                    + plan.microBatches()
                    + " micro-batches.",
                "Use a batch that is a multiple of " + splits + "."));
      }
      return Math.max(1, batch / splits);
    }
    if (present < 0) {
      return fixedBatch >= 0 ? fixedBatch : 1;
    }
    return splits == 1 ? present : Math.max(1, Math.ceilDiv(present, splits));
  }

  private NetworkTypes inferred(long micro) {
    var given = new LinkedHashMap<String, TensorType>();
    declared.keySet().forEach(name -> given.put(name, bound(name, micro)));
    return TypeInference.infer(network, given, Map.of());
  }

  /// The input's type in one micro-batch.
  private TensorType bound(String name, long micro) {
    var feed = fed.get(name);
    var type = feed != null ? feed.type() : java.util.Objects.requireNonNull(declared.get(name));
    var shape = type.knownShape();
    if (batchInputs.contains(name) && (splits > 1 || feed == null || batch > 0)) {
      shape = shape.withSize(0, micro);
    }
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (!shape.isKnown(axis)) {
        long size = axis == 0 ? 1 : shape.rank() == 4 && axis > 1 ? FREE_PICTURE_AXIS : FREE_AXIS;
        var note =
            "Axis " + axis + " of input " + name + " has no fixed size; " + size + " was taken.";
        if (!notes.contains(note)) {
          notes.add(note);
        }
        shape = shape.withSize(axis, size);
      }
    }
    return type.withShape(shape);
  }

  /// The op that keeps the batch at the size the network was made for, or null when every output
  /// follows the input.
  private @Nullable Op fixesBatch(NetworkTypes types, long micro) {
    var made = inferred(fixedBatch);
    var reached = reached();
    if (made.problems().isEmpty() && !types.problems().isEmpty()) {
      var subject = types.problems().getFirst().subject();
      return network.ops().stream()
          .filter(op -> op.name().equals(subject))
          .findFirst()
          .orElse(null);
    }
    boolean follows =
        network.outputs().stream()
            .filter(output -> reached.contains(output.name()))
            .allMatch(output -> scales(made.type(output.name()), types.type(output.name()), micro));
    if (follows) {
      return null;
    }
    for (int index : Topology.of(network).order()) {
      var op = network.ops().get(index);
      for (var output : op.outputs()) {
        if (reached.contains(output) && !scales(made.type(output), types.type(output), micro)) {
          return op;
        }
      }
    }
    return null;
  }

  private boolean scales(@Nullable TensorType made, @Nullable TensorType now, long micro) {
    var before = made == null ? null : made.shape();
    var after = now == null ? null : now.shape();
    if (before == null
        || after == null
        || before.rank() == 0
        || after.rank() == 0
        || !before.isKnown(0)
        || !after.isKnown(0)) {
      return before == null || after == null || before.rank() > 0;
    }
    return Math.multiplyExact(before.size(0), micro)
        == Math.multiplyExact(after.size(0), fixedBatch);
  }

  private void refuseFixedBatch(NetworkTypes types, long micro) {
    if (splits == 1 && batch == 0) {
      return;
    }
    var op = fixesBatch(types, micro);
    if (op != null) {
      throw new ProblemException(
          "plan.batch.fixed",
          op.name(),
          "Op "
              + op.name()
              + " ("
              + op.type()
              + ") fixes the batch of the network to "
              + fixedBatch
              + ", so micro-batches of "
              + micro
              + " cannot run.",
          "Use a batch of " + Math.multiplyExact(fixedBatch, splits) + ".");
    }
  }

  private void checkInputMemory(NetworkTypes types, long total) {
    long bytes = 0;
    for (var input : network.inputs()) {
      var type = types.type(input.name());
      if (type != null && type.isStatic()) {
        boolean joined = batchInputs.contains(input.name()) && type.knownShape().size(0) > 0;
        bytes +=
            joined
                ? Math.multiplyExact(type.sizeBytes() / type.knownShape().size(0), total)
                : type.sizeBytes();
      }
    }
    if (bytes > memoryBytes / 2) {
      throw new ProblemException(
          "run.input.memory",
          "",
          "The inputs of "
              + total
              + " samples take "
              + (bytes >> 20)
              + " MiB, more than half of the machine's "
              + (memoryBytes >> 20)
              + " MiB.",
          "Use a smaller batch or fewer micro-batches.");
    }
  }

  private Tensor feed(String name, NetworkTypes types, long samples, long total) {
    var given = fed.get(name);
    boolean split = batchInputs.contains(name) && (splits > 1 || batch > 0);
    if (given == null) {
      var type = bound(name, 1);
      if (batchInputs.contains(name)) {
        type =
            type.withShape(
                type.knownShape()
                    .withSize(0, splits > 1 || batch > 0 ? samples : microOf(types, name)));
      }
      given =
          java.util.Objects.requireNonNull(maker.make(network, Map.of(name, type), seed).get(name));
    }
    return split && given.shape().size(0) < total ? BatchRows.repeat(given, total) : given;
  }

  private static long microOf(NetworkTypes types, String name) {
    return java.util.Objects.requireNonNull(types.type(name)).knownShape().size(0);
  }

  private Set<String> reached() {
    var reached = new LinkedHashSet<>(batchInputs);
    for (int index : Topology.of(network).order()) {
      var op = network.ops().get(index);
      if (!op.type().equals("Shape")
          && !op.type().equals("Size")
          && op.dependencies().stream().anyMatch(reached::contains)) {
        op.outputs().stream().filter(output -> !output.isEmpty()).forEach(reached::add);
      }
    }
    return reached;
  }

  private void checkOutputs(NetworkTypes types, long micro, Set<String> reached) {
    for (var output : network.outputs()) {
      var type = types.type(output.name());
      var shape = type == null ? null : type.shape();
      boolean joins =
          shape == null || (shape.rank() > 0 && (!shape.isKnown(0) || shape.size(0) % micro == 0));
      if (reached.contains(output.name()) && !joins) {
        problems.add(
            new Problem(
                "plan.batch.output",
                output.name(),
                "Output "
                    + output.name()
                    + " is "
                    + type
                    + " for "
                    + micro
                    + " samples, so the outputs of micro-batches cannot be joined.",
                "Use one replica and one micro-batch."));
      }
    }
  }
}
