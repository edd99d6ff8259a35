package dev.partitura.engine.plan.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Orders of two chunks a device laid as a V that repeat one pattern: each micro-batch passes as
/// the one before it did, a period later, and in a period every device does its six actions once. A
/// pattern is told by how much later each flow (forward there and back, backward there and back) is
/// on the next device, and how long it waits at each turn; what is held follows from it. Source:
/// the building blocks of Qi et al. 2024, arXiv:2405.15362. Pure.
final class RepeatedPatterns {
  private static final int PERIOD = 6;
  private static final int MOST_STEP = 5;
  private static final int FLOWS = 4;
  private static final int MOST_FOUND = 4_000;

  private final int devices;
  private final int limit;
  private final List<Pattern> found = new ArrayList<>();

  /// @param slots by device: when forward of either chunk, backward of the second and of the first,
  ///   and their gradients of weights are
  @SuppressWarnings("ArrayRecordComponent")
  private record Pattern(int[][] slots, int ends) {}

  private RepeatedPatterns(int devices, int limit) {
    this.devices = devices;
    this.limit = limit;
  }

  /// @param limit chunks that a device may hold
  /// @param most orders that are wanted
  static List<int[][]> orders(Pipeline pipeline, int limit, int most) {
    var patterns = new RepeatedPatterns(pipeline.devices(), limit);
    patterns.extend(new int[pipeline.devices()][PERIOD], 0, 0);
    var found = patterns.found;
    found.sort(Comparator.comparingInt(Pattern::ends));
    int count = Math.min(most, found.size());
    return IntStream.range(0, count)
        .mapToObj(
            at -> patterns.order(found.get((int) ((long) at * found.size() / count)), pipeline))
        .toList();
  }

  /// Tries every way of one more flow.
  ///
  /// @param from when the one before it ends
  private void extend(int[][] slots, int flow, int from) {
    if (found.size() >= MOST_FOUND) {
      return;
    }
    if (flow == FLOWS) {
      finish(slots);
      return;
    }
    boolean returns = flow % 2 == 1;
    for (int wait = flow == 0 ? 0 : 1; wait <= (flow == 0 ? 0 : PERIOD); wait++) {
      for (int step = 1; step <= MOST_STEP; step++) {
        boolean fits = true;
        for (int place = 0; fits && place < devices; place++) {
          int device = returns ? devices - 1 - place : place;
          slots[device][flow] = from + wait + place * step;
          for (int other = 0; fits && other < flow; other++) {
            fits = (slots[device][flow] - slots[device][other]) % PERIOD != 0;
          }
        }
        if (fits) {
          extend(slots, flow + 1, from + wait + (devices - 1) * step);
        }
      }
    }
  }

  /// Puts the gradients of weights where there is room, and keeps what holds no more than it may.
  private void finish(int[][] slots) {
    for (var device : slots) {
      var taken = new boolean[PERIOD];
      for (int flow = 0; flow < FLOWS; flow++) {
        taken[device[flow] % PERIOD] = true;
      }
      for (int flow = FLOWS; flow < PERIOD; flow++) {
        int slot = device[flow - 2] + 1;
        while (taken[slot % PERIOD]) {
          slot++;
        }
        device[flow] = slot;
        taken[slot % PERIOD] = true;
      }
      if (held(device) > limit) {
        return;
      }
    }
    found.add(
        new Pattern(
            Arrays.stream(slots).map(int[]::clone).toArray(int[][]::new), slots[0][FLOWS - 1]));
  }

  /// Most chunks that are forward and whose gradient of weights is not done.
  private static int held(int[] device) {
    int peak = 0;
    for (int slot = 0; slot < PERIOD; slot++) {
      // The first chunk from 0 to 5, the second from 1 to 4.
      peak = Math.max(peak, held(device[0], device[5], slot) + held(device[1], device[4], slot));
    }
    return peak;
  }

  /// Pieces between two slots of theirs, in a slot of the period when all are under way.
  private static int held(int from, int to, int slot) {
    return Math.floorDiv(to - slot, PERIOD) - Math.floorDiv(from - slot - 1, PERIOD);
  }

  private int[][] order(Pattern pattern, Pipeline pipeline) {
    int microBatches = pipeline.microBatches();
    int stages = 2 * devices;
    var order = new int[devices][];
    for (int device = 0; device < devices; device++) {
      int[] slots = pattern.slots()[device];
      int first = device;
      int second = stages - 1 - device;
      int[] kinds = {
        first, second, stages + second, stages + first, 2 * stages + second, 2 * stages + first
      };
      order[device] =
          IntStream.range(0, PERIOD * microBatches)
              .boxed()
              .sorted(Comparator.comparingInt(at -> slots[at % PERIOD] + at / PERIOD * PERIOD))
              .mapToInt(at -> kinds[at % PERIOD] * microBatches + at / PERIOD)
              .toArray();
    }
    return order;
  }
}
