package dev.partitura.engine.planner.network;

import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.Recompute;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/// All plans that are looked at, in a fixed order: those of all devices and of halves of them.
/// Stages lie on devices that follow each other, shards on neighbours.
final class PlanSpace {
  /// Up to so many devices every number of stages is tried; above, those that divide the devices.
  private static final int FEW_DEVICES = 16;

  private static final int MOST_SHARDS = 64;
  private static final int MOST_STAGES = 128;
  private static final List<Integer> CHUNKS = List.of(2, 3, 4, 6, 8);
  private static final List<Integer> ZEROS = List.of(0, 1, 2, 3);

  private final NetworkRequest request;
  private final int devices;
  private final int hostDevices;
  private final int mostStages;
  private final int mostSamples;
  private final MicroBatchSizes sizes;

  /// @param mostStages into which the network can be cut
  /// @param mostSamples of a micro-batch, where any number can be computed
  PlanSpace(NetworkRequest request, int mostStages, int mostSamples, MicroBatchSizes sizes) {
    this.mostSamples = mostSamples;
    this.sizes = sizes;
    this.request = request;
    this.mostStages = Math.min(mostStages, MOST_STAGES);
    devices = request.cluster().devices().size();
    var first = request.cluster().devices().getFirst().host();
    hostDevices =
        (int)
            request.cluster().devices().stream()
                .filter(device -> device.host().equals(first))
                .count();
  }

  /// Numbers of shards that are tried: divisors of the devices of a host, and of several hosts.
  List<Integer> tensors() {
    var tensors = new TreeSet<Integer>();
    for (int shards = 1; shards <= Math.min(devices, MOST_SHARDS); shards++) {
      boolean within = hostDevices % shards == 0;
      boolean beyond = shards % hostDevices == 0 && shards <= 2 * hostDevices;
      if (within || beyond || devices <= FEW_DEVICES && isPowerOfTwo(shards)) {
        tensors.add(shards);
      }
    }
    return List.copyOf(tensors);
  }

  private static boolean isPowerOfTwo(int number) {
    return (number & (number - 1)) == 0;
  }

  /// Tells all plans with so many shards.
  void visit(int tensor, boolean sequenceParallel, Consumer<Degrees> visitor) {
    for (int pipeline : pipelines(tensor)) {
      for (int data : replicas(tensor * pipeline)) {
        int share = request.globalBatch() / data;
        for (int microBatch : microBatches(share)) {
          for (var recompute : request.trains() ? Recompute.values() : NOTHING) {
            for (int zero : request.trains() && data > 1 ? ZEROS : List.of(0)) {
              schedules(pipeline, share / microBatch)
                  .forEach(schedule ->
                      visitor.accept(
                          new Degrees(
                              data,
                              tensor,
                              pipeline,
                              schedule.chunks(),
                              microBatch,
                              share / microBatch,
                              schedule.name(),
                              recompute,
                              zero,
                              sequenceParallel)));
            }
          }
        }
      }
    }
  }

  private static final Recompute[] NOTHING = {Recompute.NONE};

  private List<Integer> pipelines(int tensor) {
    var pipelines = new ArrayList<Integer>();
    int groups = devices / tensor;
    for (int stages = 1; stages <= Math.min(groups, mostStages); stages++) {
      if (devices <= FEW_DEVICES || groups % stages == 0) {
        pipelines.add(stages);
      }
    }
    return pipelines;
  }

  /// As many replicas as there is room for, and halves of that.
  private List<Integer> replicas(int devicesEach) {
    var counts = new LinkedHashSet<Integer>();
    for (int most = devices / devicesEach; most >= 1; most /= 2) {
      int count = most;
      while (request.globalBatch() % count != 0) {
        count--;
      }
      counts.add(count);
    }
    return List.copyOf(counts);
  }

  private List<Integer> microBatches(int share) {
    if (sizes.areRestricted()) {
      return sizes.sizes().stream().filter(size -> share % size == 0).toList();
    }
    var tried = new ArrayList<Integer>();
    for (int size = 1; size <= Math.min(share, mostSamples); size++) {
      if (share % size == 0 && (isPowerOfTwo(size) || size == share)) {
        tried.add(size);
      }
    }
    return tried;
  }

  private record Order(String name, int chunks) {}

  private List<Order> schedules(int pipeline, int microBatches) {
    var orders = new ArrayList<Order>();
    if (!request.trains()) {
      orders.add(new Order(Plan.FORWARD, 1));
      return orders;
    }
    orders.add(new Order("1f1b", 1));
    if (pipeline == 1) {
      return orders;
    }
    orders.add(new Order("gpipe", 1));
    orders.add(new Order("zb-h1", 1));
    orders.add(new Order("zb-h2", 1));
    for (int chunks : CHUNKS) {
      if (pipeline * chunks <= mostStages && microBatches % pipeline == 0) {
        orders.add(new Order("interleaved-1f1b", chunks));
      }
    }
    return orders;
  }
}
