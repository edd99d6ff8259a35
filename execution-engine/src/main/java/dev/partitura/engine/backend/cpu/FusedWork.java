package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.Work;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Objects;

/// The work of an op with those fused behind it: each does its own, but what passes between them is
/// neither written nor read.
final class FusedWork {
  private final LoweredNetwork lowered;
  private final KnownValues values;

  FusedWork(LoweredNetwork lowered, KnownValues values) {
    this.lowered = lowered;
    this.values = values;
  }

  Work of(FusedOps fused) {
    if (fused.tail().isEmpty()) {
      return work(fused.head());
    }
    long flops =
        work(fused.head()).flops() + fused.tail().stream().mapToLong(op -> work(op).flops()).sum();
    long read = work(fused.head()).readBytes();
    for (var op : fused.tail()) {
      read +=
          op.inputs().stream()
              .skip(1)
              .map(values::type)
              .filter(Objects::nonNull)
              .mapToLong(TensorType::sizeBytes)
              .sum();
    }
    return new Work(flops, read, Objects.requireNonNull(values.type(fused.result())).sizeBytes());
  }

  private Work work(Op op) {
    var known = lowered.types().works().get(op.id());
    if (known != null) {
      return known;
    }
    var outputs = new ArrayList<TensorType>();
    for (var output : op.outputs()) {
      var type = output.isEmpty() ? null : values.type(output);
      if (type != null && type.isStatic()) {
        outputs.add(type);
      }
    }
    var operator = Operators.find(op);
    return operator == null || outputs.isEmpty()
        ? Work.NONE
        : operator.work(values.context(op), outputs);
  }
}
