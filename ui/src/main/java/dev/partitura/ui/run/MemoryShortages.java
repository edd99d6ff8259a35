package dev.partitura.ui.run;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.execute.simulate.Forecast.Shortage;
import dev.partitura.ui.session.Run;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which devices of a prediction lack memory, those too that others stood for.
final class MemoryShortages {
  private MemoryShortages() {}

  static Map<DeviceId, Shortage> of(@Nullable Run run) {
    var lacking = new LinkedHashMap<DeviceId, Shortage>();
    var forecast = run == null ? null : run.provenance().forecast();
    var plan = run == null ? null : run.provenance().plan();
    if (run == null || forecast == null || plan == null) {
      return lacking;
    }
    for (var shortage : forecast.outOfMemory()) {
      lacking.put(new DeviceId(shortage.device()), shortage);
    }
    // Of devices that are alike one was laid out: the others are in its parts, and in no trace.
    var laidOut = run.trace().world();
    for (var shortage : forecast.outOfMemory()) {
      var one = new DeviceId(shortage.device());
      for (var part : plan.parts()) {
        if (part.mesh().devices().contains(one)) {
          for (var other : part.mesh().devices()) {
            if (laidOut.indexOf(other) < 0) {
              lacking.putIfAbsent(other, shortage);
            }
          }
        }
      }
    }
    return lacking;
  }
}
