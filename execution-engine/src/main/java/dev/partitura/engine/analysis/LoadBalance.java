package dev.partitura.engine.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.cost.Balance;
import java.util.List;
import java.util.Set;

/// How evenly the work is spread and how much of the devices' time stays unused.
///
/// @param balance of the computing times, as [Balance] says. What a core did for other programs
///   meanwhile is no work of the plan and does not count
/// @param busiest place in the list of the device that computes longest, or -1
/// @param bubbleShare idle share of all devices' time, 0 to 1
public record LoadBalance(double balance, int busiest, double bubbleShare) {
  public static final Analysis<LoadBalance> ANALYSIS =
      Analysis.of(
          "load balance", Set.of(), run -> of(run.get(DeviceUse.ANALYSIS)), LoadBalance::report);

  private static LoadBalance of(List<DeviceUse> devices) {
    long largest = 0;
    int busiest = -1;
    double idle = 0;
    double whole = 0;
    for (int i = 0; i < devices.size(); i++) {
      long compute = devices.get(i).workNanos();
      if (busiest < 0 || compute > largest) {
        largest = compute;
        busiest = i;
      }
      idle += devices.get(i).idleNanos();
      whole += devices.get(i).idleNanos() + devices.get(i).busyNanos();
    }
    return new LoadBalance(
        Balance.of(devices.stream().mapToDouble(DeviceUse::workNanos).toArray()),
        busiest,
        whole == 0 ? 0 : idle / whole);
  }

  private void report(ObjectNode report) {
    report.put("bubbleShare", bubbleShare);
    report.put("loadBalance", balance);
  }
}
