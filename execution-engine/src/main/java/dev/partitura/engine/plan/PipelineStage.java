package dev.partitura.engine.plan;

import dev.partitura.engine.cluster.DeviceId;
import java.util.List;

/// One part of a partition and where it is placed: replica `r` of its ops runs on `devices.get(r)`.
public record PipelineStage(List<DeviceId> devices) {
  public PipelineStage {
    devices = List.copyOf(devices);
  }
}
