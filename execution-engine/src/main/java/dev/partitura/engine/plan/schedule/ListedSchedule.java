package dev.partitura.engine.plan.schedule;

import java.util.List;
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
