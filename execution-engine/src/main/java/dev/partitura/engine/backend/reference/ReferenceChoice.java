package dev.partitura.engine.backend.reference;

import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.backend.Program;
import dev.partitura.engine.backend.Slot;
import dev.partitura.engine.backend.Step;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.plan.schedule.Precedence;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One step per op, one plain slot per value; values whose type is not static are dynamic.
final class ReferenceChoice {
  private final LoweredNetwork lowered;
  private final List<Step> steps = new ArrayList<>();
  private final List<Slot> slots = new ArrayList<>();
  private final Map<String, Integer> slotByValue = new HashMap<>();
  private final List<Integer> inputSlots = new ArrayList<>();
  private final List<Integer> outputSlots = new ArrayList<>();

  private ReferenceChoice(LoweredNetwork lowered) {
    this.lowered = lowered;
  }

  static Program of(LoweredNetwork lowered) {
    var choice = new ReferenceChoice(lowered);
    var network = lowered.network();
    var topology = Topology.of(network);
    for (var input : network.inputs()) {
      boolean read =
          !topology.consumers(input.name()).isEmpty()
              || network.outputs().stream().map(Value::name).anyMatch(input.name()::equals);
      choice.inputSlots.add(read ? choice.slot(input.name()) : -1);
    }
    for (int index : topology.order()) {
      choice.addStep(network.ops().get(index));
    }
    for (var output : network.outputs()) {
      choice.outputSlots.add(choice.slot(output.name()));
    }
    return new Program(choice.steps, choice.slots, choice.inputSlots, choice.outputSlots);
  }

  private void addStep(Op op) {
    Checkpoint.pass();
    if (op.outputs().stream().allMatch(output -> output.isEmpty() || constant(output) != null)) {
      return;
    }
    var operator = Operators.find(op);
    if (operator == null) {
      throw ProblemException.of("op.operator.unknown", op.name(), op.name(), op.type());
    }
    var inputs = new ArrayList<Integer>();
    var values = new ArrayList<>(op.inputs());
    values.addAll(op.captures());
    var places = new int[values.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = -1;
      if (!values.get(i).isEmpty()) {
        places[i] = inputs.size();
        inputs.add(slot(values.get(i)));
      }
    }
    var outputs = new ArrayList<Integer>();
    var outputPlaces = new int[op.outputs().size()];
    for (int i = 0; i < outputPlaces.length; i++) {
      outputPlaces[i] = -1;
      if (!op.outputs().get(i).isEmpty()) {
        outputPlaces[i] = outputs.size();
        int over = operator.takesPlaceOf(i);
        outputs.add(
            over >= 0
                ? inPlace(op.outputs().get(i), slot(op.inputs().get(over)))
                : newSlot(op.outputs().get(i), null));
      }
    }
    var kernel = new ReferenceKernel(operator, lowered.types().context(op), places, outputPlaces);
    steps.add(
        new Step(
            op.name(),
            op.type(),
            operator.signature().category(),
            lowered.originsOf(op.id()),
            Precedence.stage(lowered.kindOf(op.id())),
            Precedence.phase(lowered.kindOf(op.id())),
            kernel,
            inputs,
            outputs,
            lowered.types().work(op.id())));
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
    var type = constant != null ? constant.type() : lowered.types().type(value);
    slots.add(
        new Slot(
            value,
            type,
            constant != null ? constant.sizeBytes() : plannedBytes(type),
            true,
            constant,
            -1,
            0,
            lowered.kept().contains(value)));
    slotByValue.put(value, slots.size() - 1);
    return slots.size() - 1;
  }

  private int inPlace(String value, int over) {
    var slot = slots.get(over);
    int root = slot.isAlias() ? slot.aliasOf() : over;
    slots.add(new Slot(value, slot.type(), slot.sizeBytes(), true, null, root, 0, false));
    slotByValue.put(value, slots.size() - 1);
    return slots.size() - 1;
  }

  private static long plannedBytes(@Nullable TensorType type) {
    return type == null || !type.isStatic() || type.dataType() == DataType.STRING
        ? Slot.DYNAMIC
        : type.sizeBytes();
  }
}
