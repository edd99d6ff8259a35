package dev.partitura.engine.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.Track;
import dev.partitura.engine.training.Recomputation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/// Where the time of an iteration goes, in the mean of the devices. All but the hidden part of
/// communication add up to the iteration.
///
/// @param computeNanos forward and backward
/// @param bubbleNanos neither computing nor communicating
/// @param exposedCommunicationNanos communicating, and computing nothing meanwhile
/// @param hiddenCommunicationNanos communicating while computing
/// @param recomputeNanos what is done again on the way back
/// @param optimizerNanos updates
public record Breakdown(
    long computeNanos,
    long bubbleNanos,
    long exposedCommunicationNanos,
    long hiddenCommunicationNanos,
    long recomputeNanos,
    long optimizerNanos) {
  public static final Analysis<Breakdown> ANALYSIS =
      Analysis.of("breakdown", Set.of(), run -> of(run.trace()), Breakdown::report);

  /// Cost O(spans).
  static Breakdown of(Trace trace) {
    var devices = new LinkedHashMap<Object, List<Integer>>();
    for (int track = 0; track < trace.tracks().size(); track++) {
      if (trace.tracks().get(track) instanceof Track.OfLane(_, var device, _)) {
        devices.computeIfAbsent(device, _ -> new ArrayList<>()).add(track);
      }
    }
    var sum = new OfDevices(trace);
    devices.values().forEach(sum::add);
    return sum.mean(Math.max(1, devices.size()));
  }

  /// Sums over devices.
  private static final class OfDevices {
    private final Trace trace;
    private long compute;
    private long bubble;
    private long exposed;
    private long hidden;
    private long recompute;
    private long optimizer;

    OfDevices(Trace trace) {
      this.trace = trace;
    }

    void add(List<Integer> tracks) {
      var computing = new Cover();
      var communicating = new Cover();
      var either = new Cover();
      var next = tracks.stream().mapToInt(trace::firstSpan).toArray();
      for (int span = first(tracks, next); span >= 0; span = first(tracks, next)) {
        long start = trace.startNanos(span);
        long end = trace.endNanos(span);
        either.add(start, end);
        if (trace.kind(span).isCommunication()) {
          communicating.add(start, end);
        } else {
          long covered = computing.nanos;
          computing.add(start, end);
          count(span, computing.nanos - covered);
        }
      }
      long alone = either.nanos - computing.nanos;
      exposed += alone;
      hidden += communicating.nanos - alone;
      bubble += trace.durationNanos() - either.nanos;
    }

    private void count(int span, long nanos) {
      if (trace.phase(span) == Phase.U) {
        optimizer += nanos;
      } else if (trace.phase(span) != Phase.F && Recomputation.isDoneAgain(trace.name(span))) {
        recompute += nanos;
      } else {
        compute += nanos;
      }
    }

    /// Takes the span that begins first among the next of each track, or -1.
    private int first(List<Integer> tracks, int[] next) {
      int best = -1;
      for (int i = 0; i < next.length; i++) {
        if (next[i] < trace.endSpan(tracks.get(i))
            && (best < 0 || trace.startNanos(next[i]) < trace.startNanos(next[best]))) {
          best = i;
        }
      }
      return best < 0 ? -1 : next[best]++;
    }

    Breakdown mean(int devices) {
      return new Breakdown(
          compute / devices,
          bubble / devices,
          exposed / devices,
          hidden / devices,
          recompute / devices,
          optimizer / devices);
    }
  }

  /// Time that spans cover, which come by their starts; what several cover counts once.
  private static final class Cover {
    private long until;
    private long nanos;

    void add(long start, long end) {
      nanos += Math.max(0, end - Math.max(until, start));
      until = Math.max(until, end);
    }
  }

  private void report(ObjectNode report) {
    report
        .putObject("breakdown")
        .put("computeNanos", computeNanos)
        .put("bubbleNanos", bubbleNanos)
        .put("exposedCommunicationNanos", exposedCommunicationNanos)
        .put("hiddenCommunicationNanos", hiddenCommunicationNanos)
        .put("recomputeNanos", recomputeNanos)
        .put("optimizerNanos", optimizerNanos);
  }
}
