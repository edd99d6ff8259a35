package dev.partitura.engine.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.plan.Parallelism;
import dev.partitura.engine.trace.Origin;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.Track;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Why a run took as long as it did: the few findings that explain most of its time, the weightiest
/// first.
public final class Why {
  private static final double BUSY = 0.85;
  private static final double NOTABLE = 0.05;
  private static final double UNEVEN = 0.15;
  private static final double HEAVY = 0.25;
  private static final long LONG_GAP_NANOS = 20_000;

  /// At least one finding for a trace with spans. Cost O(spans + edges + tracks²).
  public static final Analysis<List<Finding>> ANALYSIS =
      Analysis.of("why", Set.of(), run -> new Why(run).find(), Why::report);

  private final Analyses run;
  private final Trace trace;
  private final List<DeviceUse> devices;
  private final boolean oneByOne;
  private final List<Finding> findings = new ArrayList<>();

  private Why(Analyses run) {
    this.run = run;
    this.trace = run.trace();
    this.devices = run.get(DeviceUse.ANALYSIS);
    this.oneByOne = isOneByOne(run.provenance());
  }

  private List<Finding> find() {
    if (trace.spanCount() > 0) {
      if (!oneByOne) {
        imbalance(run.get(LoadBalance.ANALYSIS));
      }
      bottleneck();
      preempted();
      idle(run.get(IdleCauses.ANALYSIS));
      transfers();
      heavyOp(run.get(CriticalPath.ANALYSIS));
    }
    findings.sort(
        Comparator.comparingInt((Finding finding) -> rank(finding.kind()))
            .thenComparingDouble(finding -> -finding.share()));
    return List.copyOf(findings);
  }

  /// Where stages never run at once, nothing else explains as much; an op explains least.
  private static int rank(Finding.Kind kind) {
    return switch (kind) {
      case SEQUENTIAL -> 0;
      case HEAVY_OP -> 2;
      case BOTTLENECK,
          IMBALANCE,
          SLOW_REPLICA,
          WAITING,
          BUBBLE,
          TRANSFER,
          DISPATCH,
          INTERRUPTED,
          PREEMPTED ->
          1;
    };
  }

  /// Whether one micro-batch passes the stages of a pipeline: how even they are then does not
  /// matter, for the run is as long as all of them together.
  private static boolean isOneByOne(Provenance made) {
    var network = made.network();
    var plan = made.plan();
    return network != null
        && plan != null
        && plan.microBatches() == 1
        && Parallelism.of(network, plan).isPipeline();
  }

  private static void report(List<Finding> findings, ObjectNode report) {
    var sentences = report.putArray("why");
    findings.forEach(finding -> sentences.add(finding.sentence()));
  }

  private double share(long nanos) {
    return trace.durationNanos() == 0 ? 0 : (double) nanos / trace.durationNanos();
  }

  private void imbalance(LoadBalance balance) {
    if (devices.size() > 1 && balance.busiest() >= 0 && balance.balance() < 1 / (1 + UNEVEN)) {
      var busiest = devices.get(balance.busiest());
      findings.add(
          new Finding(
              sameWork() ? Finding.Kind.SLOW_REPLICA : Finding.Kind.IMBALANCE,
              busiest.name(),
              "",
              busiest.workNanos(),
              1 / balance.balance() - 1));
    }
  }

  /// Whether every device computes the same steps as often as the others.
  private boolean sameWork() {
    var byTrack = new HashSet<Map<Integer, Integer>>();
    for (int track = 0; track < trace.tracks().size(); track++) {
      var steps = new HashMap<Integer, Integer>();
      for (int span = trace.firstSpan(track); span < trace.endSpan(track); span++) {
        if (trace.kind(span).computes()) {
          steps.merge(trace.label(span), 1, Integer::sum);
        }
      }
      if (trace.tracks().get(track) instanceof Track.OfLane(_, _, var lane)
          && lane == Lane.COMPUTE) {
        byTrack.add(steps);
      }
    }
    return byTrack.size() == 1;
  }

