package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.backend.Program;
import dev.partitura.engine.backend.Recipe;
import dev.partitura.engine.backend.Step;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.operator.Category;
import dev.partitura.engine.operator.Fused;
import dev.partitura.engine.operator.OpContext;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.Work;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One choice of steps and layouts: walks the network in dependency order, lets an [Emitter] or
/// else the reference kernel compute each op, and keeps where every value lies. Used by one thread.
final class Compilation {
  private final LoweredNetwork lowered;
  private final Topology topology;
  private final JoinedParts joinedParts;
  private final SlotTable slots = new SlotTable();
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, TensorType> innerTypes = new HashMap<>();
  private final Set<String> results = new HashSet<>();
  private final Set<OpId> emitted = new HashSet<>();

  private Compilation(LoweredNetwork lowered) {
    this.lowered = lowered;
    this.topology = Topology.of(lowered.network());
    lowered.network().outputs().forEach(output -> results.add(output.name()));
    this.joinedParts = new JoinedParts(this, lowered);
  }

  static Program of(LoweredNetwork lowered) {
    return new Compilation(lowered).compile();
  }

  private Program compile() {
    var network = lowered.network();
    for (var input : network.inputs()) {
      placeInput(input);
    }
    for (int index : topology.order()) {
      var op = withoutUnreadOutputs(network.ops().get(index));
      emit(op, lowered.stageOf(op.id()), lowered.originsOf(op.id()));
      emitted.add(op.id());
    }
    var inputSlots =
        network.inputs().stream()
            .map(input ->
                topology.consumers(input.name()).isEmpty() && !results.contains(input.name())
                    ? -1
                    : slots.home(input.name()))
            .toList();
    var outputSlots = new ArrayList<Integer>();
    for (var output : network.outputs()) {
      outputSlots.add(plain(output.name(), Math.max(0, slots.stage(home(output.name())))));
    }
    return new Program(steps, slots.all(), inputSlots, outputSlots);
  }

  private void placeInput(Value input) {
    var type = lowered.types().type(input.name());
    var stages = readers(input.name()).stream().mapToInt(this::stageOf).distinct().toArray();
    int stage = stages.length == 1 ? stages[0] : -1;
    if (type != null && isPlannable(type)) {
      slots.produced(input.name(), type, Layout.plain(type.knownShape().sizes()), stage);
    } else {
      slots.dynamic(input.name(), type, stage);
    }
  }

  /// The op without the further outputs that nobody reads, such as the mask of a `Dropout`.
  private Op withoutUnreadOutputs(Op op) {
    if (op.outputs().size() == 1) {
      return op;
    }
    var outputs = new ArrayList<>(op.outputs());
    for (int i = 1; i < outputs.size(); i++) {
      if (!results.contains(outputs.get(i)) && topology.consumers(outputs.get(i)).isEmpty()) {
        outputs.set(i, "");
      }
    }
    return outputs.equals(op.outputs()) ? op : op.withOutputs(outputs);
  }

  private void emit(Op op, int stage, List<OpId> origins) {
    Checkpoint.pass();
    if (lowered.passes().foldConstants() && isKnown(op)) {
      return;
    }
    var chain = Fused.chain(op);
    if (chain.size() > 1) {
      innerTypes.putAll(Fused.innerTypes(lowered.types().context(op)).types());
    }
    var unit = new Unit(op, chain.getFirst(), chain.subList(1, chain.size()), stage, origins);
    var emitter = Emitters.find(unit.head());
    if (emitter != null && emitter.emit(this, unit)) {
      return;
    }
    if (chain.size() > 1) {
      chain.forEach(member -> emit(member, stage, List.of(member.id())));
      return;
    }
    ReferenceEmitter.emit(this, unit);
  }

  /// Whether all that the op makes is the same in every run.
  private boolean isKnown(Op op) {
    for (var output : op.outputs()) {
      if (!output.isEmpty() && constant(output) == null) {
        return false;
      }
    }
    return true;
  }

  // What emitters ask.

  SlotTable slots() {
    return slots;
  }

  /// The layout in which a convolution reads a value of these sizes and writes its result. Where
  /// parts are joined in place all lie in rows; else it depends on the size of the plane.
  ChannelLayout channelLayout(long[] sizes) {
    return joinedParts.isEmpty() ? ChannelLayout.fastest(sizes) : ChannelLayout.rows();
  }

  @Nullable TensorType type(String value) {
    var type = lowered.types().type(value);
    return type != null ? type : innerTypes.get(value);
  }

  /// Sizes of a static float32 value of at least one element, else null.
  long @Nullable [] floatSizes(String value) {
    var type = value.isEmpty() ? null : type(value);
    if (type == null
        || type.dataType() != DataType.FLOAT
        || !type.isStatic()
        || type.knownShape().elementCount() == 0) {
      return null;
    }
    int slot = slots.home(value);
    return slot >= 0 && slots.get(slot).isDynamic() ? null : type.knownShape().sizes();
  }

  /// A value that is the same in every run, else null.
  @Nullable Constant constant(String value) {
    return value.isEmpty() ? null : lowered.types().constants().get(value);
  }

  /// What the operator of `op` may ask, with the types known here.
  OpContext context(Op op) {
    var types = new ArrayList<@Nullable TensorType>();
    var constants = new ArrayList<@Nullable Constant>();
    for (var value : op.inputs()) {
      types.add(value.isEmpty() ? null : type(value));
      constants.add(constant(value));
    }
    for (var value : op.captures()) {
      types.add(type(value));
      constants.add(constant(value));
    }
    var network = lowered.network();
    return new OpContext(
        op, network.opsets().getOrDefault(op.domain(), network.opset()), types, constants);
  }

