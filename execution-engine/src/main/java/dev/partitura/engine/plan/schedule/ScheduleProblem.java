package dev.partitura.engine.plan.schedule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// What a schedule must put in order: one action for each stage, phase and micro-batch, and one
/// update for each stage. Immutable.
///
/// @param places the devices
/// @param phases that the program has; inference has [Phase#F] alone
/// @param sequenceChunks pieces of the sequence that a micro-batch is done in, one after the other
/// @param transferNanos from the end of an action to the begin of one on another device that needs
///   it; the devices are free meanwhile
/// @param bothWays whether the second half of the micro-batches takes the devices last to first, so
///   that every stage lies on two devices
public record ScheduleProblem(
    List<ScheduledDevice> places,
    List<ScheduledStage> stages,
    int microBatches,
    Set<Phase> phases,
    int sequenceChunks,
    double transferNanos,
    boolean bothWays) {
  public ScheduleProblem {
    places = List.copyOf(places);
    stages = List.copyOf(stages);
    phases = Set.copyOf(phases);
  }

  /// Of whole sequences, one way, and transfers taken as free.
  public ScheduleProblem(
      List<ScheduledDevice> places,
      List<ScheduledStage> stages,
      int microBatches,
      Set<Phase> phases) {
    this(places, stages, microBatches, phases, 1, 0, false);
  }

  /// The same without updates.
  ScheduleProblem withoutUpdates() {
    var others = new HashSet<>(phases);
    others.remove(Phase.U);
    return new ScheduleProblem(
        places, stages, microBatches, others, sequenceChunks, transferNanos, bothWays);
  }

  /// The same of two copies of every stage, each with as many micro-batches, which take the devices
  /// in opposite directions. Their updates are left to each.
  public ScheduleProblem inBothDirections() {
    var others = new HashSet<>(phases);
    others.remove(Phase.U);
    return new ScheduleProblem(
        places, stages, 2 * microBatches, others, sequenceChunks, transferNanos, true);
  }

  public int devices() {
    return places.size();
  }

  /// The device of an action.
  public int deviceOf(Action action) {
    int device = stages.get(action.stage()).device();
    return isReturning(action) ? devices() - 1 - device : device;
  }

  private boolean isReturning(Action action) {
    return bothWays && action.microBatch() >= microBatches / 2;
  }

  /// The chunks of a device: its stages, lowest first.
  public List<Integer> stagesOn(int device) {
    return IntStream.range(0, stages.size())
        .filter(stage -> {
          int home = stages.get(stage).device();
          return home == device || bothWays && devices() - 1 - home == device;
        })
        .boxed()
        .toList();
  }

  /// The stages as every device takes those that it updates: the last first, whose gradients are
  /// done first, but each behind those from which it takes weights over, so that no two devices
  /// wait for each other. Cost O(stages²).
  public List<Integer> updates() {
    var order = new ArrayList<Integer>();
    var left = new LinkedHashSet<Integer>();
    IntStream.range(0, stages.size()).forEach(place -> left.add(stages.size() - 1 - place));
    while (!left.isEmpty()) {
      var next =
          left.stream()
              .filter(stage -> left.stream().noneMatch(stages.get(stage).takesOver()::contains))
              .findFirst()
              // Of stages that take over from each other none can wait.
              .orElseGet(left::getFirst);
      order.add(next);
      left.remove(next);
    }
    return order;
  }

  /// The updates of a device in their order; none without training.
  List<Action> updatesOn(int device) {
    if (!phases.contains(Phase.U)) {
      return List.of();
    }
    var own = stagesOn(device);
    return updates().stream()
        .filter(own::contains)
        .map(stage -> new Action(stage, Phase.U, 0))
        .toList();
  }

  /// Pieces that a stage takes in turn: its micro-batches, or what they are done in.
  public int pieces() {
    return microBatches * sequenceChunks;
  }

  /// Which piece of a stage an action takes.
  int piece(Action action) {
    return action.microBatch() * sequenceChunks + action.sequenceChunk();
  }

  /// Actions of a stage in a phase.
  public int actions(Phase phase) {
    return !phases.contains(phase) ? 0 : phase == Phase.U ? 1 : pieces();
  }

  /// Action of a kind on a piece.
  Action action(int kind, int piece) {
    return new Action(
        Precedence.stage(kind),
        Precedence.phase(kind),
        piece / sequenceChunks,
        piece % sequenceChunks,
        false);
  }
}
