package dev.partitura.engine.training;

import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.operator.AccumulateGradient;
import dev.partitura.engine.operator.CopyParameter;
import dev.partitura.engine.operator.Fused;
import dev.partitura.engine.operator.MixedPrecision;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Makes a [TrainingStep] out of a network: forward to the loss, back, sums and updates. Used once,
/// by one thread.
final class StepMaking {
  /// A number as low as what masks hold is nothing to learn.
  private static final double LEAST_WEIGHT = -1e4;

  private final NetworkTypes model;
  private final SharedParameters shared;
  private final Map<String, String> originals;
  private final Optimizer optimizer;
  private final Recomputation recomputation;

  /// Shared parameters on which the loss does not depend in all their places.
  private final Set<String> partlyTrained = new HashSet<>();

  private final Map<OpId, TrainingStep.Part> parts = new HashMap<>();
  private final Map<OpId, OpId> anchors = new HashMap<>();
  private final List<KeptValue> kept = new ArrayList<>();
  private final List<String> frozen = new ArrayList<>();

  StepMaking(
      NetworkTypes model,
      SharedParameters shared,
      Optimizer optimizer,
      Recomputation recomputation) {
    this.model = model;
    this.shared = shared;
    this.originals = shared.originals();
    this.optimizer = optimizer;
    this.recomputation = recomputation;
  }

  /// Shared parameters on which the loss does not depend in all their places, once [#make] has
  /// found them.
  Set<String> partlyTrained() {
    return partlyTrained;
  }

  /// Null where some parameters are [#partlyTrained].
  @Nullable TrainingStep make(int microBatches, Precision precision) {
    var loss = TrainingLoss.of(model);
    var own = new HashSet<OpId>();
    model.network().ops().forEach(op -> own.add(op.id()));
    for (var op : loss.network().ops()) {
      parts.put(op.id(), TrainingStep.Part.FORWARD);
      if (!own.contains(op.id())) {
        anchors.put(op.id(), loss.behind());
      }
    }
    var forward = inferred(loss.network());
    if (precision == Precision.BF16) {
      var mixed = MixedPrecision.of(forward, anchors.keySet());
      mixed
          .owners()
          .forEach((op, owner) -> {
            parts.put(op, TrainingStep.Part.FORWARD);
            anchors.put(op, owner);
          });
      forward = mixed.types();
    }
    var differentiated = Differentiated.of(forward, loss.value(), 1.0 / microBatches, trainable());
    if (differentiated.gradients().isEmpty()) {
      throw untrained();
    }
    var trained = differentiated.gradients().keySet();
    shared
        .copies()
        .forEach((parameter, copies) -> {
          if (!trained.contains(parameter) || !trained.containsAll(copies)) {
            partlyTrained.add(parameter);
          }
        });
    if (!partlyTrained.isEmpty()) {
      return null;
    }
    addWayBack(differentiated);
    var recomputed = recomputation.applyTo(forward, differentiated.network(), this::anchor);
    recomputed
        .copies()
        .forEach((op, copy) -> {
          parts.put(copy, TrainingStep.Part.INPUT_GRADIENT);
          anchors.put(copy, anchor(op));
        });
    var builder = NetworkBuilder.of(recomputed.network());
    var sums = accumulate(builder, differentiated);
    update(builder, sums);
    var network = withKept(summedEarly(builder.build()), loss);
    return new TrainingStep(
        network, inferred(network), loss, parts, anchors, kept, frozen, originals);
  }

  private NetworkTypes inferred(Network network) {
    return TrainingStep.inferred(network, model);
  }

  /// Initializers of numbers along an axis; scalars and masks are part of what is computed.
  private List<String> trainable() {
    var names = new ArrayList<String>();
    model
        .network()
        .initializers()
        .forEach((name, constant) -> {
          if (constant.type().dataType().isFloating()
              && constant.type().knownShape().elementCount() > 1) {
            (isTrained(constant) ? names : frozen).add(name);
          }
        });
    return names;
  }

