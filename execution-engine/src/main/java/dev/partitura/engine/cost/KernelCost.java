package dev.partitura.engine.cost;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.DeviceModel;
import dev.partitura.engine.cluster.NumberFormat;
import dev.partitura.engine.operator.Category;
import dev.partitura.engine.operator.CollectiveKind;
import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.operator.Work;
import java.util.List;

/// Prices what devices of the catalogue do by what a library's kernels and collectives reach of the
/// peaks of a data sheet; of other devices a roofline tells.
///
/// A kernel takes a moment to begin, and then the longer of its arithmetic and its memory traffic,
/// each at a share of its peak, rounded where the two are alike. The shares are one set for all
/// devices, fitted to 406 products of A100, A40 and H100 that others measured, from which they
/// differ by 8 % in the mean: LLMCompass, Zhang et al. 2024, arXiv:2312.03134, and Vidur, Agrawal
/// et al. 2024, arXiv:2405.05465. Those of collectives are fitted by eye to NCCL's on 4 and 8 A100
/// of the same and of Bekman's Machine Learning Engineering. That of attention in one kernel is
/// fitted to trainings of MPT on sequences of 16,384 to 65,536 places, of MosaicML's LLM Foundry.
/// What a host that runs PyTorch takes for an op is fitted to Megatron-LM's own tests of networks
/// of 12 and 24 layers of 512 and 1,024 features, which it decides; they take about 6 ms for each
/// layer and micro-batch, whatever the device.
public final class KernelCost implements CostModel {
  private static final double NANOS_PER_SECOND = 1e9;

  /// To begin a kernel.
  private static final double KERNEL_NANOS = 5_000;

  /// Of a host, for an op of a training step.
  private static final double DISPATCH_NANOS = 100_000;

  private static final double ARITHMETIC_SHARE = 0.745;
  private static final double ATTENTION_SHARE = 0.34;
  private static final double MEMORY_SHARE = 0.83;

  /// How sharply the longer of the two decides.
  private static final double SHARPNESS = 2.1;

  private static final double LINK_SHARE = 0.78;

  /// To begin a message, beside the latency of its link.
  private static final double MESSAGE_NANOS = 5_000;

  private final Cluster cluster;
  private final Precision precision;
  private final RooflineCost others;

  /// @param precision of the plan
  public KernelCost(Cluster cluster, Precision precision) {
    this.cluster = cluster;
    this.precision = precision;
    others = new RooflineCost(cluster);
  }

  @Override
  public double opNanos(Category category, Work work, Device device) {
    var model = device.model();
    if (model == null) {
      return others.opNanos(category, work, device);
    }
    double share = category == Category.ATTENTION ? ATTENTION_SHARE : ARITHMETIC_SHARE;
    double arithmetic = work.flops() / (share * peak(model, category));
    double memory = work.bytes() / (MEMORY_SHARE * model.bytesPerSecond());
    double longer = Math.max(arithmetic, memory);
    double ratio = longer == 0 ? 0 : Math.min(arithmetic, memory) / longer;
    return KERNEL_NANOS
        + NANOS_PER_SECOND * longer * Math.pow(1 + Math.pow(ratio, SHARPNESS), 1 / SHARPNESS);
  }

  /// Layers and attention are done by the units that multiply matrices, where a device has such for
  /// the precision; all else by those that compute in float32.
  private double peak(DeviceModel model, Category category) {
    boolean multiplies = category == Category.LAYER || category == Category.ATTENTION;
    if (multiplies && precision == Precision.BF16) {
      for (var format : List.of(NumberFormat.BF16, NumberFormat.FP16)) {
        var peak = model.peak(format);
        if (peak != null) {
          return peak;
        }
      }
    }
    return model.floatPeak();
  }

  @Override
  public double dispatchNanos(Device device) {
    return device.model() == null ? others.dispatchNanos(device) : DISPATCH_NANOS;
  }

  @Override
  public double transferNanos(long bytes, Device from, Device to) {
    if (from.model() == null || from.id().equals(to.id())) {
      return others.transferNanos(bytes, from, to);
    }
    var wire = wire(from, to);
    return wire.latencyNanos() + NANOS_PER_SECOND * bytes / wire.bytesPerSecond();
  }

  @Override
  public double collectiveNanos(CollectiveKind kind, long bytes, List<Device> members) {
    var group = Group.of(members);
    return group.first().model() == null
        ? others.collectiveNanos(kind, bytes, members)
        : CollectiveTime.nanos(
            kind,
            bytes,
            group,
            wire(group.first(), group.near()),
            wire(group.first(), group.far()));
  }

  private CollectiveTime.Wire wire(Device from, Device to) {
    var link = cluster.link(from, to);
    return new CollectiveTime.Wire(
        LINK_SHARE * link.bytesPerSecond(), MESSAGE_NANOS + link.latencyNanos());
  }
}
