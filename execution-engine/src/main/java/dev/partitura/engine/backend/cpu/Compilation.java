package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.backend.Program;
import dev.partitura.engine.backend.Recipe;
import dev.partitura.engine.backend.Step;
import dev.partitura.engine.backend.reference.ReferenceKernel;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.operator.Category;
import dev.partitura.engine.operator.Fused;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.Trait;
import dev.partitura.engine.operator.Work;
import dev.partitura.engine.plan.schedule.Precedence;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// One choice of steps and layouts: walks the network in dependency order, lets an [Emitter] or
/// else the reference kernel compute each op, and keeps where every value lies. Used by one thread.
final class Compilation {
  private final LoweredNetwork lowered;
  private final SlotTable slots = new SlotTable();
  private final KnownValues values;
  private final FusedWork works;
  private final JoinedParts joinedParts;
  private final List<Step> steps = new ArrayList<>();
  private final Set<OpId> emitted = new HashSet<>();

  private Compilation(LoweredNetwork lowered) {
    this.lowered = lowered;
    values = new KnownValues(lowered, slots);
    works = new FusedWork(lowered, values);
    joinedParts = new JoinedParts(this, lowered);
  }

  static Program of(LoweredNetwork lowered) {
    return new Compilation(lowered).compile();
  }

  private Program compile() {
    var network = lowered.network();
    for (var input : network.inputs()) {
      placeInput(input);
    }
    for (int index : Topology.of(network).order()) {
      var op = withoutUnreadOutputs(network.ops().get(index));
      emit(op, lowered.kindOf(op.id()), lowered.originsOf(op.id()));
      emitted.add(op.id());
    }
    var inputSlots =
        network.inputs().stream()
            .map(input -> values.isUnread(input.name()) ? -1 : slots.home(input.name()))
            .toList();
    var outputSlots = new ArrayList<Integer>();
    for (var output : network.outputs()) {
      outputSlots.add(plain(output.name(), Math.max(0, slots.kind(home(output.name())))));
    }
    return new Program(steps, slots.all(), inputSlots, outputSlots);
  }

  private void placeInput(Value input) {
    var type = lowered.types().type(input.name());
    var kinds = values.readers(input.name()).stream().mapToInt(values::kindOf).distinct().toArray();
    int kind = kinds.length == 1 ? kinds[0] : -1;
    if (type != null && lowered.kept().contains(input.name())) {
      slots.kept(input.name(), type);
    } else if (type != null && isPlannable(type)) {
      slots.produced(input.name(), type, Layout.plain(type.knownShape().sizes()), kind);
    } else {
      slots.dynamic(input.name(), type, kind);
    }
  }

  /// The op without the further outputs that nobody reads, such as the mask of a `Dropout`.
  private Op withoutUnreadOutputs(Op op) {
    if (op.outputs().size() == 1) {
      return op;
    }
    var outputs = new ArrayList<>(op.outputs());
    for (int i = 1; i < outputs.size(); i++) {
      if (values.isUnread(outputs.get(i)) && !isNeeded(op, i)) {
        outputs.set(i, "");
      }
    }
    return outputs.equals(op.outputs()) ? op : op.withOutputs(outputs);
  }

  /// Whether an output is more than what is read of it.
  private static boolean isNeeded(Op op, int output) {
    var operator = Operators.find(op);
    return operator != null
        && (operator.takesPlaceOf(output) >= 0 || operator.has(Trait.COLLECTIVE));
  }

  private void emit(Op op, int kind, List<OpId> origins) {
    Checkpoint.pass();
    if (lowered.passes().foldConstants() && isKnown(op)) {
      return;
    }
    var chain = Fused.chain(op);
    if (chain.size() > 1) {
      values.addInner(op);
    }
    var fused = new FusedOps(op, chain.getFirst(), chain.subList(1, chain.size()), kind, origins);
    var emitter = Emitters.find(fused.head());
    if (emitter != null && emitter.emit(this, fused)) {
      return;
    }
    if (chain.size() > 1) {
      chain.forEach(member -> emit(member, kind, List.of(member.id())));
      return;
    }
    ReferenceEmitter.emit(this, fused);
  }

  /// Whether all that the op makes is the same in every run.
  private boolean isKnown(Op op) {
    for (var output : op.outputs()) {
      if (!output.isEmpty() && values.constant(output) == null) {
        return false;
      }
    }
    return true;
  }

  // What emitters ask.

  KnownValues values() {
    return values;
  }

  SlotTable slots() {
    return slots;
  }

  /// The layout in which a convolution reads a value of these sizes and writes its result. Where
  /// parts are joined in place all lie in rows; else it depends on the size of the plane.
  ChannelLayout channelLayout(long[] sizes) {
    return joinedParts.isEmpty() ? ChannelLayout.fastest(sizes) : ChannelLayout.rows();
  }

  JoinedParts joinedParts() {
    return joinedParts;
  }

