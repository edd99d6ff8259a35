package dev.partitura.engine.execute.serve.live;

import dev.partitura.engine.execute.times.TaskTimes;
import dev.partitura.engine.task.TaskGraph;
import java.util.Arrays;
import java.util.List;

/// For how long, of one iteration, at least one device computed. One thread at a time; cost O(tasks
/// × log tasks).
final class ComputeTime {
  private final int[] deviceOf;
  private final int deviceCount;
  private final int[] tasks;
  private final long[] begins;
  private final long[] ends;

  /// @param places of the devices of the graph among those that are told of
  /// @param deviceCount of those
  ComputeTime(TaskGraph graph, int[] places, int deviceCount) {
    this.deviceCount = deviceCount;
    var computing = new int[graph.taskCount()];
    int count = 0;
    for (int task = 0; task < computing.length; task++) {
      if (graph.template(task).kind().computes()) {
        computing[count++] = task;
      }
    }
    tasks = Arrays.copyOf(computing, count);
    deviceOf = Arrays.stream(tasks).map(task -> places[graph.device(task)]).toArray();
    begins = new long[count];
    ends = new long[count];
  }

  /// What each device did.
  List<DeviceTime> ofDevices(TaskTimes times) {
    var devices = new DeviceTime[deviceCount];
    Arrays.fill(devices, DeviceTime.NONE);
    for (int i = 0; i < tasks.length; i++) {
      long begin = times.beginNanos()[tasks[i]];
      long end = times.endNanos()[tasks[i]];
      int device = deviceOf[i];
      devices[device] = devices[device].and(new DeviceTime(end - begin, begin, end));
    }
    return List.of(devices);
  }

  long of(TaskTimes times) {
    for (int i = 0; i < tasks.length; i++) {
      begins[i] = times.beginNanos()[tasks[i]];
      ends[i] = times.endNanos()[tasks[i]];
    }
    Arrays.sort(begins);
    Arrays.sort(ends);
    long sum = 0;
    long since = 0;
    int running = 0;
    int ended = 0;
    for (int begun = 0; begun < begins.length; begun++) {
      while (ended < ends.length && ends[ended] < begins[begun]) {
        running--;
        if (running == 0) {
          sum += ends[ended] - since;
        }
        ended++;
      }
      if (running == 0) {
        since = begins[begun];
      }
      running++;
    }
    return running == 0 ? sum : sum + ends[ends.length - 1] - since;
  }
}