  JoinedParts joinedParts() {
    return joinedParts;
  }

  boolean isResult(String value) {
    return results.contains(value);
  }

  /// The ops of the lowered network that read the value, once per use.
  List<Op> readers(String value) {
    return topology.consumers(value).stream().map(lowered.network().ops()::get).toList();
  }

  /// The op of the lowered network that produces the value, or null.
  @Nullable Op producer(String value) {
    int index = topology.producer(value);
    return index < 0 ? null : lowered.network().ops().get(index);
  }

  int stageOf(Op op) {
    return lowered.stageOf(op.id());
  }

  /// Whether the unit may write its result over the value: it lies in `layout` in memory that a
  /// step of this stage wrote and that no other stage reads, and neither it nor another value in
  /// that memory is needed afterwards, or read by the unit in another place.
  boolean mayOverwrite(Unit unit, String value, Layout layout) {
    int slot = slots.home(value);
    return lowered.passes().planMemory()
        && joinedParts.isEmpty()
        && slot >= 0
        && producer(value) != null
        && slots.stage(slot) == unit.stage()
        && homeLayout(value).sameAs(layout)
        && slots.valuesIn(slot).stream().allMatch(other -> isLastReadBy(unit, other))
        && unit.reads().stream().filter(slots.valuesIn(slot)::contains).count() == 1
        && readers(unit.result()).stream().noneMatch(reader -> stageOf(reader) != unit.stage());
  }

  private boolean isLastReadBy(Unit unit, String value) {
    return producer(value) != null
        && !isResult(value)
        && readers(value).stream()
            .allMatch(reader ->
                stageOf(reader) == unit.stage()
                    && (emitted.contains(reader.id()) || reader.id().equals(unit.head().id())));
  }

  static boolean isPlannable(TensorType type) {
    return type.isStatic() && type.dataType() != DataType.STRING;
  }

  /// Slot in which the value's producer left it; constants get one when first asked for.
  ///
  /// @throws ProblemException when nothing produces the value
  int home(String value) {
    int slot = slots.home(value);
    if (slot >= 0) {
      return slot;
    }
    var constant = constant(value);
    if (constant == null) {
      throw ProblemException.of("value.missing", value, value);
    }
    return slots.constant(value, constant);
  }

  /// Layout of the value as its producer left it.
  ///
  /// @throws IllegalStateException for a dynamic value
  Layout homeLayout(String value) {
    var layout = slots.layout(home(value));
    if (layout == null) {
      throw new IllegalStateException("Value " + value + " has no layout before the run");
    }
    return layout;
  }

  /// Slot with the value in plain layout, reordered in this stage if need be. A dynamic value keeps
  /// its slot.
  int plain(String value, int stage) {
    int slot = home(value);
    var layout = slots.layout(slot);
    return layout == null || layout.isPlain()
        ? slot
        : in(value, Layout.plain(layout.sizes()), stage);
  }

  /// Slot with the value in `layout`, reordered in this stage if need be.
  int in(String value, Layout layout, int stage) {
    int slot = home(value);
    if (homeLayout(value).sameAs(layout)) {
      return slot;
    }
    int known = slots.findCopy(value, layout, stage);
    if (known >= 0) {
      return known;
    }
    var type = Objects.requireNonNull(type(value));
    int copy = slots.copy(value, type, layout, stage);
    var work = new Work(0, type.sizeBytes(), type.sizeBytes());
    steps.add(
        new Step(
            value,
            "Reorder",
            Category.SHAPE,
            List.of(),
            stage,
            ReorderEmitter.recipe(homeLayout(value), layout),
            List.of(slot),
            List.of(copy),
            work));
    return copy;
  }

  /// A new slot for the unit's result; inside the slot of a `Concat` that joins it where that needs
  /// no copy.
  int result(Unit unit, Layout layout) {
    var value = unit.result();
    int part = joinedParts.place(value, layout);
    return part >= 0
        ? part
        : slots.produced(value, Objects.requireNonNull(type(value)), layout, unit.stage());
  }

  void step(Unit unit, PrimitiveRecipe recipe) {
    step(unit, recipe, recipe.inputSlots(), recipe.outputSlots());
  }

  void step(Unit unit, Recipe recipe, List<Integer> inputs, List<Integer> outputs) {
    var head = unit.head();
    var operator = Operators.find(head);
    var category = operator == null ? Category.LAYER : operator.signature().category();
    steps.add(
        new Step(
            unit.name(),
            head.type(),
            category,
            unit.origins(),
            unit.stage(),
            recipe,
            inputs,
            outputs,
            work(unit)));
  }

  private Work work(Unit unit) {
    if (unit.tail().isEmpty()) {
      return work(unit.head());
    }
    long flops =
        work(unit.head()).flops() + unit.tail().stream().mapToLong(op -> work(op).flops()).sum();
    long read = work(unit.head()).readBytes();
    for (var op : unit.tail()) {
      read +=
          op.inputs().stream()
              .skip(1)
              .map(this::type)
              .filter(Objects::nonNull)
              .mapToLong(TensorType::sizeBytes)
              .sum();
    }
    return new Work(flops, read, Objects.requireNonNull(type(unit.result())).sizeBytes());
  }

  private Work work(Op op) {
    var known = lowered.types().works().get(op.id());
    if (known != null) {
      return known;
    }
    var outputs = new ArrayList<TensorType>();
    for (var output : op.outputs()) {
      var type = output.isEmpty() ? null : type(output);
      if (type != null && type.isStatic()) {
        outputs.add(type);
      }
    }
    var operator = Operators.find(op);
    return operator == null || outputs.isEmpty() ? Work.NONE : operator.work(context(op), outputs);
  }
}
