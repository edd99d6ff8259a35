package dev.partitura.engine.planner.partition;

/// An ideal, and the block that grows on it item by item: each free item, one whose predecessors
/// are all in, is taken or left. One thread.
final class Growth {
  private final ItemTables tables;

  /// The ideal and the block, as bits.
  final long[] bits;

  /// Items of each net in the ideal and the block.
  private final int[] inside;

  /// Items of each net in the block.
  private final int[] inBlock;

  /// Items of each net that were left.
  private final int[] left;

  private final int[] waiting;

  /// Items that are or were free, in the order in which they are decided on.
  final int[] free;

  int frees;

  /// Of the ideal alone.
  double idealTime;

  /// Of the ideal and the block: nets that they cut.
  double cut;

  /// Of all that is outside of the ideal.
  double restTime;

  double restCpuTime;
  double restBytes;
  int restForCpu;

  /// Of the block.
  double time;

  double cpuTime;
  double bytes;
  int forCpu;

  /// Cost of nets that the block cuts as it is.
  double shared;

  /// Cost of nets that it cuts however it grows.
  double lost;

  /// Accelerator time of what was left and all after it.
  double leftTime;

  private final boolean[] taken;
  private final double[] saved;
  private final long[] leftBits;
  private static final int SAVED = 8;

  Growth(ItemTables tables) {
    this.tables = tables;
    int nets = tables.netSize.length;
    bits = new long[tables.words];
    inside = new int[nets];
    inBlock = new int[nets];
    left = new int[nets];
    waiting = new int[tables.count];
    free = new int[tables.count];
    taken = new boolean[tables.count];
    saved = new double[(tables.count + 1) * SAVED];
    leftBits = new long[(tables.count + 1) * tables.words];
  }

  /// Begins with the empty ideal.
  void begin() {
    var items = tables.items;
    System.arraycopy(tables.waiting, 0, waiting, 0, waiting.length);
    for (int item = 0; item < tables.count; item++) {
      if (waiting[item] == 0) {
        free[frees++] = item;
      }
      restTime += tables.time[item];
      restCpuTime += items.cpuTime()[item];
      restBytes += items.bytes()[item];
      restForCpu += items.accelerated()[item] ? 0 : 1;
    }
  }

  /// Begins with what another holds, its block included.
  void begin(Growth before) {
    System.arraycopy(before.bits, 0, bits, 0, bits.length);
    System.arraycopy(before.inside, 0, inside, 0, inside.length);
    java.util.Arrays.fill(inBlock, 0);
    java.util.Arrays.fill(left, 0);
    System.arraycopy(before.waiting, 0, waiting, 0, waiting.length);
    frees = 0;
    for (int i = 0; i < before.frees; i++) {
      if (!before.taken[i]) {
        free[frees++] = before.free[i];
      }
    }
    idealTime = before.idealTime + before.time;
    cut = before.cut;
    restTime = before.restTime - before.time;
    restCpuTime = before.restCpuTime - before.cpuTime;
    restBytes = before.restBytes - before.bytes;
    restForCpu = before.restForCpu - before.forCpu;
    time = 0;
    cpuTime = 0;
    bytes = 0;
    forCpu = 0;
    shared = 0;
    lost = 0;
    leftTime = 0;
    java.util.Arrays.fill(leftBits, 0, tables.words, 0);
  }

  void save(int place) {
    int at = place * SAVED;
    saved[at] = time;
    saved[at + 1] = cpuTime;
    saved[at + 2] = bytes;
    saved[at + 3] = shared;
    saved[at + 4] = lost;
    saved[at + 5] = leftTime;
    saved[at + 6] = cut;
    saved[at + 7] = frees;
  }

  private void restore(int place) {
    int at = place * SAVED;
    time = saved[at];
    cpuTime = saved[at + 1];
    bytes = saved[at + 2];
    shared = saved[at + 3];
    lost = saved[at + 4];
    leftTime = saved[at + 5];
    cut = saved[at + 6];
    frees = (int) saved[at + 7];
  }

  boolean isTaken(int place) {
    return taken[place];
  }

