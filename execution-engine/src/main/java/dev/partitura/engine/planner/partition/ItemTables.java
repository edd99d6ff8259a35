package dev.partitura.engine.planner.partition;

/// What the search of ideals looks up all the time, in flat arrays.
///
/// An ideal is a set of items that holds with each item all before it.
final class ItemTables {
  final Items items;
  final int count;
  final int words;

  /// Accelerator time; zero for what only a CPU can run.
  final double[] time;

  final int[] netStart;
  final int[] nets;
  final int[] netSize;
  final double[] netCost;
  final int[][] successors;
  final int[] waiting;

  /// An item and all after it, as bits, one row of `words` each.
  final long[] after;

  /// The accelerator time of an item and all after it.
  final double[] afterTime;

  final Capacity capacity;
  final double total;

  ItemTables(Items items) {
    this.items = items;
    count = items.count();
    words = (count + 63) / 64;
    time = new double[count];
    for (int item = 0; item < count; item++) {
      time[item] = items.accelerated()[item] ? items.time()[item] : 0;
    }
    netCost = items.cost();
    netSize = new int[netCost.length];
    netStart = new int[count + 1];
    var lists = items.netsOfItems();
    for (int item = 0; item < count; item++) {
      netStart[item + 1] = netStart[item] + lists[item].length;
    }
    nets = new int[netStart[count]];
    for (int item = 0; item < count; item++) {
      System.arraycopy(lists[item], 0, nets, netStart[item], lists[item].length);
    }
    for (int net = 0; net < netSize.length; net++) {
      netSize[net] = items.pins()[net].length;
    }
    successors = items.successors();
    waiting = new int[count];
    for (int[] next : successors) {
      for (int item : next) {
        waiting[item]++;
      }
    }
    after = new long[count * words];
    afterTime = new double[count];
    var order = items.topologicalOrder();
    for (int place = count - 1; place >= 0; place--) {
      int item = order[place];
      after[item * words + (item >> 6)] |= 1L << item;
      for (int next : successors[item]) {
        for (int word = 0; word < words; word++) {
          after[item * words + word] |= after[next * words + word];
        }
      }
      afterTime[item] = newTime(item, new long[words], 0);
    }
    capacity = new Capacity(items);
    total = capacity.total();
  }

  /// The accelerator time of an item and all after it that are not among the bits at `offset`.
  double newTime(int item, long[] bits, int offset) {
    double sum = 0;
    for (int word = 0; word < words; word++) {
      for (long fresh = after[item * words + word] & ~bits[offset + word];
          fresh != 0;
          fresh &= fresh - 1) {
        sum += time[word * 64 + Long.numberOfTrailingZeros(fresh)];
      }
    }
    return sum;
  }
}
