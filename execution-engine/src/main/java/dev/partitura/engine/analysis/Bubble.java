package dev.partitura.engine.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.analysis.Analysis.Known;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Parallelism;
import dev.partitura.engine.plan.Part;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.plan.schedule.Pipelines;
import dev.partitura.engine.plan.schedule.Schedules;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.Track;
import java.util.EnumMap;
import java.util.Optional;
import java.util.Set;

/// The bubble of a training step: what the formula of its schedule says for equal stages and free
/// transfers, and what the devices did. Both are shares, 0 to 1, of the longest time from a
/// device's first forward to its last backward, which the busiest device need not have taken:
/// updates, and what replicas send each other behind them, do not count.
public record Bubble(double formula, double measured) {
  /// Empty where the plan is no pipeline, its schedule has no formula, or replicas share devices.
  public static final Analysis<Optional<Bubble>> ANALYSIS =
      Analysis.of(
          "bubble",
          Set.of(Known.NETWORK, Known.PLAN, Known.TRAINING),
          run -> of(run.network(), run.plan(), run.trace()),
          (found, report) -> found.ifPresent(bubble -> bubble.put(report)));

  /// @param trace of a training step of the network under the plan
  public static Optional<Bubble> of(Network network, Plan plan, Trace trace) {
    var schedule = Schedules.find(plan.schedule());
    var stages = plan.stages(network);
    var meshes = stages.stream().map(Part::mesh).distinct().toList();
    int devices = meshes.size();
    // Where one device has a stage of one replica and another stage of another, no formula holds.
    long places = meshes.stream().mapToLong(mesh -> mesh.devices().size()).sum();
    if (schedule == null
        || devices < 2
        || places != meshes.stream().flatMap(mesh -> mesh.devices().stream()).distinct().count()
        || stages.size() % devices != 0
        || !Parallelism.of(network, plan).isPipeline()) {
      return Optional.empty();
    }
    var nanos = new EnumMap<Phase, Double>(Phase.class);
    PhaseTimes.of(trace).nanos().forEach((phase, of) -> nanos.put(phase, (double) of));
    var equal =
        Pipelines.of(
            schedule,
            devices,
            plan.microBatches(),
            stages.size() / devices,
            plan.sequenceChunks(),
            nanos,
            0);
    var formula = schedule.publishedBubble(equal);
    return formula.isPresent()
        ? Optional.of(new Bubble(formula.getAsDouble(), measured(trace)))
        : Optional.empty();
  }

  /// What the devices did, under any schedule.
  ///
  /// @param trace of a training step
  public static double measured(Trace trace) {
    long longest = 0;
    long busiest = 0;
    for (int track = 0; track < trace.tracks().size(); track++) {
      if (!(trace.tracks().get(track) instanceof Track.OfLane(_, _, var lane))
          || lane != Lane.COMPUTE) {
        continue;
      }
      long first = Long.MAX_VALUE;
      long last = 0;
      long busy = 0;
      for (int span = trace.firstSpan(track); span < trace.endSpan(track); span++) {
        var phase = trace.phase(span);
        if (phase != null && phase != Phase.U && !trace.kind(span).isCommunication()) {
          first = Math.min(first, trace.startNanos(span));
          last = Math.max(last, trace.endNanos(span));
          busy += trace.durationNanos(span);
        }
      }
      longest = Math.max(longest, last - Math.min(first, last));
      busiest = Math.max(busiest, busy);
    }
    return longest == 0 ? 0 : (double) (longest - busiest) / longest;
  }

  /// Writes it as `bubble`.
  public void put(ObjectNode report) {
    report.putObject("bubble").put("formula", formula).put("measured", measured);
  }
}
