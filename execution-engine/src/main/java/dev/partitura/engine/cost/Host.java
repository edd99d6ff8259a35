package dev.partitura.engine.cost;

import dev.partitura.engine.cluster.DeviceModel;
import java.util.List;

/// What a host that runs PyTorch takes to hand ops out. Which processor it has follows from the
/// device: those of one generation are sold together. Fitted to Megatron-LM's own tests of networks
/// of 12 and 24 layers of 512 and 1,024 features, which hosts decide, on A100, H100 and GB200; H200
/// and B200, sold with hosts like those of H100, are taken to be like it.
final class Host {
  private static final double OP_NANOS = 100_000;

  /// Beginnings of the names of devices with faster hosts, and how much faster these are.
  private static final List<String> FASTER = List.of("H100", "H200", "B200");

  private static final double TIMES = 1.5;

  private Host() {}

  /// Nanoseconds for an op of a training step.
  static double opNanos(DeviceModel device) {
    boolean isFaster = FASTER.stream().anyMatch(device.name()::startsWith);
    return isFaster ? OP_NANOS / TIMES : OP_NANOS;
  }
}
