package dev.partitura.engine.planner.partition;

/// The items of one device.
///
/// @param onCpu whether it is a CPU
/// @param items ascending
record Block(boolean onCpu, int[] items) {

  /// The time of the device: on an accelerator with the cost of every net that it shares.
  double load(Items whole) {
    var inside = new boolean[whole.count()];
    double time = 0;
    for (int item : items) {
      inside[item] = true;
      time += onCpu ? whole.cpuTime()[item] : whole.time()[item];
    }
    for (int net = 0; !onCpu && net < whole.pins().length; net++) {
      int here = 0;
      for (int pin : whole.pins()[net]) {
        here += inside[pin] ? 1 : 0;
      }
      time += here > 0 && here < whole.pins()[net].length ? whole.cost()[net] : 0;
    }
    return time;
  }
}
