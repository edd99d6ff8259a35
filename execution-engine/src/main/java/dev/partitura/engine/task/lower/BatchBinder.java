package dev.partitura.engine.task.lower;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.SampleCounts;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Finds out how many samples a micro-batch has and binds the network to that size.
///
/// A batch is split only where [ShardPropagation] shows, from the network as a micro-batch sees it
/// and as the unsplit run sees it, that the outputs of the micro-batches make up those of the
/// unsplit run; all else is refused.
final class BatchBinder {
  private static final int MOST_SPLITS = 1 << 20;

  private final Network network;
  private final Plan plan;
  private final int batch;
  private final Map<String, TensorType> fed;
  private final long memoryBytes;
  private final int splits;
  private final List<Phrase> notes = new ArrayList<>();
  private final Map<String, TensorType> declared;
  private final BatchTrial trial;
  private final BatchInputs candidates;

  private BatchBinder(
      Network network,
      Plan plan,
      int batch,
      Map<String, TensorType> fed,
      long memoryBytes,
      Recent<BatchTrial.Bound, NetworkTypes> known) {
    this.network = withFedInitializers(network, fed);
    this.plan = plan;
    this.batch = batch;
    this.fed = fed;
    this.memoryBytes = memoryBytes;
    this.splits = splits(plan);
    this.declared = InputTypes.of(this.network, fed);
    this.trial = new BatchTrial(this.network, declared, fed, known);
    this.candidates = BatchInputs.of(declared, fed);
  }

  /// @param feeds types of what is fed
  /// @param memoryBytes of the machine, of which the inputs may take half
  /// @param known types that were inferred before
  /// @throws ProblemException when feeds, batch and plan do not fit; holds every problem found
  static BatchBinding bind(
      Network network,
      Plan plan,
      int batch,
      Map<String, TensorType> feeds,
      long memoryBytes,
      Recent<BatchTrial.Bound, NetworkTypes> known) {
    return new BatchBinder(network, plan, batch, feeds, memoryBytes, known).bind();
  }

  private static Network withFedInitializers(Network network, Map<String, TensorType> fed) {
    if (network.inputs().stream()
            .noneMatch(input -> network.initializers().containsKey(input.name()))
        && Collections.disjoint(network.initializers().keySet(), fed.keySet())) {
      return network;
    }
    var initializers = new LinkedHashMap<>(network.initializers());
    initializers.keySet().removeAll(fed.keySet());
    var inputs =
        network.inputs().stream().filter(input -> !initializers.containsKey(input.name())).toList();
    return network.withInputs(inputs).withInitializers(initializers);
  }

  private static int splits(Plan plan) {
    long splits = (long) plan.replicas() * plan.microBatches();
    if (splits > MOST_SPLITS) {
      throw ProblemException.of(
          "plan.splits.many", "", plan.replicas(), plan.microBatches(), MOST_SPLITS);
    }
    return (int) splits;
  }

  private BatchBinding bind() {
    requireBatch();
    var choice = chosen();
    if (!choice.problems().isEmpty()) {
      throw new ProblemException(choice.problems());
    }
    long total = Math.multiplyExact(choice.micro(), splits);
    checkInputMemory(choice, total);
    noteOpenAxes(choice);
    var whole = new LinkedHashMap<String, TensorType>();
    for (var input : network.inputs()) {
      var given = fed.get(input.name());
      whole.put(
          input.name(),
          given != null
              ? given
              : Objects.requireNonNull(
                  trial.bound(choice.inputs(), choice.samples()).get(input.name())));
    }
    boolean repeated = choice.samples() < total && !choice.inputs().isEmpty();
    if (repeated) {
      notes.add(Phrase.of("note.input.samples", choice.samples(), splits, choice.micro()));
    }
    return new BatchBinding(
        network,
        choice.types(),
        splits,
        (int) choice.micro(),
        (int) choice.samples(),
        runs(total),
        whole,
        choice.inputs(),
        choice.outputAxes(),
        flops(choice.types()) * splits,
        notes);
  }

  private double flops(NetworkTypes types) {
    double flops = 0;
    for (var op : network.ops()) {
      flops += types.work(op.id()).flops();
    }
    return flops;
  }

  private int runs(long total) {
    long fixed = candidates.fixedBatch();
    return fixed > 0 && total % fixed == 0 ? (int) (total / fixed) : 1;
  }

  private void requireBatch() {
    if (candidates.choices().isEmpty() && (splits > 1 || batch > 1)) {
      throw ProblemException.of("plan.batch.none", "");
    }
    if (batch % splits != 0) {
      throw ProblemException.of(
          "plan.batch.split", "", batch, plan.replicas(), plan.microBatches(), splits);
    }
    requireSameRows();
  }

  /// Inputs whose batch has one name hold as many samples.
  private void requireSameRows() {
    var first = new LinkedHashMap<String, String>();
    for (var input : declared.entrySet()) {
      var given = fed.get(input.getKey());
      var shape = input.getValue().knownShape();
      var symbol = shape.rank() > 0 ? shape.symbol(0) : null;
      if (given == null || symbol == null) {
        continue;
      }
      var other = first.putIfAbsent(symbol, input.getKey());
      long present = given.knownShape().size(0);
      long expected =
          other == null ? present : Objects.requireNonNull(fed.get(other)).knownShape().size(0);
      if (present != expected && splits > 1) {
        throw ProblemException.of(
            "run.input.batch", input.getKey(), input.getKey(), present, other, expected);
      }
    }
  }

