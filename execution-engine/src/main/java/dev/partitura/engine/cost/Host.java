package dev.partitura.engine.cost;

import dev.partitura.engine.cluster.DeviceModel;
import java.util.List;
import java.util.Map;

/// What a host that runs PyTorch takes to keep a device at work in training. Which processor a host
/// has follows from the device: those of one generation are sold together. Fitted to Megatron-LM's
/// own tests of networks of 12 layers of 512 features, which hosts decide: on A100 (EPYC Rome),
/// H100 (Xeon Sapphire Rapids) and GB200 (Grace). Immutable.
///
/// @param opNanos to hand an op out
/// @param messageNanos to post and await a message
/// @param stepNanos around a step: to read the loss and norms back and to have samples ready
record Host(double opNanos, double messageNanos, double stepNanos) {
  private static final Host USUAL = new Host(100_000, 200_000, 25_000_000);

  /// How much faster others are, by the beginning of the name of a device.
  private static final List<Map.Entry<String, Double>> FASTER =
      List.of(Map.entry("H100", 1.5), Map.entry("H200", 1.5), Map.entry("B200", 1.5));

  static Host of(DeviceModel device) {
    return FASTER.stream()
        .filter(entry -> device.name().startsWith(entry.getKey()))
        .map(entry -> USUAL.faster(entry.getValue()))
        .findFirst()
        .orElse(USUAL);
  }

  private Host faster(double times) {
    return new Host(opNanos / times, messageNanos / times, stepNanos / times);
  }
}