  /// Says why nothing can be trained.
  private ProblemException untrained() {
    for (var name : frozen) {
      var type = initial(name).type().dataType();
      if (type != DataType.FLOAT && type != DataType.DOUBLE) {
        return ProblemException.of("training.parameters.type", name, name, type);
      }
    }
    return ProblemException.of("training.parameters.none", "");
  }

  /// Sums and updates are computed in these types alone.
  private static boolean isTrained(Constant constant) {
    var type = constant.type().dataType();
    return (type == DataType.FLOAT || type == DataType.DOUBLE) && !isMask(constant);
  }

  private static boolean isMask(Constant constant) {
    if (!constant.isKnown()) {
      return false;
    }
    var tensor = constant.tensor();
    for (long i = 0; i < tensor.elementCount(); i++) {
      if (!(tensor.doubleAt(i) > LEAST_WEIGHT)) {
        return true;
      }
    }
    return false;
  }

  /// A gradient that leads to one of another op is an input's; all else ends at a parameter.
  private void addWayBack(Differentiated differentiated) {
    var ops = differentiated.network().ops();
    var leadsOn = new HashSet<String>();
    var parameterOf = new HashMap<String, String>();
    differentiated.gradients().forEach((parameter, value) -> parameterOf.put(value, parameter));
    var origins = differentiated.origins();
    var readers = new HashMap<String, List<Op>>();
    ops.forEach(op ->
        op.dependencies()
            .forEach(value -> readers.computeIfAbsent(value, _ -> new ArrayList<>()).add(op)));
    for (var op : ops.reversed()) {
      if (parts.containsKey(op.id())) {
        continue;
      }
      var origin = origins.get(op.id());
      boolean input = false;
      for (var output : op.outputs()) {
        for (var reader : readers.getOrDefault(output, List.of())) {
          var next = origins.get(reader.id());
          input |= next != null && (!next.equals(origin) || leadsOn.contains(reader.name()));
        }
      }
      if (input) {
        leadsOn.add(op.name());
      }
      parts.put(
          op.id(), input ? TrainingStep.Part.INPUT_GRADIENT : TrainingStep.Part.WEIGHT_GRADIENT);
      if (origin != null) {
        anchors.put(op.id(), anchor(origin));
        continue;
      }
      // A sum of the gradients of a parameter that several ops read.
      var parameter = Objects.requireNonNull(parameterOf.get(op.outputs().getFirst()));
      anchors.put(op.id(), home(parameter));
      op.inputs().forEach(value -> parameterOf.putIfAbsent(value, parameter));
    }
  }

  private OpId anchor(OpId op) {
    return anchors.getOrDefault(op, op);
  }

  /// The first op that reads a parameter: its stage keeps it.
  private OpId home(String parameter) {
    for (var op : model.network().ops()) {
      if (op.dependencies().contains(parameter)) {
        return op.id();
      }
    }
    throw new IllegalStateException("Nobody reads " + parameter);
  }

  private Map<String, String> accumulate(NetworkBuilder builder, Differentiated differentiated) {
    var sums = new LinkedHashMap<String, String>();
    var sumOf = new HashMap<String, String>();
    for (var parameter : new TreeSet<>(differentiated.gradients().keySet())) {
      var type = initial(parameter).type();
      var sum = builder.input(builder.unique(parameter + "/gradient"), type);
      kept.add(new KeptValue(sum, type, null));
      sumOf.put(parameter, sum);
      var name = builder.unique(parameter + "/accumulate");
      int before = builder.opCount();
      var next =
          builder
              .op(
                  name,
                  Fused.DOMAIN,
                  AccumulateGradient.TYPE,
                  1,
                  Attributes.NONE,
                  sum,
                  Objects.requireNonNull(differentiated.gradients().get(parameter)))
              .getFirst();
      mark(builder, before, TrainingStep.Part.WEIGHT_GRADIENT, parameter);
      sums.put(parameter, next);
    }
    shared
        .originals()
        .forEach((copy, parameter) -> {
          if (sumOf.containsKey(copy) && sumOf.containsKey(parameter)) {
            originals.put(sumOf.get(copy), sumOf.get(parameter));
          }
        });
    return sums;
  }

