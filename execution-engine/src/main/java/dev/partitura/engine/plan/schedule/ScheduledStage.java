package dev.partitura.engine.plan.schedule;

import java.util.Map;
import java.util.Set;

/// A stage as a schedule sees it.
///
/// @param device place of its device in the problem; several stages may share one
/// @param needs stages whose forward must be done for a micro-batch before this one's
/// @param nanos that one micro-batch is expected to take on the device in each phase
public record ScheduledStage(int device, Set<Integer> needs, Map<Phase, Double> nanos) {
  public ScheduledStage {
    needs = Set.copyOf(needs);
    nanos = Map.copyOf(nanos);
  }
}
