package dev.partitura.engine.task;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.Lane;
import java.util.ArrayList;
import java.util.List;

/// What does tasks one after another: a lane of a device.
///
/// @param device number of the device in the cluster's list
/// @param rank of the device
public record TaskQueue(int device, Lane lane, int rank) {
  /// A lane of a device of no rank.
  public TaskQueue(int device, Lane lane) {
    this(device, lane, Device.NO_RANK);
  }

  /// Every lane of every device, in the cluster's order; the place in this list is the queue's
  /// number. A CPU worker has one, so that in a cluster of workers queues are numbered as devices.
  public static List<TaskQueue> of(Cluster cluster) {
    var queues = new ArrayList<TaskQueue>();
    for (int device = 0; device < cluster.devices().size(); device++) {
      var of = cluster.devices().get(device);
      for (var lane : of.lanes()) {
        queues.add(new TaskQueue(device, lane, of.rank()));
      }
    }
    return List.copyOf(queues);
  }

  /// Number of the queue of a device that does such tasks: its own lane for them where it has one,
  /// else the one that computes. What comes from the own rank is copied by the worker itself, and
  /// only a message comes in on a lane of its own. Cost O(log queues).
  ///
  /// @param queues with their devices in ascending order, as [#of] lists them
  /// @param source device that a transfer copies from
  /// @throws IllegalArgumentException when the device has no queue
  public static int find(List<TaskQueue> queues, int device, TaskKind kind, int source) {
    return find(queues, device, kind, source, Lane.COMPUTE);
  }

  /// As [#find(List, int, TaskKind, int)].
  ///
  /// @param wanted lane of what computes
  public static int find(
      List<TaskQueue> queues, int device, TaskKind kind, int source, Lane wanted) {
    int begin = first(queues, device);
    int rank = begin < queues.size() ? queues.get(begin).rank() : Device.NO_RANK;
    var lane =
        switch (kind) {
          case TRANSFER -> {
            boolean within =
                rank != Device.NO_RANK && queues.get(first(queues, source)).rank() == rank;
            yield within ? Lane.COMPUTE : Lane.COPY_IN;
          }
          case COLLECTIVE -> Lane.COPY_IN;
          case COMPUTE -> wanted;
          case REDUCTION, OTHER -> Lane.COMPUTE;
        };
    int computes = -1;
    for (int queue = begin;
        queue < queues.size() && queues.get(queue).device() == device;
        queue++) {
      if (queues.get(queue).lane() == lane) {
        return queue;
      }
      computes = queues.get(queue).lane() == Lane.COMPUTE ? queue : computes;
    }
    if (computes < 0) {
      throw new IllegalArgumentException("Device " + device + " has no queue");
    }
    return computes;
  }

  /// Number of the first queue of a device or one behind it.
  private static int first(List<TaskQueue> queues, int device) {
    int low = 0;
    int high = queues.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (queues.get(middle).device() < device) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
