package dev.partitura.engine.backend.gpu;

import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.backend.Program;
import dev.partitura.engine.backend.Slot;
import dev.partitura.engine.backend.Step;
import dev.partitura.engine.backend.reference.ReferenceKernel;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.operator.Category;
import dev.partitura.engine.operator.Fused;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.OpContext;
import dev.partitura.engine.operator.Operator;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.Work;
import dev.partitura.engine.plan.schedule.Precedence;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One step an op over plain slots in the memory of the card, and steps of their own that bring
/// inputs there and results back. Used by one thread.
final class GpuChoice {
  private final LoweredNetwork lowered;
  private final Set<String> received;
  private final List<Step> steps = new ArrayList<>();
  private final List<Slot> slots = new ArrayList<>();
  private final Map<String, Integer> hostSlots = new HashMap<>();
  private final Map<String, Integer> cardSlots = new HashMap<>();
  private final Map<Brought, Integer> brought = new HashMap<>();
  private final Map<Integer, Integer> kindOfSlot = new HashMap<>();

  /// An input of the network as a stage has it.
  private record Brought(String input, int stage) {}

  private GpuChoice(LoweredNetwork lowered, Set<String> received) {
    this.lowered = lowered;
    this.received = received;
  }

  static Program of(LoweredNetwork lowered, Set<String> received) {
    return new GpuChoice(lowered, received).choose();
  }

  private Program choose() {
    var network = lowered.network();
    var topology = Topology.of(network);
    var inputSlots = new ArrayList<Integer>();
    for (var input : network.inputs()) {
      boolean read =
          !topology.consumers(input.name()).isEmpty()
              || network.outputs().stream().map(Value::name).anyMatch(input.name()::equals);
      int slot = read ? input(input.name()) : -1;
      inputSlots.add(slot);
    }
    for (int index : topology.order()) {
      add(network.ops().get(index));
    }
    var outputSlots = new ArrayList<Integer>();
    for (var output : network.outputs()) {
      outputSlots.add(result(output.name()));
    }
    return new Program(steps, slots, inputSlots, outputSlots);
  }

  private int input(String name) {
    int slot = add(name, type(name), null, false);
    (received.contains(name) ? cardSlots : hostSlots).put(name, slot);
    return slot;
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
    requireSizes(op);
    if (!view(op, operator) && !launch(op, operator)) {
      onHost(op, operator);
    }
  }

  /// What is not known before the run has no place in memory that is planned ahead.
  private void requireSizes(Op op) {
    for (var value : op.outputs()) {
      var type = value.isEmpty() || constant(value) != null ? null : lowered.types().type(value);
      if (!value.isEmpty() && constant(value) == null && !isPlannable(type)) {
        throw ProblemException.of(
            "gpu.size", op.name(), op.name(), op.type(), value, String.valueOf(type));
      }
    }
  }

  private static boolean isPlannable(@Nullable TensorType type) {
    return type != null && type.isStatic() && type.dataType() != DataType.STRING;
  }

  /// Shows an input under another shape, or copies it where it lies in memory of others.
  private boolean view(Op op, Operator operator) {
    if (!operator.isView(lowered.types().context(op))
        || op.outputs().stream().skip(1).anyMatch(output -> !output.isEmpty())) {
      return false;
    }
    var from = op.inputs().getFirst();
    var to = op.outputs().getFirst();
    var type = type(to);
    int kind = lowered.kindOf(op.id());
    if (type(from).sizeBytes() != type.sizeBytes()) {
      return false;
    }
    int slot = onCard(from, kind);
    var viewed = slots.get(slot);
    boolean own =
        viewed.constant() == null
            && kindOfSlot.containsKey(root(slot))
            && Precedence.stage(kindOfSlot.getOrDefault(root(slot), kind))
                == Precedence.stage(kind);
    if (own) {
      slots.add(new Slot(to, type, type.sizeBytes(), true, null, root(slot), 0, false));
      cardSlots.put(to, slots.size() - 1);
      kindOfSlot.put(slots.size() - 1, kind);
    } else {
      step(op, new GpuRecipe.CopyWithin(), List.of(slot), List.of(made(to, kind)));
    }
    return true;
  }

