package dev.partitura.engine.execute.local;

import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.lower.BatchRows;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/// Joins the outputs of all micro-batches into tensors of their own, cut back to the samples that
/// were asked for.
final class Outputs {
  private Outputs() {}

  /// Call after the run, before its memory is closed.
  static Map<String, Tensor> gather(Lowered lowered, RunMemory memory) {
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
    var outputs = lowered.binding().network().outputs();
    for (int i = 0; i < outputs.size(); i++) {
      if (outputs.get(i).name().equals(name)) {
        int slot = lowered.program().outputSlots().get(i);
        double sum = 0;
        for (int chunk = 0; chunk < lowered.binding().splits(); chunk++) {
          int replica = chunk / lowered.microBatches();
          sum +=
              part(lowered, memory, name, slot, replica, chunk % lowered.microBatches())
                  .doubleAt(0);
        }
        return sum / lowered.binding().splits();
      }
    }
    throw new IllegalArgumentException("There is no output " + name);
  }

  private static Tensor gather(Lowered lowered, RunMemory memory, String name, int slot) {
    var binding = lowered.binding();
    var axis = binding.outputAxes().get(name);
    if (axis == null) {
      return copy(part(lowered, memory, name, slot, 0, 0));
    }
    var parts = new ArrayList<Tensor>();
    for (int chunk = 0; chunk < binding.splits(); chunk++) {
      parts.add(
          part(
              lowered,
              memory,
              name,
              slot,
              chunk / lowered.microBatches(),
              chunk % lowered.microBatches()));
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

  private static Tensor part(
      Lowered lowered, RunMemory memory, String name, int slot, int replica, int microBatch) {
    var template = lowered.template(replica);
    int device = template.isOnHost(slot) ? 0 : template.homeDevice(slot);
    var tensor = memory.buffer(replica, device, slot, microBatch).tensor();
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
