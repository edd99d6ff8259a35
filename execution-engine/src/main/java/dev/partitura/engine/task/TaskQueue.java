package dev.partitura.engine.task;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Lane;
import java.util.ArrayList;
import java.util.List;

/// What does tasks one after another: a lane of a device.
///
/// @param device number of the device in the cluster's list
public record TaskQueue(int device, Lane lane) {
  /// Every lane of every device, in the cluster's order; the place in this list is the queue's
  /// number. A CPU worker has one, so that in a cluster of workers queues are numbered as devices.
  public static List<TaskQueue> of(Cluster cluster) {
    var queues = new ArrayList<TaskQueue>();
    for (int device = 0; device < cluster.devices().size(); device++) {
      for (var lane : cluster.devices().get(device).kind().lanes()) {
        queues.add(new TaskQueue(device, lane));
      }
    }
    return List.copyOf(queues);
  }

  /// Number of the queue of a device that does such tasks: its own lane for them where it has one,
  /// else the one that computes.
  ///
  /// @throws IllegalArgumentException when the device has no queue
  public static int find(List<TaskQueue> queues, int device, TaskKind kind) {
    var lane =
        switch (kind) {
          case TRANSFER, COLLECTIVE -> Lane.COPY_IN;
          case COMPUTE, REDUCTION, OTHER -> Lane.COMPUTE;
        };
    int queue = queues.indexOf(new TaskQueue(device, lane));
    queue = queue < 0 ? queues.indexOf(new TaskQueue(device, Lane.COMPUTE)) : queue;
    if (queue < 0) {
      throw new IllegalArgumentException("Device " + device + " has no queue");
    }
    return queue;
  }
}