  private int root(int slot) {
    return slots.get(slot).isAlias() ? slots.get(slot).aliasOf() : slot;
  }

  /// Computes the op by kernels of the card, where there are such for all of it.
  private boolean launch(Op op, Operator operator) {
    for (int output = 0; output < op.outputs().size(); output++) {
      if (operator.takesPlaceOf(output) >= 0) {
        return false;
      }
    }
    var builder = new GpuStepBuilder();
    var values = op.dependencies().stream().filter(value -> !value.isEmpty()).distinct().toList();
    for (int place = 0; place < values.size(); place++) {
      builder.define(values.get(place), new GpuOperand.Input(place));
    }
    int place = 0;
    for (var output : op.outputs()) {
      if (!output.isEmpty()) {
        builder.define(output, new GpuOperand.Output(place++));
      }
    }
    if (!emit(op, builder)) {
      return false;
    }
    int kind = lowered.kindOf(op.id());
    var inputs = values.stream().map(value -> onCard(value, kind)).toList();
    var outputs =
        op.outputs().stream()
            .filter(output -> !output.isEmpty())
            .map(output -> made(output, kind))
            .toList();
    step(op, builder.build(), inputs, outputs);
    return true;
  }

  private boolean emit(Op op, GpuStepBuilder builder) {
    var context = lowered.types().context(op);
    if (!Fused.is(op)) {
      return emit(context, lowered.types(), builder);
    }
    var inner = Fused.innerTypes(context);
    var result = Fused.body(op).outputs().getFirst().name();
    for (var each : Fused.chain(op)) {
      // What the ops hand on lies where the result will be.
      if (!each.outputs().getFirst().equals(result)) {
        builder.define(each.outputs().getFirst(), new GpuOperand.Output(0));
      }
    }
    return Fused.chain(op).stream().allMatch(each -> emit(inner.context(each), inner, builder));
  }

  private static boolean emit(OpContext context, NetworkTypes types, GpuStepBuilder builder) {
    var op = context.op();
    var emitter = GpuEmitters.find(op.domain(), op.type());
    var outputs = new ArrayList<@Nullable TensorType>();
    op.outputs().forEach(output -> outputs.add(output.isEmpty() ? null : types.type(output)));
    boolean counts =
        Stream.concat(context.inputTypes().stream(), outputs.stream())
            .allMatch(type -> type == null || isCounted(type));
    return emitter != null && counts && emitter.emit(new GpuOp(context, outputs, builder));
  }

  /// Kernels count elements, of four bytes at least, by 32 bits.
  private static boolean isCounted(TensorType type) {
    return !type.isStatic() || type.sizeBytes() / Integer.BYTES <= Integer.MAX_VALUE;
  }

  private void onHost(Op op, Operator operator) {
    int kind = lowered.kindOf(op.id());
    var values = new ArrayList<>(op.inputs());
    values.addAll(op.captures());
    var inputs = new ArrayList<Integer>();
    var hostInputs = new ArrayList<Boolean>();
    var places = new int[values.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = -1;
      var value = values.get(i);
      if (!value.isEmpty()) {
        places[i] = inputs.size();
        boolean host = hostSlots.containsKey(value) || constant(value) != null;
        inputs.add(host ? hostSlot(value) : onCard(value, kind));
        hostInputs.add(host);
      }
    }
    var outputs = new ArrayList<Integer>();
    var outputPlaces = new int[op.outputs().size()];
    for (int i = 0; i < outputPlaces.length; i++) {
      var value = op.outputs().get(i);
      outputPlaces[i] = value.isEmpty() ? -1 : outputs.size();
      if (!value.isEmpty()) {
        if (operator.takesPlaceOf(i) >= 0) {
          throw ProblemException.of("gpu.training", op.name(), op.name(), op.type());
        }
        outputs.add(made(value, kind));
      }
    }
    var kernel = new ReferenceKernel(operator, lowered.types().context(op), places, outputPlaces);
    step(op, new GpuRecipe.OnHost(kernel, hostInputs), inputs, outputs);
  }

