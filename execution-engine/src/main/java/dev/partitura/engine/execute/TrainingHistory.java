package dev.partitura.engine.execute;

import dev.partitura.engine.task.TaskGraph;
import java.util.List;
import java.util.OptionalDouble;

/// What a training did, step by step: its losses, how they were come by, and how well the network
/// did on samples it was not trained on. Arrays are not copied; do not write to them.
///
/// @param settings as they were at the first step
/// @param losses of each step, from the first of all; the mean over the samples of the step
/// @param changes of what was set, in the order of the steps from which they hold
/// @param scores of the network on the test samples, in the order of their steps
/// @param traffic of the steps, in the order of the steps from which it holds; empty where it is
///   not known
/// @param stopped before all steps were done
@SuppressWarnings("ArrayRecordComponent")
public record TrainingHistory(
    TrainingSettings settings,
    double[] losses,
    List<Change> changes,
    List<Score> scores,
    List<Traffic> traffic,
    boolean stopped) {
  /// Learning rate and batch from a step on.
  public record Change(int step, double learningRate, int batch) {}

  /// Test labels that the network gets right after so many steps.
  ///
  /// @param right of `places`
  public record Score(int step, long right, long places) {
    /// From 0 to 1.
    public double share() {
      return places == 0 ? 0 : (double) right / places;
    }
  }

  /// What the transfers of a step move, from a step on.
  ///
  /// @param bytes of a step after which replicas are not averaged
  /// @param jointBytes of one after which they are; the same where there is no such difference
  /// @param every steps from one joint step to the next
  public record Traffic(int step, long bytes, long jointBytes, int every) {
    public Traffic {
      if (bytes < 0 || jointBytes < 0 || every < 1) {
        throw new IllegalArgumentException(
            "No steps move " + bytes + " bytes, and " + jointBytes + " every " + every);
      }
    }

    /// Cost O(tasks).
    ///
    /// @param joint tasks of a joint step
    /// @param between tasks of the others
    public static Traffic of(int step, TaskGraph joint, TaskGraph between, int every) {
      return new Traffic(step, sum(between), sum(joint), every);
    }

    private static long sum(TaskGraph graph) {
      long bytes = 0;
      for (int task = 0; task < graph.taskCount(); task++) {
        bytes += graph.bytes(task);
      }
      return bytes;
    }

    /// Bytes that a step moves, by its number.
    long ofStep(int number) {
      return number % every == 0 ? jointBytes : bytes;
    }

    /// Bytes of a step in the mean.
    public long meanBytes() {
      return (jointBytes + (every - 1) * bytes) / every;
    }

    /// Bytes that averaging takes each time.
    public long averagingBytes() {
      return jointBytes - bytes;
    }
  }

  public TrainingHistory {
    changes = List.copyOf(changes);
    scores = List.copyOf(scores);
    traffic = List.copyOf(traffic);
  }

  /// Where nothing is known of the traffic.
  public TrainingHistory(
      TrainingSettings settings,
      double[] losses,
      List<Change> changes,
      List<Score> scores,
      boolean stopped) {
    this(settings, losses, changes, scores, List.of(), stopped);
  }

  /// Bytes that transfers had moved when a step ended, from the first step of all; empty where that
  /// is not known of each. Cost O(steps).
  public long[] communicatedBytes() {
    if (traffic.isEmpty() || traffic.getFirst().step() > 1) {
      return new long[0];
    }
    var moved = new long[steps()];
    long sum = 0;
    int holds = 0;
    for (int step = 1; step <= moved.length; step++) {
      while (holds + 1 < traffic.size() && traffic.get(holds + 1).step() <= step) {
        holds++;
      }
      sum += traffic.get(holds).ofStep(step);
      moved[step - 1] = sum;
    }
    return moved;
  }

  /// Loss of the last step.
  public OptionalDouble loss() {
    return losses.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(losses[losses.length - 1]);
  }

  /// Share of the test labels that the network got right last, from 0 to 1.
  public OptionalDouble accuracy() {
    return scores.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(scores.getLast().share());
  }

  /// Steps done.
  public int steps() {
    return losses.length;
  }
}
