package dev.partitura.engine.execute.simulate;

import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.trace.Trace;

/// How much memory a plan takes. This machine's workers have a frame for each micro-batch under
/// way, one more to receive in, and a workspace, all laid out beforehand; devices of the catalogue
/// are priced with what their frameworks do: memory is taken for each value when it is made and
/// given back behind its last use.
public final class NeededMemory {
  private NeededMemory() {}

  /// Bytes of values and constants.
  ///
  /// @param trace of the plan as predicted
  public static long bytes(Lowered lowered, Trace trace, int device) {
    var of = lowered.cluster().devices().get(device);
    return of.model() == null
        ? lowered.valueBytes(device) + lowered.constantBytes(device)
        : Math.round(trace.peakBytes(of.id()));
  }

  /// Of the fullest device.
  public static long most(Lowered lowered, Trace trace) {
    long most = 0;
    for (int device = 0; device < lowered.cluster().devices().size(); device++) {
      most = Math.max(most, bytes(lowered, trace, device));
    }
    return most;
  }
}