  private int hostSlot(String value) {
    var known = hostSlots.get(value);
    return known != null ? known : onCard(value, 0);
  }

  private void step(Op op, GpuRecipe recipe, List<Integer> inputs, List<Integer> outputs) {
    int kind = lowered.kindOf(op.id());
    steps.add(
        new Step(
            op.name(),
            recipe instanceof GpuRecipe.OnHost ? op.type() + " (host)" : op.type(),
            category(op),
            lowered.originsOf(op.id()),
            Precedence.stage(kind),
            Precedence.phase(kind),
            recipe,
            inputs,
            outputs,
            lowered.types().work(op.id())));
  }

  /// Of a chain that is done as one that of its head.
  private static Category category(Op op) {
    var head = Objects.requireNonNull(Operators.find(Fused.chain(op).getFirst()));
    return head.signature().category();
  }

  /// A step that copies a value between the host and the card.
  private void copy(String value, GpuRecipe recipe, String type, int from, int to, int kind) {
    long bytes = slots.get(to).sizeBytes();
    steps.add(
        new Step(
            value,
            type,
            Category.SHAPE,
            List.<OpId>of(),
            Precedence.stage(kind),
            Precedence.phase(kind),
            recipe,
            List.of(from),
            List.of(to),
            new Work(0, bytes, bytes)));
  }

  /// The slot of a value in the memory of the card, as ops of a kind read it.
  private int onCard(String value, int kind) {
    var known = cardSlots.get(value);
    if (known != null) {
      return known;
    }
    var constant = constant(value);
    if (constant != null) {
      int slot = add(value, constant.type(), constant, false);
      cardSlots.put(value, slot);
      return slot;
    }
    var host = hostSlots.get(value);
    if (host == null) {
      throw new IllegalStateException("Nothing makes " + value);
    }
    return brought.computeIfAbsent(
        new Brought(value, Precedence.stage(kind)),
        _ -> {
          int slot = add(value, type(value), null, false);
          kindOfSlot.put(slot, kind);
          copy(value, new GpuRecipe.CopyIn(), "CopyIn", host, slot, kind);
          return slot;
        });
  }

  /// A slot that a step of a kind writes.
  private int made(String value, int kind) {
    int slot = add(value, type(value), null, false);
    cardSlots.put(value, slot);
    kindOfSlot.put(slot, kind);
    return slot;
  }

  /// Where an output is found on the host.
  private int result(String value) {
    var host = hostSlots.get(value);
    if (host != null) {
      return host;
    }
    int from = onCard(value, 0);
    if (slots.get(from).constant() != null) {
      return from;
    }
    if (!kindOfSlot.containsKey(from)) {
      // Made elsewhere, and handed through.
      return from;
    }
    int to = add(value, type(value), null, true);
    copy(value, new GpuRecipe.CopyOut(), "CopyOut", from, to, kindOfSlot.getOrDefault(from, 0));
    hostSlots.put(value, to);
    return to;
  }

  private int add(String value, TensorType type, @Nullable Constant constant, boolean staged) {
    boolean planned = isPlannable(type);
    slots.add(
        new Slot(
            value,
            type,
            constant != null ? constant.sizeBytes() : planned ? type.sizeBytes() : Slot.DYNAMIC,
            true,
            constant,
            -1,
            0,
            lowered.kept().contains(value),
            staged));
    return slots.size() - 1;
  }

  private TensorType type(String value) {
    var type = lowered.types().type(value);
    if (type == null || !isPlannable(type)) {
      throw ProblemException.of("gpu.size", value, value, "", value, String.valueOf(type));
    }
    return type;
  }

  private @Nullable Constant constant(String value) {
    return lowered.passes().foldConstants()
        ? lowered.types().constants().get(value)
        : lowered.network().initializers().get(value);
  }
}
