package dev.partitura.engine.analysis;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.plan.Parallelism;
import dev.partitura.engine.plan.Part;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.trace.Trace;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where a pipeline fills and drains, as far as that is known: micro-batches that pass several
/// stages reach all but the first late and are done early at all but the last. On the way back of a
/// training step they end at the first.
///
/// @param fills tracks that wait for the first micro-batch
/// @param drainsUntilNanos by track: until when others have micro-batches that it has done with; 0
///   where it is the last to have them
record PipelineEnds(BitSet fills, List<Long> drainsUntilNanos) {
  static final Analysis<PipelineEnds> ANALYSIS =
      Analysis.of("pipeline ends", Set.of(), PipelineEnds::of);

  PipelineEnds {
    drainsUntilNanos = List.copyOf(drainsUntilNanos);
  }

  private static PipelineEnds of(Analyses run) {
    var trace = run.trace();
    var network = run.provenance().network();
    var plan = run.provenance().plan();
    var fills = new BitSet();
    var until = new ArrayList<Long>();
    var stages =
        network != null
                && plan != null
                && plan.microBatches() > 1
                && Parallelism.of(network, plan).isPipeline()
            ? plan.stages(network)
            : List.<Part>of();
    boolean known = !stages.isEmpty();
    long back = known ? lastBackward(trace, stages.getFirst()) : 0;
    for (int track = 0; track < trace.tracks().size(); track++) {
      var device = trace.tracks().get(track).device();
      fills.set(track, known && isElsewhere(device, stages.getFirst()));
      if (!known) {
        until.add(0L);
      } else if (back > 0) {
        until.add(isElsewhere(device, stages.getFirst()) ? back : 0);
      } else {
        until.add(isElsewhere(device, stages.getLast()) ? trace.durationNanos() : 0);
      }
    }
    return new PipelineEnds(fills, until);
  }

  /// When the last gradient of a stage's devices is there; 0 where nothing goes back.
  private static long lastBackward(Trace trace, Part stage) {
    long last = 0;
    for (int track = 0; track < trace.tracks().size(); track++) {
      if (isElsewhere(trace.tracks().get(track).device(), stage)) {
        continue;
      }
      for (int span = trace.firstSpan(track); span < trace.endSpan(track); span++) {
        var phase = trace.phase(span);
        if (phase == Phase.B || phase == Phase.W) {
          last = Math.max(last, trace.endNanos(span));
        }
      }
    }
    return last;
  }

  private static boolean isElsewhere(@Nullable DeviceId device, Part stage) {
    return stage.mesh().devices().stream().noneMatch(of -> of.equals(device));
  }
}
