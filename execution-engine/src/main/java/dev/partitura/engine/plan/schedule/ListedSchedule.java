package dev.partitura.engine.plan.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An order that somebody wrote: the actions of each device, first to last.
public record ListedSchedule(List<List<Action>> actions) implements Schedule {
  public ListedSchedule {
    actions = actions.stream().map(List::copyOf).toList();
  }

  /// The first word of a list that is no action; null where the text is a single word or a list.
  public static @Nullable String firstThatIsNoAction(String text) {
    return ScheduleText.firstThatIsNoAction(text);
  }

  /// Reads `0F1 0F0; 1F1 1F0`: a device's actions between semicolons, with blanks or commas between
  /// them, in the notation of [ScheduleText]. Null when the text is no such list.
  static @Nullable ListedSchedule parse(String text) {
    var actions = ScheduleText.read(text);
    return actions == null ? null : new ListedSchedule(actions);
  }

  @Override
  public String name() {
    return ScheduleText.write(actions);
  }

  /// What the list has where its stages fill the devices; else any number.
  @Override
  public int chunks() {
    return stages() % actions.size() == 0 ? stages() / actions.size() : 0;
  }

  @Override
  public int usualChunks(int devices) {
    return Math.max(1, Math.ceilDiv(stages(), devices));
  }

  private int stages() {
    return 1 + actions.stream().flatMap(List::stream).mapToInt(Action::stage).max().orElse(-1);
  }

  /// As the list has its stages lie.
  @Override
  public Placement placement(int chunks) {
    if (isBothWays()) {
      return Placement.BOTH_WAYS;
    }
    boolean isV =
        chunks > 1
            && IntStream.range(0, actions.size())
                .allMatch(device ->
                    stagesOn(device).stream()
                        .allMatch(stage -> Placement.V.device(stage, actions.size()) == device));
    return isV ? Placement.V : Placement.LOOPED;
  }

  /// The device on which the list has the first micro-batch of a stage; -1 where it has none.
  int deviceOf(int stage) {
    return IntStream.range(0, actions.size())
        .filter(device ->
            first(device, stage)
                == actions.stream()
                    .flatMap(List::stream)
                    .filter(action -> action.stage() == stage)
                    .mapToInt(Action::microBatch)
                    .min()
                    .orElse(-1))
        .findFirst()
        .orElse(-1);
  }

  private int first(int device, int stage) {
    return actions.get(device).stream()
        .filter(action -> action.stage() == stage)
        .mapToInt(Action::microBatch)
        .min()
        .orElse(-2);
  }

  /// Whether every stage is on two devices, as far from the one end as from the other.
  boolean isBothWays() {
    return actions.size() > 1
        && IntStream.range(0, actions.size())
            .allMatch(device ->
                stagesOn(device).equals(stagesOn(actions.size() - 1 - device))
                    && !stagesOn(device).isEmpty());
  }

  private Set<Integer> stagesOn(int device) {
    return actions.get(device).stream().map(Action::stage).collect(Collectors.toSet());
  }

  @Override
  public boolean splitsBackward() {
    return ScheduleText.splits(actions);
  }

  @Override
  public boolean splitsSequence() {
    return actions.stream().flatMap(List::stream).anyMatch(action -> action.sequenceChunk() > 0);
  }

  /// What the list has, and behind it on each device the updates that it leaves out: of stages of
  /// which all else is there.
  @Override
  public List<List<Action>> order(ScheduleProblem problem) {
    if (!problem.phases().contains(Phase.U) || problem.devices() != actions.size()) {
      return actions;
    }
    return IntStream.range(0, actions.size())
        .mapToObj(device -> {
          var order = new ArrayList<>(actions.get(device));
          problem.updatesOn(device).stream()
              .filter(update -> lacksUpdateAlone(problem, device, update.stage()))
              .forEach(order::add);
          return List.copyOf(order);
        })
        .toList();
  }

  private boolean lacksUpdateAlone(ScheduleProblem problem, int device, int stage) {
    var counts =
        actions.get(device).stream()
            .filter(action -> action.stage() == stage)
            .map(action -> action.joined(false))
            .distinct()
            .collect(Collectors.groupingBy(Action::phase, Collectors.counting()));
    return Stream.of(Phase.values())
        .allMatch(phase ->
            counts.getOrDefault(phase, 0L) == (phase == Phase.U ? 0 : problem.actions(phase)));
  }
}
