package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.operator.Fused;
import dev.partitura.engine.operator.OpContext;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is known of the values of a network while steps are chosen for it: types, also of those
/// inside of fused ops, constants, who makes and who reads them. Used by one thread.
final class KnownValues {
  private final LoweredNetwork lowered;
  private final Topology topology;
  private final SlotTable slots;
  private final Map<String, TensorType> innerTypes = new HashMap<>();
  private final Set<String> results = new HashSet<>();

  KnownValues(LoweredNetwork lowered, SlotTable slots) {
    this.lowered = lowered;
    this.slots = slots;
    topology = Topology.of(lowered.network());
    lowered.network().outputs().forEach(output -> results.add(output.name()));
  }

  /// Makes the values between the members of a fused op known.
  void addInner(Op fused) {
    innerTypes.putAll(Fused.innerTypes(lowered.types().context(fused)).types());
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
    int inputs = op.inputs().size() + op.captures().size();
    var types = new ArrayList<@Nullable TensorType>(inputs);
    var constants = new ArrayList<@Nullable Constant>(inputs);
    for (var value : op.inputs()) {
      types.add(value.isEmpty() ? null : type(value));
      constants.add(constant(value));
    }
    for (var value : op.captures()) {
      types.add(type(value));
      constants.add(constant(value));
    }
    return new OpContext(op, opset(op), types, constants);
  }

  /// Version of the operator set the op belongs to.
  int opset(Op op) {
    return lowered.network().opset(op);
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

  int kindOf(Op op) {
    return lowered.kindOf(op.id());
  }

  /// Whether nobody reads the value and it is no output of the network.
  boolean isUnread(String value) {
    return !results.contains(value) && topology.consumers(value).isEmpty();
  }
}
