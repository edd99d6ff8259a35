package dev.partitura.engine.plan.schedule;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Makes an order of a pipeline better by small moves: of two actions that follow each other on the
/// longest path, the later goes before the earlier, or further. A worse order is kept where it is
/// not much worse than the best one, and ever less so (record-to-record travel: Dueck 1993), which
/// leads out of the hollows. The same random numbers give the same order.
final class OrderImprovement {
  /// Places that an action is moved at most.
  private static final int FAR = 6;

  private static final double ROUNDING = 1e-9;

  private final PipelineClock clock;
  private final int limit;
  private final int open;
  private final RandomGenerator random;
  private final int[] critical;

  /// @param limit pieces of chunks that a device may hold until their gradients of weights are done
  /// @param open of them those whose gradient of inputs is not done either
  OrderImprovement(PipelineClock clock, int limit, int open, RandomGenerator random) {
    this.clock = clock;
    this.limit = limit;
    this.open = open;
    this.random = random;
    critical = new int[clock.actions()];
  }

  /// @param from an order that holds no more than it may
  /// @param moves that are tried
  /// @return the best order on the way
  int[][] improve(int[][] from, int moves) {
    var order = copy(from);
    var best = from;
    double nanos = clock.run(order);
    double bestNanos = nanos;
    for (int move = 0; move < moves; move++) {
      int found = critical(order);
      if (found == 0) {
        return best;
      }
      int action = critical[random.nextInt(found)];
      var device = order[clock.device(action)];
      int place = clock.place[action];
      boolean later = random.nextBoolean();
      int far = random.nextInt(1, FAR + 1);
      int begin = later ? place - 1 : Math.max(0, place - far);
      int end = later ? Math.min(device.length - 1, place - 1 + far) : place;
      if (!turn(device, begin, end, later)) {
        continue;
      }
      double tried =
          clock.held(device) <= limit && clock.open(device) <= open
              ? clock.run(order)
              : Double.POSITIVE_INFINITY;
      double worse = clock.longestNanos() * (moves - move) / moves;
      if (tried <= Math.max(nanos, bestNanos + worse) + ROUNDING) {
        nanos = tried;
        if (nanos < bestNanos * (1 - ROUNDING)) {
          bestNanos = nanos;
          best = copy(order);
        }
      } else {
        turnBack(device, begin, end, later);
        clock.run(order);
      }
    }
    return best;
  }

  private static int[][] copy(int[][] order) {
    return Arrays.stream(order).map(int[]::clone).toArray(int[][]::new);
  }

  /// Notes the actions on the longest path that begin as soon as the one before them on their
  /// device is done.
  private int critical(int[][] order) {
    int device = 0;
    double longest = -1;
    for (int other = 0; other < clock.devices; other++) {
      double span =
          order[other].length == 0
              ? -1
              : clock.end[order[other][order[other].length - 1]] - clock.begin[order[other][0]];
      if (span > longest) {
        longest = span;
        device = other;
      }
    }
    int found = 0;
    int action = order[device][order[device].length - 1];
    while (action != PipelineClock.NONE) {
      int place = clock.place[action];
      int before = place == 0 ? PipelineClock.NONE : order[clock.device(action)][place - 1];
      int elsewhere = clock.beforeElsewhere(action);
      if (elsewhere != PipelineClock.NONE
          && clock.arrival(elsewhere, action) >= clock.begin[action] - ROUNDING
          && (before == PipelineClock.NONE
              || clock.end[before] < clock.begin[action] - ROUNDING
              || random.nextBoolean())) {
        action = elsewhere;
      } else {
        if (before != PipelineClock.NONE) {
          critical[found++] = action;
        }
        action = before;
      }
    }
    return found;
  }

  /// Moves the last of some places to the first, or the first to the last, unless something would
  /// come before what it needs.
  private boolean turn(int[] device, int begin, int end, boolean later) {
    int moved = later ? device[begin] : device[end];
    for (int place = begin; place <= end; place++) {
      if (device[place] != moved && clock.isSamePiece(device[place], moved)) {
        return false;
      }
    }
    if (later) {
      System.arraycopy(device, begin + 1, device, begin, end - begin);
      device[end] = moved;
    } else {
      System.arraycopy(device, begin, device, begin + 1, end - begin);
      device[begin] = moved;
    }
    return begin < end;
  }

  private static void turnBack(int[] device, int begin, int end, boolean later) {
    if (later) {
      int moved = device[end];
      System.arraycopy(device, begin, device, begin + 1, end - begin);
      device[begin] = moved;
    } else {
      int moved = device[begin];
      System.arraycopy(device, begin + 1, device, begin, end - begin);
      device[end] = moved;
    }
  }
}
