package dev.partitura.engine.plan.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// Times orders of a pipeline again and again, in flat arrays. An action is a number, so that those
/// of a kind lie next to each other; stages and devices are counted in the order of the row. One
/// thread.
final class PipelineClock {
  /// What never happens before an action.
  static final int NONE = -1;

  final int devices;
  final double[] begin;
  final double[] end;

  /// Place of each action on its device.
  final int[] place;

  private final Pipeline pipeline;
  private final int stages;
  private final int microBatches;
  private final int[] stageOf;
  private final int[] rowPlace;
  private final double[] nanos;
  private final double transfer;
  private final double longest;
  private final int[] at;
  private final double[] free;

  PipelineClock(Pipeline pipeline) {
    this.pipeline = pipeline;
    devices = pipeline.devices();
    stages = pipeline.row().size();
    microBatches = pipeline.microBatches();
    transfer = pipeline.problem().transferNanos();
    int actions = stages * microBatches * (splits() ? 3 : 2);
    begin = new double[actions];
    end = new double[actions];
    place = new int[actions];
    at = new int[devices];
    free = new double[devices];
    stageOf = new int[stages];
    rowPlace = new int[stages];
    nanos = new double[actions / microBatches];
    for (int stage = 0; stage < stages; stage++) {
      int number = pipeline.row().get(stage);
      rowPlace[number] = stage;
      stageOf[stage] = pipeline.placement().device(stage, devices);
      for (int phase = 0; phase < nanos.length / stages; phase++) {
        nanos[phase * stages + stage] =
            pipeline
                .problem()
                .stages()
                .get(number)
                .nanos()
                .getOrDefault(Phase.values()[phase], 0.0);
      }
    }
    longest = Arrays.stream(nanos).max().orElse(0);
  }

  private boolean splits() {
    return pipeline.problem().phases().contains(Phase.W);
  }

  int actions() {
    return end.length;
  }

  /// Time of the longest action.
  double longestNanos() {
    return longest;
  }

  /// Device of an action.
  int device(int action) {
    return stageOf[stage(action)];
  }

  int phase(int action) {
    return action / (stages * microBatches);
  }

  private int stage(int action) {
    return action / microBatches % stages;
  }

  /// Whether both are of the same stage and micro-batch.
  boolean isSamePiece(int one, int other) {
    return one % (stages * microBatches) == other % (stages * microBatches);
  }

  /// The order of the problem's devices, by device of the row.
  int[][] numbers(List<List<Action>> order) {
    var numbers = new int[devices][];
    for (int device = 0; device < devices; device++) {
      numbers[device] =
          order.get(pipeline.lanes().get(device)).stream()
              .mapToInt(action ->
                  (action.phase().ordinal() * stages + rowPlace[action.stage()]) * microBatches
                      + action.microBatch())
              .toArray();
    }
    return numbers;
  }

  /// The other way round.
  List<List<Action>> order(int[][] numbers) {
    var order = new ArrayList<List<Action>>(Collections.nCopies(devices, List.of()));
    for (int device = 0; device < devices; device++) {
      order.set(
          pipeline.lanes().get(device),
          Arrays.stream(numbers[device])
              .mapToObj(action ->
                  new Action(
                      pipeline.row().get(stage(action)),
                      Phase.values()[phase(action)],
                      action % microBatches))
              .toList());
    }
    return order;
  }

  /// Lets the devices go through their orders.
  ///
  /// @return the longest time from a device's first begin to its last end, and a thousandth of the
  ///   time of all; infinite where the order can never end
  double run(int[][] order) {
    Arrays.fill(end, Double.NaN);
    Arrays.fill(at, 0);
    Arrays.fill(free, 0);
    int left = actions();
    for (boolean moved = true; moved; ) {
      moved = false;
      for (int device = 0; device < devices; device++) {
        var actions = order[device];
        while (at[device] < actions.length) {
          int action = actions[at[device]];
          double ready = ready(action);
          if (Double.isNaN(ready)) {
            break;
          }
          begin[action] = Math.max(ready, free[device]);
          free[device] = end[action] = begin[action] + nanos[action / microBatches];
          place[action] = at[device]++;
          left--;
          moved = true;
        }
      }
    }
    if (left > 0) {
      return Double.POSITIVE_INFINITY;
    }
    double span = 0;
    double makespan = 0;
    for (int device = 0; device < devices; device++) {
      if (order[device].length > 0) {
        span = Math.max(span, free[device] - begin[order[device][0]]);
        makespan = Math.max(makespan, free[device]);
      }
    }
    return span + 1e-3 * makespan;
  }

  private double ready(int action) {
    int here = before(action);
    int there = beforeElsewhere(action);
    double ready = here == NONE ? 0 : end[here];
    return there == NONE ? ready : Math.max(ready, arrival(there, action));
  }

  /// When what an action needs of another stage has come.
  double arrival(int from, int action) {
    return end[from] + (device(from) == device(action) ? 0 : transfer);
  }

  /// What an action needs of its own stage.
  private int before(int action) {
    return phase(action) == 0 ? NONE : action - stages * microBatches;
  }

  /// What an action needs of another stage.
  int beforeElsewhere(int action) {
    int stage = stage(action);
    return switch (phase(action)) {
      case 0 -> stage == 0 ? NONE : action - microBatches;
      case 1 -> stage == stages - 1 ? NONE : action + microBatches;
      default -> NONE;
    };
  }

  /// Most pieces that a device holds until their last gradient is done.
  int held(int[] actions) {
    return peak(actions, splits() ? 2 : 1);
  }

  /// Most pieces that a device holds until the gradient of their inputs is done.
  int open(int[] actions) {
    return peak(actions, 1);
  }

  private int peak(int[] actions, int until) {
    int held = 0;
    int peak = 0;
    for (int action : actions) {
      int phase = phase(action);
      if (phase == 0) {
        peak = Math.max(peak, ++held);
      } else if (phase == until) {
        held--;
      }
    }
    return peak;
  }
}
