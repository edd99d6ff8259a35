package dev.partitura.engine.backend.priced;

import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.backend.Slot;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.CopyParameter;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.operator.RoundToBfloat16;
import dev.partitura.engine.operator.Trait;
import dev.partitura.engine.operator.Work;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.TensorType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How many bytes the values of a network take where it is stored in the precision of its plan. In
/// bfloat16 what ops make and parameters take two bytes an element, but for what losses read; sums
/// of gradients and what the optimizer remembers take four, as does its own copy of each parameter,
/// which lies with what it remembers of it. Source: Micikevicius et al. 2018, arXiv:1710.03740.
/// Immutable.
final class StoredSizes {
  private final LoweredNetwork lowered;
  private final boolean isHalf;

  private final Set<String> parameters = new HashSet<>();

  /// By value further bytes that lie with it.
  private final Map<String, Long> copies = new HashMap<>();

  /// By parameter as updated the bytes that the optimizer keeps for it.
  private final Map<String, Long> states = new HashMap<>();

  private final Set<String> float32 = new HashSet<>();

  private StoredSizes(LoweredNetwork lowered) {
    this.lowered = lowered;
    isHalf = lowered.passes().precision() == Precision.BF16;
  }

  static StoredSizes of(LoweredNetwork lowered) {
    var sizes = new StoredSizes(lowered);
    lowered.network().ops().forEach(sizes::findUpdate);
    lowered.network().ops().forEach(sizes::findRounded);
    lowered.network().ops().forEach(sizes::findCopy);
    return sizes;
  }

  private void findUpdate(Op op) {
    var operator = Operators.find(op);
    if (operator != null && operator.has(Trait.READS_FLOAT32)) {
      float32.add(op.inputs().getFirst());
    }
    if (operator == null || !operator.has(Trait.UPDATES_ELEMENTS)) {
      return;
    }
    var parameter = op.inputs().getFirst();
    parameters.add(parameter);
    var remembered = op.inputs().stream().skip(2).filter(lowered.kept()::contains).toList();
    long own = isHalf ? full(parameter) : 0;
    copies.put(remembered.isEmpty() ? parameter : remembered.getFirst(), own);
    long bytes = own + remembered.stream().mapToLong(this::full).sum();
    op.outputs().forEach(output -> states.put(output, bytes));
  }

  /// Who has a copy of a parameter updates it too in frameworks, and remembers as much; here one
  /// does it for all.
  private void findCopy(Op op) {
    if (op.type().equals(CopyParameter.TYPE)) {
      parameters.add(op.inputs().getFirst());
      copies.put(op.inputs().getFirst(), states.getOrDefault(op.inputs().getLast(), 0L));
    }
  }

  /// What is rounded to what is read in float32 is not rounded.
  private void findRounded(Op op) {
    if (isRounding(op) && float32.contains(op.outputs().getFirst())) {
      float32.add(op.inputs().getFirst());
    }
  }

  /// Bytes of a value; [Slot#DYNAMIC] where only the run tells.
  long bytes(String value) {
    long full = full(value);
    if (full == Slot.DYNAMIC || !isFloat(lowered.types().type(value))) {
      return full;
    }
    boolean isWhole =
        !isHalf
            || float32.contains(value)
            || lowered.kept().contains(value) && !parameters.contains(value);
    return (isWhole ? full : full / 2) + copies.getOrDefault(value, 0L);
  }

  private long full(String value) {
    var type = lowered.types().type(value);
    return type == null || !type.isStatic() || type.dataType() == DataType.STRING
        ? Slot.DYNAMIC
        : type.sizeBytes();
  }

  /// A constant as it is stored, of which nothing is read.
  Constant stored(Constant constant) {
    return isHalf && isFloat(constant.type())
        ? Constant.ofShape(new TensorType(DataType.BFLOAT16, constant.type().shape()))
        : constant;
  }

  /// What an op does on values that are stored so.
  Work work(Op op, boolean isUpdate) {
    var work = lowered.types().work(op.id());
    return isHalf && !isUpdate
        ? new Work(work.flops(), work.readBytes() / 2, work.writtenBytes() / 2)
        : work;
  }

  /// Whether an op says in which precision a value is stored, and does nothing else.
  boolean isRounding(Op op) {
    return isHalf && op.type().equals(RoundToBfloat16.TYPE);
  }

  private static boolean isFloat(@Nullable TensorType type) {
    return type != null && type.dataType() == DataType.FLOAT;
  }
}
