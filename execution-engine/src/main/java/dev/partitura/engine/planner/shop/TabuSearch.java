package dev.partitura.engine.planner.shop;

import java.util.random.RandomGenerator;

/// Improves a schedule of a job shop by moving operations within the blocks of a critical path.
///
/// Every step takes the best move by an estimate among those that do not undo a recent one, even to
/// a worse schedule; where nothing gets better for long, it goes on from the best schedule after
/// some moves at random. One thread; a step takes time in proportion to the operations.
///
/// Source: neighbourhood and estimate of Balas and Vazacopoulos 1998, doi:10.1287/mnsc.44.2.262;
/// tenures as in Zhang et al. 2008, doi:10.1016/j.cor.2006.02.024.
final class TabuSearch {
  private static final int PATIENCE = 12_000;

  private final Operations operations;
  private final MachineOrders orders;
  private final RandomGenerator random;
  private final int[] place;
  private final int[][] forbidden;
  private int step;
  private int[] best;
  private long least;
  private int since;

  private int moved;
  private int target;
  private boolean behind;
  private long estimate;
  private boolean found;

  TabuSearch(MachineOrders orders, RandomGenerator random) {
    this.orders = orders;
    this.random = random;
    operations = orders.operations;
    place = new int[operations.count];
    forbidden = new int[operations.count][];
    for (int[] machine : operations.onMachine) {
      for (int i = 0; i < machine.length; i++) {
        place[machine[i]] = i;
        forbidden[machine[i]] = new int[machine.length];
      }
    }
    best = orders.afters();
    least = orders.makespan;
  }

  /// The best makespan so far.
  long least() {
    return least;
  }

  /// When each operation begins in the best schedule so far.
  long[] starts() {
    var kept = orders.afters();
    orders.restore(best);
    var starts = orders.head.clone();
    orders.restore(kept);
    return starts;
  }

