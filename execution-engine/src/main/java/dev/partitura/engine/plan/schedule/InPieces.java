package dev.partitura.engine.plan.schedule;

import dev.partitura.engine.problem.Problem;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A schedule that takes micro-batches in pieces of their sequence, where each piece of a stage is
/// a stage of its own: piece q of stage s of the schedule is stage s·Q + q of the problem.
///
/// @param pieces Q
public record InPieces(Schedule whole, int pieces) implements Schedule {
  @Override
  public String name() {
    return whole.name();
  }

  @Override
  public boolean splitsBackward() {
    return whole.splitsBackward();
  }

  @Override
  public Placement placement(int chunks) {
    return whole.placement(chunks);
  }

  @Override
  public int chunks() {
    return whole.chunks();
  }

  @Override
  public boolean splitsSequence() {
    return true;
  }

  @Override
  public OptionalDouble publishedBubble(ScheduleProblem problem) {
    return whole.publishedBubble(folded(problem));
  }

  @Override
  public List<List<Action>> order(ScheduleProblem problem) {
    var stages = folded(problem);
    return unfolded(
        problem, ofPieces(problem) ? whole.order(stages) : inTurn(new Forward().order(stages)));
  }

  /// Whether the whole schedule tells the pieces apart: an order that somebody wrote, and training.
  private boolean ofPieces(ScheduleProblem problem) {
    return whole instanceof ListedSchedule || problem.phases().contains(Phase.B);
  }

  /// All pieces of each micro-batch, first to last.
  private List<List<Action>> inTurn(List<List<Action>> order) {
    return order.stream()
        .map(actions ->
            actions.stream()
                .flatMap(action ->
                    IntStream.range(0, pieces)
                        .mapToObj(piece ->
                            new Action(
                                action.stage(), action.phase(), action.microBatch(), piece, false)))
                .toList())
        .toList();
  }

  /// The first thing that is wrong with the order of whole stages, or null.
  ///
  /// @param deviceNames as for [ScheduleCheck#check]
  public @Nullable Problem check(ScheduleProblem problem, List<String> deviceNames) {
    var stages = folded(problem);
    return ofPieces(problem) ? ScheduleCheck.check(stages, whole.order(stages), deviceNames) : null;
  }

  @Override
  public List<List<Action>> order(ScheduleProblem problem, SearchBudget budget) {
    return ofPieces(problem)
        ? unfolded(problem, whole.order(folded(problem), budget))
        : order(problem);
  }

  /// The problem of whole stages.
  private ScheduleProblem folded(ScheduleProblem problem) {
    var stages = new ArrayList<ScheduledStage>();
    for (int first = 0; first < problem.stages().size(); first += pieces) {
      stages.add(folded(problem.stages().subList(first, first + pieces), first / pieces));
    }
    return new ScheduleProblem(
        problem.places(),
        stages,
        problem.microBatches(),
        problem.phases(),
        pieces,
        problem.transferNanos(),
        problem.bothWays());
  }

  private ScheduledStage folded(List<ScheduledStage> each, int stage) {
    var nanos = new EnumMap<Phase, Double>(Phase.class);
    var addends = new EnumMap<Phase, Set<Integer>>(Phase.class);
    for (var piece : each) {
      piece.nanos().forEach((phase, of) -> nanos.merge(phase, of / pieces, Double::sum));
    }
    for (var phase : Phase.values()) {
      var given =
          each.stream()
              .flatMap(piece -> piece.addends().getOrDefault(phase, Set.of()).stream())
              .map(kind -> Precedence.kind(Precedence.stage(kind) / pieces, Precedence.phase(kind)))
              .filter(kind -> Precedence.stage(kind) != stage)
              .collect(Collectors.toSet());
      if (!given.isEmpty()) {
        addends.put(phase, given);
      }
    }
    return new ScheduledStage(
        each.getFirst().device(),
        others(each.stream().map(ScheduledStage::needs), stage),
        Map.copyOf(addends),
        others(each.stream().map(ScheduledStage::takesOver), stage),
        nanos);
  }

  private Set<Integer> others(Stream<Set<Integer>> stages, int own) {
    return stages
        .flatMap(Set::stream)
        .map(stage -> stage / pieces)
        .filter(stage -> stage != own)
        .collect(Collectors.toSet());
  }

  private List<List<Action>> unfolded(ScheduleProblem problem, List<List<Action>> order) {
    var unfolded = new ArrayList<List<Action>>();
    for (int device = 0; device < order.size(); device++) {
      var actions =
          order.get(device).stream()
              .filter(action -> action.phase() != Phase.U)
              .map(action ->
                  new Action(
                      action.stage() * pieces + action.sequenceChunk(),
                      action.phase(),
                      action.microBatch(),
                      0,
                      action.joined()))
              .toList();
      unfolded.add(PipelineSchedule.withUpdates(problem, device, actions));
    }
    return unfolded;
  }
}
