package dev.partitura.engine.execute.local;

import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.lower.BatchRows;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Joins the outputs of all micro-batches into tensors of their own, cut back to the samples that
/// were asked for.
final class Outputs {
  private Outputs() {}

  /// Where the output of a micro-batch is found.
  @FunctionalInterface
  interface Parts {
    /// @return null where nothing was produced
    @Nullable Tensor of(int slot, int replica, int microBatch);
  }

  /// Number of the device that has the output of a replica; -1 where it is on the host, as an input
  /// or a constant that is an output too.
  static int home(Lowered lowered, int slot, int replica) {
    var template = lowered.template(replica);
    return template.isOnHost(slot) ? -1 : template.homeDevice(slot);
  }

  private static Parts in(Lowered lowered, RunMemory memory) {
    return (slot, replica, microBatch) ->
        memory
            .buffer(replica, Math.max(0, home(lowered, slot, replica)), slot, microBatch)
            .tensor();
  }

  /// Call after the run, before its memory is closed.
  static Map<String, Tensor> gather(Lowered lowered, RunMemory memory) {
    return gather(lowered, in(lowered, memory));
  }

  static Map<String, Tensor> gather(Lowered lowered, Parts memory) {
    var outputs = new LinkedHashMap<String, Tensor>();
    var network = lowered.binding().network();
    for (int i = 0; i < network.outputs().size(); i++) {
      var name = network.outputs().get(i).name();
      outputs.put(name, gather(lowered, memory, name, lowered.program().outputSlots().get(i)));
    }
    return outputs;
  }

  /// The mean of a scalar over all micro-batches.
  static double mean(Lowered lowered, RunMemory memory, String name) {
    return mean(lowered, in(lowered, memory), name);
  }

  static double mean(Lowered lowered, Parts memory, String name) {
    var outputs = lowered.binding().network().outputs();
    for (int i = 0; i < outputs.size(); i++) {
      if (outputs.get(i).name().equals(name)) {
        int slot = lowered.program().outputSlots().get(i);
        double sum = 0;
        for (int chunk = 0; chunk < lowered.binding().splits(); chunk++) {
          int replica = chunk / lowered.microBatches();
          sum += part(memory, name, slot, replica, chunk % lowered.microBatches()).doubleAt(0);
        }
        return sum / lowered.binding().splits();
      }
    }
    throw new IllegalArgumentException("There is no output " + name);
  }

  private static Tensor gather(Lowered lowered, Parts memory, String name, int slot) {
    var binding = lowered.binding();
    var axis = binding.outputAxes().get(name);
    if (axis == null) {
      return copy(part(memory, name, slot, 0, 0));
    }
    var parts = new ArrayList<Tensor>();
    for (int chunk = 0; chunk < binding.splits(); chunk++) {
      parts.add(
          part(memory, name, slot, chunk / lowered.microBatches(), chunk % lowered.microBatches()));
    }
    var first = parts.getFirst().shape();
    for (var part : parts) {
      var shape = part.shape();
      if (axis >= shape.rank()
          || !shape.equals(first)
          || shape.size(axis) % binding.microBatchSize() != 0) {
        throw ProblemException.of(
            "plan.batch.output", name, name, part.type(), binding.microBatchSize());
      }
    }
    return BatchRows.join(
        parts, axis, first.size(axis) / binding.microBatchSize() * binding.samples());
  }

  private static Tensor part(Parts parts, String name, int slot, int replica, int microBatch) {
    var tensor = parts.of(slot, replica, microBatch);
    if (tensor == null) {
      throw new IllegalStateException("Output " + name + " was not produced");
    }
    return tensor;
  }

  private static Tensor copy(Tensor tensor) {
    var result = Tensor.allocate(tensor.type());
    result.copyFrom(tensor);
    return result;
  }
}
