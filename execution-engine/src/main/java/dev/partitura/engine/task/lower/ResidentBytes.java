package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.Program;
import dev.partitura.engine.network.Constant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;

/// What lies on a device all the time, however many micro-batches are under way there.
final class ResidentBytes {
  private ResidentBytes() {}

  /// Bytes of constants, such as weights, that the steps of a device read, in slots or packed for
  /// them.
  static long ofConstants(Program program, List<ReplicaTemplate> templates, int device) {
    var constants = Collections.newSetFromMap(new IdentityHashMap<Constant, Boolean>());
    for (var template : templates) {
      for (int node = 0; node < template.nodeCount(); node++) {
        var step = template.step(node);
        if (step != null && template.device(node) == device) {
          constants.addAll(step.recipe().constants());
          for (int slot : step.inputs()) {
            var constant = program.slots().get(slot).constant();
            if (constant != null) {
              constants.add(constant);
            }
          }
        }
      }
    }
    long bytes = 0;
    for (var constant : constants) {
      bytes += constant.sizeBytes();
    }
    return bytes;
  }

  /// Bytes of the outputs that live in a device's memory, for all micro-batches.
  static long ofOutputs(List<ReplicaTemplate> templates, int device, int microBatches) {
    long bytes = 0;
    for (var template : templates) {
      for (var storage : template.storages()) {
        if (storage.device == device && storage.pinned && !storage.isDynamic()) {
          bytes += Lowered.padded(storage.sizeBytes) * microBatches;
        }
      }
    }
    return bytes;
  }

  /// Bytes of what stays on a device from one iteration to the next.
  static long ofKept(List<ReplicaTemplate> templates, int device) {
    long bytes = 0;
    for (var template : templates) {
      for (var storage : template.storages()) {
        if (storage.device == device && storage.isKept()) {
          bytes += Lowered.padded(storage.sizeBytes);
        }
      }
    }
    return bytes;
  }
}
