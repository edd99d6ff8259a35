package dev.partitura.engine.backend.priced;

import dev.partitura.engine.backend.CollectiveRecipe;
import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.backend.Program;
import dev.partitura.engine.backend.Recipe;
import dev.partitura.engine.backend.Slot;
import dev.partitura.engine.backend.Step;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.operator.Category;
import dev.partitura.engine.operator.Fused;
import dev.partitura.engine.operator.Operator;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.Trait;
import dev.partitura.engine.operator.WholeExchange;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.plan.schedule.Precedence;
import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One step an op over plain slots; what only looks at memory otherwise is a view and no step. Used
/// by one thread.
final class PricedChoice {
  private final LoweredNetwork lowered;
  private final Topology topology;
  private final StoredSizes sizes;
  private final List<Step> steps = new ArrayList<>();
  private final List<Slot> slots = new ArrayList<>();
  private final Map<String, Integer> slotByValue = new HashMap<>();
  private final Map<Integer, Integer> kindOfSlot = new HashMap<>();

  private PricedChoice(LoweredNetwork lowered) {
    this.lowered = lowered;
    topology = Topology.of(lowered.network());
    sizes = StoredSizes.of(lowered);
  }

  static Program of(LoweredNetwork lowered) {
    return new PricedChoice(lowered).choose();
  }

  private Program choose() {
    var network = lowered.network();
    var inputSlots = new ArrayList<Integer>();
    for (var input : network.inputs()) {
      boolean read =
          !topology.consumers(input.name()).isEmpty()
              || network.outputs().stream().map(Value::name).anyMatch(input.name()::equals);
      inputSlots.add(read ? slot(input.name()) : -1);
    }
    for (int index : topology.order()) {
      add(network.ops().get(index));
    }
    var outputSlots = network.outputs().stream().map(output -> slot(output.name())).toList();
    return new Program(steps, slots, inputSlots, outputSlots);
  }

  private void add(Op op) {
    Checkpoint.pass();
    if (op.outputs().stream().allMatch(output -> output.isEmpty() || constant(output) != null)) {
      return;
    }
    var operator = Operators.find(op);
    if (operator == null) {
      throw ProblemException.of("op.operator.unknown", op.name(), op.name(), op.type());
    }
    int kind = lowered.kindOf(op.id());
    if (isView(op, operator, kind)) {
      int root = root(slot(op.inputs().getFirst()));
      alias(op.outputs().getFirst(), root, slots.get(root).sizeBytes());
      return;
    }
    var inputs = new ArrayList<Integer>();
    for (var value : op.dependencies()) {
      if (!value.isEmpty()) {
        inputs.add(slot(value));
      }
    }
    var outputs = new ArrayList<Integer>();
    for (int output = 0; output < op.outputs().size(); output++) {
      var value = op.outputs().get(output);
      if (!value.isEmpty()) {
        outputs.add(output(op, operator, output));
        kindOfSlot.put(outputs.getLast(), kind);
      }
    }
    steps.add(
        new Step(
            op.name(),
            op.type(),
            category(op, operator),
            lowered.originsOf(op.id()),
            Precedence.stage(kind),
            Precedence.phase(kind),
            recipe(op),
            inputs,
            outputs,
            sizes.work(op, Precedence.phase(kind) == Phase.U)));
  }

  /// Of a chain that is done as one that of its head.
  private static Category category(Op op, Operator operator) {
    var head = Operators.find(Fused.chain(op).getFirst());
    return (head == null ? operator : head).signature().category();
  }

  private static Recipe recipe(Op op) {
    return op.type().equals(WholeExchange.TYPE)
        ? new CollectiveRecipe(WholeExchange.kind(op.attributes()))
        : PricedRecipe.STEP;
  }

  private int output(Op op, Operator operator, int output) {
    int over = operator.takesPlaceOf(output);
    if (over < 0) {
      return newSlot(op.outputs().get(output), null);
    }
    int root = root(slot(op.inputs().get(over)));
    return alias(op.outputs().get(output), root, slots.get(root).sizeBytes());
  }

  /// Whether an op of one input hands on as many elements of as many bytes, in memory that is of
  /// the same device.
  private boolean isView(Op op, Operator operator, int kind) {
    boolean one = op.outputs().stream().filter(output -> !output.isEmpty()).count() == 1;
    if (!one || !operator.has(Trait.MOVES_ELEMENTS) && !sizes.isRounding(op)) {
      return false;
    }
    var from = lowered.types().type(op.inputs().getFirst());
    var to = lowered.types().type(op.outputs().getFirst());
    if (from == null || to == null || !from.isStatic() || !to.isStatic() || isPermuted(op)) {
      return false;
    }
    int slot = slot(op.inputs().getFirst());
    return from.knownShape().elementCount() == to.knownShape().elementCount()
        && from.dataType() == to.dataType()
        && (slots.get(slot).constant() != null
            || slots.get(slot).kept()
            || Precedence.stage(kindOfSlot.getOrDefault(root(slot), kind))
                == Precedence.stage(kind));
  }

  /// Whether elements come to lie in another order in memory. Products read and write theirs in any
  /// order of the axes, so what is permuted next to one is not moved.
  private boolean isPermuted(Op op) {
    var operator = Operators.find(op);
    return operator != null
        && operator.has(Trait.PERMUTES)
        && !isProduct(topology.producer(op.inputs().getFirst()))
        && !topology.consumers(op.outputs().getFirst()).stream().allMatch(this::isProduct);
  }

  private boolean isProduct(int index) {
    if (index < 0) {
      return false;
    }
    var op = Fused.chain(lowered.network().ops().get(index)).getFirst();
    var operator = Operators.find(op);
    return operator != null && operator.has(Trait.HEAD) && !operator.has(Trait.WINDOW);
  }

  private int root(int slot) {
    return slots.get(slot).isAlias() ? slots.get(slot).aliasOf() : slot;
  }

  private int alias(String value, int root, long bytes) {
    var type = lowered.types().type(value);
    slots.add(new Slot(value, type, bytes, true, null, root, 0, false));
    slotByValue.put(value, slots.size() - 1);
    return slots.size() - 1;
  }

  private @Nullable Constant constant(String value) {
    return lowered.passes().foldConstants()
        ? lowered.types().constants().get(value)
        : lowered.network().initializers().get(value);
  }

  private int slot(String value) {
    var known = slotByValue.get(value);
    return known != null ? known : newSlot(value, constant(value));
  }

  private int newSlot(String value, @Nullable Constant constant) {
    boolean kept = lowered.kept().contains(value);
    var stored = constant == null ? null : sizes.stored(constant);
    slots.add(
        new Slot(
            value,
            constant == null ? lowered.types().type(value) : constant.type(),
            stored == null ? sizes.bytes(value) : stored.sizeBytes(),
            true,
            stored,
            -1,
            0,
            kept));
    slotByValue.put(value, slots.size() - 1);
    return slots.size() - 1;
  }
}