  void take(int place) {
    int item = free[place];
    var items = tables.items;
    taken[place] = true;
    bits[item >> 6] |= 1L << item;
    time += tables.time[item];
    cpuTime += items.cpuTime()[item];
    bytes += items.bytes()[item];
    forCpu += items.accelerated()[item] ? 0 : 1;
    for (int i = tables.netStart[item]; i < tables.netStart[item + 1]; i++) {
      int net = tables.nets[i];
      double cost = tables.netCost[net];
      int before = inside[net]++;
      int here = inBlock[net]++;
      boolean whole = before + 1 == tables.netSize[net];
      if (before == 0) {
        cut += cost;
      }
      if (whole) {
        cut -= cost;
      }
      boolean received = before > here;
      if (here == 0) {
        shared += received || !whole ? cost : 0;
        lost += received || left[net] > 0 ? cost : 0;
      } else if (whole && !received) {
        shared -= cost;
      }
    }
    for (int next : tables.successors[item]) {
      if (--waiting[next] == 0) {
        free[frees++] = next;
      }
    }
    copyLeft(place);
  }

  void untake(int place) {
    int item = free[place];
    bits[item >> 6] &= ~(1L << item);
    forCpu -= tables.items.accelerated()[item] ? 0 : 1;
    for (int i = tables.netStart[item]; i < tables.netStart[item + 1]; i++) {
      inside[tables.nets[i]]--;
      inBlock[tables.nets[i]]--;
    }
    for (int next : tables.successors[item]) {
      waiting[next]++;
    }
    restore(place);
  }

  /// Leaves an item, unless less time than `least` could be reached without it and all after it.
  boolean leave(int place, double least) {
    int item = free[place];
    double most = tables.total - least;
    if (tables.afterTime[item] > most) {
      return false;
    }
    double now = leftTime + tables.newTime(item, leftBits, place * tables.words);
    if (now > most) {
      return false;
    }
    leftTime = now;
    taken[place] = false;
    for (int word = 0; word < tables.words; word++) {
      leftBits[(place + 1) * tables.words + word] =
          leftBits[place * tables.words + word] | tables.after[item * tables.words + word];
    }
    for (int i = tables.netStart[item]; i < tables.netStart[item + 1]; i++) {
      int net = tables.nets[i];
      if (left[net]++ == 0 && inBlock[net] > 0 && inside[net] == inBlock[net]) {
        lost += tables.netCost[net];
      }
    }
    return true;
  }

  void unleave(int place) {
    int item = free[place];
    for (int i = tables.netStart[item]; i < tables.netStart[item + 1]; i++) {
      left[tables.nets[i]]--;
    }
    restore(place);
  }

  private void copyLeft(int place) {
    System.arraycopy(
        leftBits, place * tables.words, leftBits, (place + 1) * tables.words, tables.words);
  }

  /// How taking a free item would change what the block shares.
  double sharedMore(int item) {
    double more = 0;
    for (int i = tables.netStart[item]; i < tables.netStart[item + 1]; i++) {
      int net = tables.nets[i];
      boolean received = inside[net] > inBlock[net];
      boolean whole = inside[net] + 1 == tables.netSize[net];
      if (inBlock[net] == 0) {
        more += received || !whole ? tables.netCost[net] : 0;
      } else if (whole && !received) {
        more -= tables.netCost[net];
      }
    }
    return more;
  }

  /// How taking a free item would change what the ideal and the block cut.
  double cutMore(int item) {
    double more = 0;
    for (int i = tables.netStart[item]; i < tables.netStart[item + 1]; i++) {
      int net = tables.nets[i];
      if (inside[net] == 0) {
        more += tables.netCost[net];
      } else if (inside[net] + 1 == tables.netSize[net]) {
        more -= tables.netCost[net];
      }
    }
    return more;
  }

  /// The items of the block, ascending.
  int[] block() {
    int size = 0;
    for (int i = 0; i < frees; i++) {
      size += taken[i] ? 1 : 0;
    }
    var block = new int[size];
    for (int i = 0; i < frees; i++) {
      if (taken[i]) {
        block[--size] = free[i];
      }
    }
    java.util.Arrays.sort(block);
    return block;
  }
}
