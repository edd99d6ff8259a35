package dev.partitura.engine.plan.schedule;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A stage as a schedule sees it.
///
/// @param device place of its device in the problem; several stages may share one
/// @param needs stages whose forward must be done for a micro-batch before this one's
/// @param addends by phase of this stage the kinds of action of other stages ([Precedence#kind])
///   whose gradients it takes: of the values between them, and of weights that they share
/// @param takesOver stages whose update must be done before this one's, which copies weights from
///   there
/// @param nanos that one micro-batch is expected to take on the device in each phase
public record ScheduledStage(
    int device,
    Set<Integer> needs,
    Map<Phase, Set<Integer>> addends,
    Set<Integer> takesOver,
    Map<Phase, Double> nanos) {
  public ScheduledStage {
    needs = Set.copyOf(needs);
    var copies = new TreeMap<Phase, Set<Integer>>();
    addends.forEach((phase, kinds) -> copies.put(phase, Set.copyOf(kinds)));
    addends = Map.copyOf(copies);
    takesOver = Set.copyOf(takesOver);
    nanos = Map.copyOf(nanos);
  }

  /// One that takes no gradients but of the values between it and those that need it.
  public ScheduledStage(int device, Set<Integer> needs, Map<Phase, Double> nanos) {
    this(device, needs, Map.of(), Set.of(), nanos);
  }
}
