package dev.partitura.engine.plan.schedule;

import dev.partitura.engine.operator.Work;
import java.util.Map;
import java.util.Set;

/// A stage as a schedule sees it.
///
/// @param device place of its device in the problem; several stages may share one
/// @param needs stages whose forward must be done for a micro-batch before this one's
/// @param work that one micro-batch makes in each phase
/// @param heldBytes memory of one micro-batch from its forward to the last phase that reads it
public record ScheduledStage(
    int device, Set<Integer> needs, Map<Phase, Work> work, long heldBytes) {
  public ScheduledStage {
    needs = Set.copyOf(needs);
    work = Map.copyOf(work);
  }
}