  /// Makes some steps.
  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      step();
    }
  }

  private void step() {
    step++;
    choose();
    if (!found || ++since > PATIENCE) {
      perturb();
      return;
    }
    int tenure = 10 + operations.count / Math.max(1, operations.machines) / 10;
    int until = step + tenure + random.nextInt(tenure);
    if (behind) {
      for (int i = orders.after[moved]; ; i = orders.after[i]) {
        forbidden[moved][place[i]] = until;
        if (i == target) {
          break;
        }
      }
      orders.moveBehind(moved, target);
    } else {
      for (int i = orders.before[moved]; ; i = orders.before[i]) {
        forbidden[i][place[moved]] = until;
        if (i == target) {
          break;
        }
      }
      orders.moveBefore(moved, target);
    }
    settle();
  }

  private void settle() {
    if (!orders.update()) {
      orders.restore(best);
      return;
    }
    if (orders.makespan < least) {
      least = orders.makespan;
      best = orders.afters();
      since = 0;
    }
  }

  /// Goes back to the best and swaps neighbours on critical paths at random.
  private void perturb() {
    orders.restore(best);
    since = 0;
    int swaps = 5 + random.nextInt(25);
    for (int i = 0; i < swaps; i++) {
      int first = randomPair();
      if (first < 0) {
        return;
      }
      orders.moveBehind(first, orders.after[first]);
      if (!orders.update()) {
        orders.restore(best);
      }
    }
  }

  /// An operation that is critical with the one after it on its machine.
  private int randomPair() {
    int chosen = -1;
    int seen = 0;
    for (int i = first(); i >= 0; i = next(i)) {
      int after = orders.after[i];
      if (after >= 0 && next(i) == after && random.nextInt(++seen) == 0) {
        chosen = i;
      }
    }
    return chosen;
  }

  /// Where a critical path begins.
  private int first() {
    int chosen = -1;
    int seen = 0;
    for (int i = 0; i < operations.count; i++) {
      if (orders.head[i] == 0 && orders.tail[i] == orders.makespan && random.nextInt(++seen) == 0) {
        chosen = i;
      }
    }
    return chosen;
  }

  /// What follows on the critical path: on the machine where that is critical, else in the job.
  private int next(int i) {
    long end = orders.head[i] + operations.duration[i];
    int after = orders.after[i];
    if (after >= 0
        && orders.head[after] == end
        && orders.head[after] + orders.tail[after] == orders.makespan) {
      return after;
    }
    return !operations.last[i]
            && orders.head[i + 1] == end
            && orders.head[i + 1] + orders.tail[i + 1] == orders.makespan
        ? i + 1
        : -1;
  }

  private void choose() {
    found = false;
    estimate = Long.MAX_VALUE;
    int ties = 0;
    for (int i = first(); i >= 0; ) {
      int begin = i;
      int end = i;
      int next = next(i);
      while (next >= 0 && next == orders.after[end]) {
        end = next;
        next = next(end);
      }
      if (begin != end) {
        ties = block(begin, end, ties);
      }
      i = next;
    }
  }

  private int block(int begin, int end, int ties) {
    int count = ties;
    for (int i = begin; i != end; i = orders.after[i]) {
      count = consider(i, end, true, count);
      if (i != begin) {
        count = consider(i, begin, false, count);
        count = consider(begin, i, true, count);
        count = consider(end, i, false, count);
      }
    }
    return orders.after[begin] == end ? count : consider(end, begin, false, count);
  }

  private int consider(int one, int other, boolean backwards, int ties) {
    if (one == other || !isAcyclic(one, other, backwards)) {
      return ties;
    }
    long value = backwards ? behind(one, other) : before(one, other);
    if (value > estimate || isForbidden(one, other, backwards) && value >= least) {
      return ties;
    }
    int count = value < estimate ? 1 : ties + 1;
    if (count == 1 || random.nextInt(count) == 0) {
      moved = one;
      target = other;
      behind = backwards;
      estimate = value;
      found = true;
    }
    return count;
  }

  private boolean isAcyclic(int one, int other, boolean backwards) {
    if (backwards) {
      return operations.last[one] || orders.tail[other] >= orders.tail[one + 1];
    }
    return operations.first[one]
        || orders.head[other] + operations.duration[other]
            >= orders.head[one - 1] + operations.duration[one - 1];
  }

  private boolean isForbidden(int one, int other, boolean backwards) {
    if (backwards) {
      for (int i = orders.after[one]; ; i = orders.after[i]) {
        if (forbidden[i][place[one]] > step) {
          return true;
        }
        if (i == other) {
          return false;
        }
      }
    }
    for (int i = orders.before[one]; ; i = orders.before[i]) {
      if (forbidden[one][place[i]] > step) {
        return true;
      }
      if (i == other) {
        return false;
      }
    }
  }

  private long jobReady(int i) {
    return operations.first[i] ? 0 : orders.head[i - 1] + operations.duration[i - 1];
  }

  private long jobRest(int i) {
    return operations.last[i] ? 0 : orders.tail[i + 1];
  }

  private long[] heads = new long[16];

  /// The longest path through what moves when `one` goes right behind `other`.
  private long behind(int one, int other) {
    int previous = orders.before[one];
    long end = previous < 0 ? 0 : orders.head[previous] + operations.duration[previous];
    int size = 0;
    for (int i = orders.after[one]; ; i = orders.after[i]) {
      long begin = Math.max(end, jobReady(i));
      push(size++, begin);
      end = begin + operations.duration[i];
      if (i == other) {
        break;
      }
    }
    long begin = Math.max(end, jobReady(one));
    int following = orders.after[other];
    long rest =
        Math.max(jobRest(one), following < 0 ? 0 : orders.tail[following])
            + operations.duration[one];
    long longest = begin + rest;
    for (int i = other; i != one; i = orders.before[i]) {
      rest = Math.max(rest, jobRest(i)) + operations.duration[i];
      longest = Math.max(longest, heads[--size] + rest);
    }
    return longest;
  }

  /// The longest path through what moves when `one` goes right before `other`.
  private long before(int one, int other) {
    int previous = orders.before[other];
    long begin =
        Math.max(
            previous < 0 ? 0 : orders.head[previous] + operations.duration[previous],
            jobReady(one));
    long end = begin + operations.duration[one];
    int size = 0;
    for (int i = other; i != one; i = orders.after[i]) {
      long here = Math.max(end, jobReady(i));
      push(size++, here);
      end = here + operations.duration[i];
    }
    int following = orders.after[one];
    long rest = following < 0 ? 0 : orders.tail[following];
    long longest = 0;
    for (int i = orders.before[one]; ; i = orders.before[i]) {
      rest = Math.max(rest, jobRest(i)) + operations.duration[i];
      longest = Math.max(longest, heads[--size] + rest);
      if (i == other) {
        break;
      }
    }
    rest = Math.max(rest, jobRest(one)) + operations.duration[one];
    return Math.max(longest, begin + rest);
  }

  private void push(int at, long value) {
    if (at == heads.length) {
      heads = java.util.Arrays.copyOf(heads, at * 2);
    }
    heads[at] = value;
  }
}
