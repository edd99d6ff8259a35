package dev.partitura.engine.execute.serve.live;

import dev.partitura.engine.cluster.DeviceId;
import java.util.List;

/// How a load went over time, as somebody watched it.
///
/// @param devices of all instances
/// @param stretches from the start until the queue was empty
/// @param slowest of the requests that count, the slowest first
public record LoadCourse(
    List<DeviceId> devices, List<LoadStretch> stretches, List<ServedRequest> slowest) {
  public LoadCourse {
    devices = List.copyOf(devices);
    stretches = List.copyOf(stretches);
    slowest = List.copyOf(slowest);
  }
}
