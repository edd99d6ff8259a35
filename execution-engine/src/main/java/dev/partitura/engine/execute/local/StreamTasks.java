package dev.partitura.engine.execute.local;

import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.execute.device.DeviceEvent;
import dev.partitura.engine.execute.device.DeviceQueue;
import dev.partitura.engine.execute.device.DeviceStream;
import dev.partitura.engine.task.TaskGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The tasks of a graph that devices do on their own while their threads go on. Each has an event
/// before and one behind it; who waits for such a task on another queue waits for the event. Made
/// before the run, so that nothing is allocated in it.
final class StreamTasks {
  private final Kernel.Bound[] work;
  private final @Nullable DeviceStream[] streams;
  private final int[][] tasksOf;
  private final @Nullable DeviceEvent[] begun;
  private final @Nullable DeviceEvent[] done;

  /// By task: those in streams other than its own queue that come before it.
  private final int[][] awaited;

  /// The tasks that are in streams; null when none is.
  static @Nullable StreamTasks of(
      TaskGraph graph, Kernel.Bound[] work, @Nullable DeviceQueue[] devices) {
    return Arrays.stream(devices).anyMatch(device -> device instanceof DeviceStream)
        ? new StreamTasks(graph, work, devices)
        : null;
  }

  private StreamTasks(TaskGraph graph, Kernel.Bound[] work, @Nullable DeviceQueue[] devices) {
    this.work = work;
    streams = new DeviceStream[devices.length];
    for (int queue = 0; queue < devices.length; queue++) {
      streams[queue] = devices[queue] instanceof DeviceStream stream ? stream : null;
    }
    int tasks = graph.taskCount();
    begun = new DeviceEvent[tasks];
    done = new DeviceEvent[tasks];
    var own = new ArrayList<List<Integer>>();
    for (int queue = 0; queue < devices.length; queue++) {
      own.add(new ArrayList<>());
    }
    var before = new int[tasks][];
    Arrays.fill(before, new int[0]);
    for (int task = 0; task < tasks; task++) {
      var stream = streams[graph.queue(task)];
      if (stream != null) {
        begun[task] = stream.event();
        done[task] = stream.event();
        own.get(graph.queue(task)).add(task);
        for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
          int next = graph.successor(edge);
          if (graph.queue(next) != graph.queue(task)) {
            before[next] = Arrays.copyOf(before[next], before[next].length + 1);
            before[next][before[next].length - 1] = task;
          }
        }
      }
    }
    awaited = before;
    tasksOf =
        own.stream()
            .map(of -> of.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
  }

  boolean has(int queue) {
    return streams[queue] != null;
  }

  /// Has a task, which is next in its queue, begin only behind those that it waits for.
  ///
  /// @return the first of these that failed
  GraphRun.@Nullable Failure await(int task, int queue) {
    var stream = streams[queue];
    for (int before : awaited[task]) {
      var event = Objects.requireNonNull(done[before]);
      try {
        if (stream != null) {
          stream.await(event);
        } else {
          event.await();
        }
      } catch (RuntimeException | Error fault) {
        return new GraphRun.Failure(before, fault);
      }
    }
    return null;
  }

  /// Gives a task to its stream.
  void submit(int task, int queue) {
    var stream = Objects.requireNonNull(streams[queue]);
    stream.begin(Objects.requireNonNull(begun[task]));
    stream.submit(work[task]);
    stream.record(Objects.requireNonNull(done[task]));
  }

  /// Waits for all that a stream was given and notes its times.
  ///
  /// @param begin of each task; 0 for those that the stream was not given
  /// @return the first that failed
  GraphRun.@Nullable Failure finish(int queue, long[] begin, long[] end) {
    GraphRun.@Nullable Failure first = null;
    for (int task : tasksOf[queue]) {
      if (begin[task] != 0) {
        var from = Objects.requireNonNull(begun[task]);
        var to = Objects.requireNonNull(done[task]);
        try {
          from.await();
          to.await();
          begin[task] = from.nanos();
          end[task] = to.nanos();
        } catch (RuntimeException | Error fault) {
          first = first == null ? new GraphRun.Failure(task, fault) : first;
        }
      }
    }
    return first;
  }
}