  private void bottleneck() {
    var busiest = devices.stream().max(Comparator.comparingLong(DeviceUse::busyNanos));
    if (busiest.isPresent() && busiest.get().utilization() >= BUSY) {
      findings.add(
          new Finding(
              Finding.Kind.BOTTLENECK,
              busiest.get().name(),
              "",
              busiest.get().busyNanos(),
              busiest.get().utilization()));
    }
  }

  private void preempted() {
    for (var device : devices) {
      if (share(device.preemptedNanos()) >= NOTABLE) {
        findings.add(
            new Finding(
                Finding.Kind.PREEMPTED,
                device.name(),
                "",
                device.preemptedNanos(),
                share(device.preemptedNanos())));
      }
    }
  }

  private void idle(List<IdleCauses> causes) {
    long bubble = 0;
    long idle = 0;
    for (var cause : causes) {
      bubble += cause.fillNanos() + cause.drainNanos();
      idle += cause.fillNanos() + cause.drainNanos() + cause.restNanos() + cause.waitedNanos();
      var name = name(cause.track());
      for (int other = 0; other < cause.waitNanos().size(); other++) {
        long waited = cause.waitNanos().get(other);
        // What a device waits for on a lane of its own are messages, which are told as such.
        boolean isOther = !name.equals(name(other));
        if (isOther && !oneByOne && share(waited) >= NOTABLE) {
          findings.add(new Finding(Finding.Kind.WAITING, name, name(other), waited, share(waited)));
        }
      }
      if (share(cause.dispatchNanos()) >= NOTABLE) {
        int gaps = trace.endSpan(cause.track()) - trace.firstSpan(cause.track());
        // Nothing interrupts what is only thought of, nor a card, which no program shares a core
        // of.
        boolean canBe = trace.origin() != Origin.PREDICTED && !isCard(cause.track());
        var kind =
            canBe && cause.dispatchNanos() > gaps * LONG_GAP_NANOS
                ? Finding.Kind.INTERRUPTED
                : Finding.Kind.DISPATCH;
        findings.add(
            new Finding(kind, name, "", cause.dispatchNanos(), share(cause.dispatchNanos())));
      }
    }
    long mean = causes.isEmpty() ? 0 : (oneByOne ? idle : bubble) / causes.size();
    if (causes.size() > 1 && share(mean) >= NOTABLE) {
      var kind = oneByOne ? Finding.Kind.SEQUENTIAL : Finding.Kind.BUBBLE;
      findings.add(new Finding(kind, "", "", mean, share(mean)));
    }
  }

  /// Whether a device sends on a lane of its own, as cards do.
  private boolean isCard(int track) {
    var device = trace.tracks().get(track).device();
    return trace.tracks().stream()
        .anyMatch(each ->
            each instanceof Track.OfLane(_, var of, var lane)
                && lane == Lane.COPY_OUT
                && of.equals(device));
  }

  private String name(int track) {
    var device = trace.tracks().get(track).device();
    return device == null ? trace.tracks().get(track).name() : device.name();
  }

  private void transfers() {
    long largest = devices.stream().mapToLong(DeviceUse::transferNanos).max().orElse(0);
    if (share(largest) >= NOTABLE) {
      findings.add(new Finding(Finding.Kind.TRANSFER, "", "", largest, share(largest)));
    }
  }

  private void heavyOp(CriticalPath path) {
    var byName = new HashMap<String, Long>();
    for (var link : path.links()) {
      byName.merge(Evidence.op(trace, link.span()), trace.durationNanos(link.span()), Long::sum);
    }
    byName.entrySet().stream()
        .max(
            java.util.Map.Entry.<String, Long>comparingByValue()
                .thenComparing(java.util.Map.Entry.comparingByKey()))
        .filter(heaviest ->
            path.nanos() > 0 && (findings.isEmpty() || heaviest.getValue() >= HEAVY * path.nanos()))
        .ifPresent(heaviest ->
            findings.add(
                new Finding(
                    Finding.Kind.HEAVY_OP,
                    "",
                    heaviest.getKey(),
                    heaviest.getValue(),
                    (double) heaviest.getValue() / path.nanos())));
  }
}
