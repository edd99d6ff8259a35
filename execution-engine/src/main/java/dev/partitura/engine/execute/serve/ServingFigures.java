package dev.partitura.engine.execute.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What became of the requests of a load, measured or simulated. Requests that were due in the
/// warm-up do not count.
///
/// @param seconds over which rates are taken
/// @param offered requests that were due
/// @param answered of those
/// @param late of those answered, after their deadline
/// @param shed sent away, by reason
/// @param goodputPerSecond answers in time
/// @param waitShare of the answered requests that had to wait at all
/// @param waitNanos queue and batch wait together
/// @param transferNanos of the time in service, while nothing was computed for the batch
/// @param batchSizes how often a batch had which size
/// @param utilization busy share of each instance
public record ServingFigures(
    double seconds,
    long offered,
    long answered,
    long late,
    Map<Shed, Long> shed,
    double offeredPerSecond,
    double completedPerSecond,
    double goodputPerSecond,
    double waitShare,
    Percentiles latencyNanos,
    Percentiles waitNanos,
    Percentiles queueNanos,
    Percentiles batchWaitNanos,
    Percentiles computeNanos,
    Percentiles transferNanos,
    SortedMap<Integer, Long> batchSizes,
    double[] utilization,
    Confidence confidence) {
  public ServingFigures {
    batchSizes = Collections.unmodifiableSortedMap(new TreeMap<>(batchSizes));
  }

  public long shedInAll() {
    return shed.values().stream().mapToLong(Long::longValue).sum();
  }

  /// Of the requests that were due, those sent away.
  public double shedShare() {
    return offered == 0 ? 0 : (double) shedInAll() / offered;
  }

  /// Of the requests that were due, those answered in time.
  public double goodShare() {
    return offered == 0 ? 0 : (double) (answered - late) / offered;
  }

  /// Of the answered requests, those too late.
  public double lateShare() {
    return answered == 0 ? 0 : (double) late / answered;
  }

  /// Requests of a batch in the mean.
  public double meanBatch() {
    double batches = 0;
    double requests = 0;
    for (var size : batchSizes.entrySet()) {
      batches += size.getValue();
      requests += (double) size.getValue() * size.getKey();
    }
    return batches == 0 ? 0 : requests / batches;
  }

  public double meanUtilization() {
    return Arrays.stream(utilization).average().orElse(0);
  }

  /// Requests in the server in the mean, by Little's law.
  public double meanInSystem() {
    return answered / seconds * latencyNanos.mean() / Arrivals.NANOS;
  }

  public void put(ObjectNode into) {
    into.put("seconds", seconds);
    into.put("requests", offered);
    into.put("answered", answered);
    into.put("offeredPerSecond", offeredPerSecond);
    into.put("completedPerSecond", completedPerSecond);
    into.put("goodputPerSecond", goodputPerSecond);
    into.put("goodShare", goodShare());
    into.put("late", late);
    into.put("lateShare", lateShare());
    into.put("shed", shedInAll());
    into.put("shedShare", shedShare());
    var reasons = into.putObject("shedBecause");
    for (var why : Shed.values()) {
      reasons.put(why.name().toLowerCase(Locale.ROOT), shed.getOrDefault(why, 0L));
    }
    into.put("waitShare", waitShare);
    into.put("meanInSystem", meanInSystem());
    latencyNanos.put(into.putObject("latencyNanos"));
    waitNanos.put(into.putObject("waitNanos"));
    queueNanos.put(into.putObject("queueNanos"));
    batchWaitNanos.put(into.putObject("batchWaitNanos"));
    computeNanos.put(into.putObject("computeNanos"));
    transferNanos.put(into.putObject("transferNanos"));
    var sizes = into.putObject("batchSizes");
    batchSizes.forEach((size, count) -> sizes.put(size.toString(), count));
    into.put("meanBatch", meanBatch());
    var busy = into.putArray("utilization");
    Arrays.stream(utilization).forEach(busy::add);
    into.put("meanUtilization", meanUtilization());
    confidence.put(into.putObject("confidence"));
  }
}
