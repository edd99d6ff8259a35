package dev.partitura.engine.plan.schedule;

import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
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

  @Override
  public int chunks() {
    return 0;
  }

  @Override
  public int usualChunks(int devices) {
    int last = actions.stream().flatMap(List::stream).mapToInt(Action::stage).max().orElse(0);
    return last / devices + 1;
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

  /// Whether a stage is on two devices.
  boolean isBothWays() {
    var seen = new HashMap<Integer, Integer>();
    for (int device = 0; device < actions.size(); device++) {
      for (var action : actions.get(device)) {
        var other = seen.putIfAbsent(action.stage(), device);
        if (other != null && other == actions.size() - 1 - device && other != device) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public boolean splitsBackward() {
    return ScheduleText.splits(actions);
  }

  @Override
  public boolean splitsSequence() {
    return actions.stream().flatMap(List::stream).anyMatch(action -> action.sequenceChunk() > 0);
  }

  @Override
  public List<List<Action>> order(ScheduleProblem problem) {
    return actions;
  }
}
