package dev.partitura.engine.execute.simulate;

import dev.partitura.engine.backend.Step;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.cost.CostModel;
import dev.partitura.engine.operator.AccumulateGradient;
import dev.partitura.engine.operator.Category;
import dev.partitura.engine.operator.Work;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.task.TaskTemplate;
import dev.partitura.engine.task.lower.Lowered;
import java.util.Arrays;
import java.util.List;

/// Prices the tasks of a lowered plan. Pure; cost O(templates).
///
/// A device that has a lane of its own to receive on hears of a message when the link's latency is
/// over, and the sender's end of the link is one wire: of what it sends at once, one comes after
/// another. A device that has none copies by itself, latency and all.
final class TaskPricing {
  private final Lowered lowered;
  private final CostModel cost;
  private final StepTimes measured;
  private final double[] othersBusy;
  private final boolean trains;

  private TaskPricing(Lowered lowered, CostModel cost, StepTimes measured, double[] othersBusy) {
    this.lowered = lowered;
    this.cost = cost;
    this.measured = measured;
    this.othersBusy = othersBusy;
    trains =
        lowered.program().steps().stream().map(Step::phase).anyMatch(phase -> phase != Phase.F);
  }

  /// @param measured what steps take where that is known; the cost model tells the rest
  /// @param othersBusy by device the share of the time for which the others are busy
  static TaskPrices of(Lowered lowered, CostModel cost, StepTimes measured, double[] othersBusy) {
    return new TaskPricing(lowered, cost, measured, othersBusy).prices();
  }

  private TaskPrices prices() {
    int templates = lowered.graph().templateCount();
    var queueNanos = new long[templates];
    var delayNanos = new long[templates];
    var hostNanos = new long[templates];
    var wire = new int[templates];
    Arrays.fill(wire, -1);
    for (int number = 0; number < templates; number++) {
      var of = lowered.graph().templateOf(number);
      var queue = lowered.graph().queues().get(of.queue());
      var device = device(queue.device());
      switch (of.kind()) {
        case COMPUTE -> {
          var step = lowered.program().steps().get(of.subject());
          double known = measured.nanos(lowered, step, othersBusy[queue.device()]);
          queueNanos[number] =
              Math.round(
                  Double.isNaN(known) ? cost.opNanos(step.category(), step.work(), device) : known);
          hostNanos[number] = hostNanos(step, device);
        }
        case TRANSFER -> {
          var from = device(of.source());
          long all = transferNanos(of.bytes(), from, device);
          if (queue.lane() == Lane.COMPUTE) {
            queueNanos[number] = all;
          } else {
            delayNanos[number] = transferNanos(0, from, device);
            // Measured times of small copies need not grow with the bytes.
            queueNanos[number] = Math.max(0, all - delayNanos[number]);
            wire[number] = of.source();
          }
        }
        case REDUCTION -> queueNanos[number] = reductionNanos(number, device);
        case COLLECTIVE -> queueNanos[number] = collectiveNanos(number, of.bytes());
        case OTHER -> throw unknown(of);
      }
    }
    return new TaskPrices(
        queueNanos, delayNanos, wire, lowered.cluster().devices().size(), hostNanos);
  }

  /// Ops that calculate are handed out one by one. Sums of gradients are part of the products that
  /// make them, and updates of all parameters are handed out together.
  private long hostNanos(Step step, Device device) {
    boolean isHandedOut =
        trains
            && step.phase() != Phase.U
            && step.work().flops() > 0
            && !step.type().equals(AccumulateGradient.TYPE);
    return isHandedOut ? Math.round(cost.dispatchNanos(device)) : 0;
  }

  private Device device(int number) {
    return lowered.cluster().devices().get(number);
  }

  private List<Device> devices(List<DeviceId> ids) {
    var on = lowered.wholeCluster();
    return ids.stream().map(id -> on.devices().get(on.indexOf(id))).toList();
  }

  private long transferNanos(long bytes, Device from, Device to) {
    return Math.round(cost.transferNanos(bytes, from, to));
  }

  /// One addition for each element of four bytes.
  private long reductionNanos(int template, Device device) {
    long bytes = lowered.messages().bytes(template);
    return Math.round(
        cost.opNanos(
            Category.ARITHMETIC,
            new Work(bytes / Float.BYTES, Math.multiplyExact(2, bytes), bytes),
            device));
  }

  private long collectiveNanos(int template, long bytes) {
    var collective = lowered.messages().collective(template);
    var mesh = lowered.whole().parts().get(collective.part()).mesh();
    var groups = mesh.shardGroups();
    var members =
        collective.ofReplicas()
            ? groups.stream().map(List::getFirst).toList()
            : groups.get(lowered.graph().templateOf(template).replica());
    return Math.round(cost.collectiveNanos(collective.kind(), bytes, devices(members)));
  }

  private static IllegalStateException unknown(TaskTemplate of) {
    return new IllegalStateException("A task is of no kind: " + of);
  }
}