  /// Whether the fused may write its result over the value: it lies in `layout` in memory that a
  /// step of this kind of action wrote and that no other reads, and neither it nor another value in
  /// that memory is needed afterwards, or read by the fused in another place.
  boolean mayOverwrite(FusedOps fused, String value, Layout layout) {
    int slot = slots.home(value);
    return lowered.passes().planMemory()
        && joinedParts.isEmpty()
        && slot >= 0
        && values.producer(value) != null
        && slots.kind(slot) == fused.kind()
        && homeLayout(value).sameAs(layout)
        && slots.valuesIn(slot).stream().allMatch(other -> isLastReadBy(fused, other))
        && fused.reads().stream().filter(slots.valuesIn(slot)::contains).count() == 1
        && values.readers(fused.result()).stream()
            .noneMatch(reader -> values.kindOf(reader) != fused.kind());
  }

  /// Whether `op` may write over `value` in `slot`: no other value in that memory is given, a
  /// result, or read after it. What is kept is changed where it lies, for all who see it.
  boolean mayWriteOver(Op op, String value, int slot) {
    var memory = slots.get(slot).isAlias() ? slots.get(slots.get(slot).aliasOf()) : slots.get(slot);
    return memory.kept()
        || memory.constant() == null
            && slots.valuesIn(slot).stream()
                .filter(other -> !other.equals(value))
                .noneMatch(other ->
                    values.producer(other) == null
                        || values.isResult(other)
                        || isReadAfter(op, other));
  }

  private boolean isReadAfter(Op op, String value) {
    return values.readers(value).stream()
        .anyMatch(reader -> !emitted.contains(reader.id()) && !reader.id().equals(op.id()));
  }

  private boolean isLastReadBy(FusedOps fused, String value) {
    return values.producer(value) != null
        && !values.isResult(value)
        && values.readers(value).stream()
            .allMatch(reader ->
                values.kindOf(reader) == fused.kind()
                    && (emitted.contains(reader.id()) || reader.id().equals(fused.head().id())));
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
    var constant = values.constant(value);
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

  /// Slot with the value in plain layout, reordered in this kind of action if need be. A dynamic
  /// value keeps its slot.
  int plain(String value, int kind) {
    int slot = home(value);
    var layout = slots.layout(slot);
    return layout == null || layout.isPlain()
        ? slot
        : in(value, Layout.plain(layout.sizes()), kind);
  }

  /// Slot with the value in `layout`, reordered in this kind of action if need be.
  int in(String value, Layout layout, int kind) {
    int slot = home(value);
    if (homeLayout(value).sameAs(layout)) {
      return slot;
    }
    int known = slots.findCopy(value, layout, kind);
    if (known >= 0) {
      return known;
    }
    var type = Objects.requireNonNull(values.type(value));
    int copy = slots.copy(value, type, layout, kind);
    var work = new Work(0, type.sizeBytes(), type.sizeBytes());
    steps.add(
        new Step(
            value,
            "Reorder",
            Category.SHAPE,
            List.of(),
            Precedence.stage(kind),
            Precedence.phase(kind),
            ReorderEmitter.recipe(homeLayout(value), layout),
            List.of(slot),
            List.of(copy),
            work));
    return copy;
  }

  /// A slot with a copy of what lies in `slot` in plain layout, that nothing else sees.
  int copy(String value, int slot, int kind) {
    var type = Objects.requireNonNull(values.type(value));
    int copy = slots.copy(value, type, Layout.plain(type.knownShape().sizes()), kind);
    var identity =
        new Op(new OpId(value), "", "Identity", List.of(value), List.of(value), Attributes.NONE);
    steps.add(
        new Step(
            value,
            "Identity",
            Category.SHAPE,
            List.of(),
            Precedence.stage(kind),
            Precedence.phase(kind),
            new ReferenceKernel(
                Objects.requireNonNull(Operators.find(identity)),
                values.context(identity),
                new int[] {0},
                new int[] {0}),
            List.of(slot),
            List.of(copy),
            new Work(0, type.sizeBytes(), type.sizeBytes())));
    return copy;
  }

  /// A new slot for the fused's result; inside the slot of a `Concat` that joins it where that
  /// needs no copy.
  int result(FusedOps fused, Layout layout) {
    var value = fused.result();
    int part = joinedParts.place(value, layout);
    return part >= 0
        ? part
        : slots.produced(value, Objects.requireNonNull(values.type(value)), layout, fused.kind());
  }

  void step(FusedOps fused, PrimitiveRecipe recipe) {
    step(fused, recipe, recipe.inputSlots(), recipe.outputSlots());
  }

  void step(FusedOps fused, Recipe recipe, List<Integer> inputs, List<Integer> outputs) {
    var head = fused.head();
    var operator = Operators.find(head);
    var category = operator == null ? Category.LAYER : operator.signature().category();
    steps.add(
        new Step(
            fused.name(),
            head.type(),
            category,
            fused.origins(),
            Precedence.stage(fused.kind()),
            Precedence.phase(fused.kind()),
            recipe,
            inputs,
            outputs,
            works.of(fused)));
  }
}