  /// The first set of inputs that can be split as the plan wants. Which one it is depends on the
  /// plan as little as possible, so that the inputs made for several plans are the same.
  private BatchChoice chosen() {
    var choices = new ArrayList<>(candidates.choices());
    if (choices.isEmpty()) {
      return openChoice(Set.of(), 1, 1, 1);
    }
    if (choices.size() == 1) {
      return withOwnBatches(choice(choices.getFirst()));
    }
    long few = candidates.fixedBatch() >= 0 ? candidates.fixedBatch() : 2;
    choices.sort((a, b) -> Boolean.compare(!splits(a, few), !splits(b, few)));
    for (var inputs : choices) {
      var choice = choice(inputs);
      if (choice.runs()) {
        return choice;
      }
    }
    return withOwnBatches(choice(choices.getFirst()));
  }

  /// Whether a batch of three times `few` samples of these inputs can be split into parts of `few`.
  private boolean splits(Set<String> inputs, long few) {
    var part = trial.inferred(inputs, few);
    var whole = trial.inferred(inputs, 3 * few);
    return part.problems().isEmpty()
        && whole.problems().isEmpty()
        && trial
            .propagated(inputs, part, whole, new SampleCounts(few, 3 * few))
            .problems()
            .isEmpty();
  }

  private BatchChoice choice(Set<String> inputs) {
    long present = presentSamples(inputs);
    long micro = microBatchSize(present);
    long total = Math.multiplyExact(micro, splits);
    if (total > Integer.MAX_VALUE) {
      throw ProblemException.of("run.batch.large", "", total);
    }
    long samples = present < 0 ? total : Math.min(present, total);
    return candidates.fixedBatch() >= 0
        ? fixedChoice(inputs, micro, samples)
        : openChoice(inputs, micro, batch > 0 ? total : samples, samples);
  }

  /// @param whole samples that the unsplit run takes at once
  private BatchChoice openChoice(Set<String> inputs, long micro, long whole, long samples) {
    var types = trial.inferred(inputs, micro);
    var choice = new BatchChoice(inputs, micro, samples, types, Map.of(), List.of());
    long part = splits > 1 ? micro : samples;
    if (whole <= part || inputs.isEmpty()) {
      return choice;
    }
    var partTypes = splits > 1 ? types : trial.inferred(inputs, part);
    var wholeTypes = splits > 1 ? trial.inferred(inputs, whole) : types;
    if (!wholeTypes.problems().isEmpty()) {
      return choice.refused(wholeTypes.problems());
    }
    if (!types.problems().isEmpty()) {
      return choice.refused(
          types.problems().stream().map(problem -> partFails(problem, micro, whole)).toList());
    }
    var propagation =
        trial.propagated(inputs, partTypes, wholeTypes, new SampleCounts(part, whole));
    return splits > 1 && !propagation.problems().isEmpty()
        ? choice.refused(propagation.problems())
        : choice.joined(trial.axes(propagation));
  }

  private static Problem partFails(Problem problem, long micro, long whole) {
    return Problem.of("plan.batch.part", problem.subject(), whole, micro, problem);
  }

  private BatchChoice fixedChoice(Set<String> inputs, long micro, long samples) {
    return new FixedBatch(trial, candidates.fixedBatch())
        .choice(inputs, micro, samples, splits > 1);
  }

  /// Where smaller micro-batches than the network is made for cannot run, each runs one batch of
  /// its own size.
  private BatchChoice withOwnBatches(BatchChoice choice) {
    long fixed = candidates.fixedBatch();
    long present = presentSamples(choice.inputs());
    return choice.runs() || fixed < 0 || batch > 0 || splits == 1 || present > fixed * splits
        ? choice
        : fixedChoice(choice.inputs(), fixed, present < 0 ? fixed * splits : present);
  }

  /// Samples of the feeds, or -1 when no batch input is fed.
  private long presentSamples(Set<String> inputs) {
    for (var name : inputs) {
      var given = fed.get(name);
      if (given != null) {
        long present = given.knownShape().size(0);
        if (present == 0 && splits > 1) {
          throw ProblemException.of("run.batch.empty", name, name);
        }
        if (batch > 0 && present > batch) {
          throw ProblemException.of("run.batch.small", name, name, present, batch);
        }
        return present;
      }
    }
    return -1;
  }

  private long microBatchSize(long present) {
    if (batch > 0) {
      return batch / splits;
    }
    if (present < 0) {
      return Math.max(1, candidates.fixedBatch());
    }
    return splits == 1 ? present : Math.max(1, Math.ceilDiv(present, splits));
  }

  private void noteOpenAxes(BatchChoice choice) {
    for (var input : declared.entrySet()) {
      var shape = input.getValue().knownShape();
      var bound = Objects.requireNonNull(choice.types().type(input.getKey())).knownShape();
      for (int axis = 0; axis < shape.rank() && !fed.containsKey(input.getKey()); axis++) {
        if (!shape.isKnown(axis) && (axis > 0 || !choice.inputs().contains(input.getKey()))) {
          notes.add(Phrase.of("note.axis.open", axis, input.getKey(), bound.size(axis)));
        }
      }
    }
  }

  private void checkInputMemory(BatchChoice choice, long total) {
    long bytes = 0;
    for (var input : network.inputs()) {
      var type = choice.types().type(input.name());
      if (type != null && type.isStatic()) {
        boolean joined = choice.inputs().contains(input.name()) && type.knownShape().size(0) > 0;
        bytes +=
            joined
                ? Math.multiplyExact(type.sizeBytes() / type.knownShape().size(0), total)
                : type.sizeBytes();
      }
    }
    if (bytes > memoryBytes / 2) {
      throw ProblemException.of("run.input.memory", "", total, bytes, memoryBytes);
    }
  }
}