  private Constant initial(String parameter) {
    return Objects.requireNonNull(model.network().initializers().get(parameter));
  }

  private void mark(NetworkBuilder builder, int before, TrainingStep.Part part, String parameter) {
    for (var op : builder.opsFrom(before)) {
      parts.put(op.id(), part);
      anchors.put(op.id(), home(parameter));
    }
  }

  private void update(NetworkBuilder builder, Map<String, String> sums) {
    var rate =
        builder.input(TrainingStep.LEARNING_RATE, new TensorType(DataType.FLOAT, Shape.SCALAR));
    var step = builder.input(TrainingStep.STEP, new TensorType(DataType.FLOAT, Shape.SCALAR));
    sums.forEach((parameter, sum) -> {
      if (originals.containsKey(parameter)) {
        return;
      }
      var copies = shared.copies().getOrDefault(parameter, List.of());
      var initial = initial(parameter);
      kept.add(new KeptValue(parameter, initial.type(), initial));
      int before = builder.opCount();
      var all = sum;
      for (var copy : copies) {
        all =
            builder
                .op(
                    builder.unique(copy + "/accumulate"),
                    Fused.DOMAIN,
                    AccumulateGradient.TYPE,
                    1,
                    Attributes.NONE,
                    all,
                    Objects.requireNonNull(sums.get(copy)))
                .getFirst();
      }
      kept.addAll(optimizer.addUpdate(builder, parameter, initial.type(), all, rate, step));
      mark(builder, before, TrainingStep.Part.UPDATE, parameter);
      var updated = updated(builder, before, parameter);
      copies.forEach(
          copy -> takeOver(builder, copy, Objects.requireNonNull(sums.get(copy)), updated));
    });
  }

  /// What the update among the ops from `before` on makes of a parameter.
  private static String updated(NetworkBuilder builder, int before, String parameter) {
    for (var op : builder.opsFrom(before)) {
      if (op.inputs().getFirst().equals(parameter)) {
        return op.outputs().getFirst();
      }
    }
    throw new IllegalStateException("Nothing updates " + parameter);
  }

  private void takeOver(NetworkBuilder builder, String copy, String sum, String updated) {
    var initial = initial(copy);
    kept.add(new KeptValue(copy, initial.type(), initial));
    int before = builder.opCount();
    builder.op(
        builder.unique(copy + "/update"),
        Fused.DOMAIN,
        CopyParameter.TYPE,
        2,
        Attributes.NONE,
        copy,
        sum,
        updated);
    mark(builder, before, TrainingStep.Part.UPDATE, copy);
  }

  /// Each gradient is added to its sum as soon as it is there, so that it is kept no longer and
  /// sums are final one after another.
  private Network summedEarly(Network network) {
    var sums = new HashMap<String, Op>();
    for (var op : network.ops()) {
      if (op.type().equals(AccumulateGradient.TYPE)
          && parts.get(op.id()) != TrainingStep.Part.UPDATE) {
        sums.put(op.inputs().getLast(), op);
      }
    }
    var ops = new ArrayList<Op>();
    for (var op : network.ops()) {
      if (!op.type().equals(AccumulateGradient.TYPE)
          || parts.get(op.id()) == TrainingStep.Part.UPDATE) {
        ops.add(op);
        op.outputs().stream().map(sums::remove).filter(Objects::nonNull).forEach(ops::add);
      }
    }
    ops.addAll(0, sums.values());
    return network.withOps(ops);
  }

  /// Parameters are inputs from here on, and the loss is all that is wanted.
  private Network withKept(Network network, TrainingLoss loss) {
    var inputs = new ArrayList<>(network.inputs());
    var initializers = new LinkedHashMap<>(network.initializers());
    for (var value : kept) {
      if (initializers.remove(value.value()) != null) {
        inputs.removeIf(input -> input.name().equals(value.value()));
        inputs.add(new Value(value.value(), value.type()));
      }
    }
    return network
        .withInputs(inputs)
        .withInitializers(initializers)
        .withOutputs(List.of(new Value(loss.value(), null)));
  }
}
