package dev.partitura.engine.plan.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An order that somebody wrote: the actions of each device, first to last.
public record ListedSchedule(List<List<Action>> actions) implements Schedule {
  public ListedSchedule {
    actions = actions.stream().map(List::copyOf).toList();
  }

  /// The first word of a list that is no action; null where the text is a single word or a list.
  public static @Nullable String firstThatIsNoAction(String text) {
    var words = Arrays.stream(text.split("[\\s,;]+")).filter(word -> !word.isEmpty()).toList();
    return words.size() < 2
        ? null
        : words.stream().filter(word -> Action.parse(word) == null).findFirst().orElse(null);
  }

  /// Reads `0F1 0F0; 1F1 1F0`: a device's actions between semicolons, with blanks or commas between
  /// them. Null when the text is no such list.
  static @Nullable ListedSchedule parse(String text) {
    var devices = new ArrayList<List<Action>>();
    for (var line : text.split(";", -1)) {
      var actions = new ArrayList<Action>();
      for (var word : Arrays.stream(line.split("[\\s,]+")).filter(w -> !w.isEmpty()).toList()) {
        var action = Action.parse(word);
        if (action == null) {
          return null;
        }
        actions.add(action);
      }
      devices.add(actions);
    }
    return devices.stream().allMatch(List::isEmpty) ? null : new ListedSchedule(devices);
  }

  @Override
  public String name() {
    return actions.stream()
        .map(device -> device.stream().map(Action::toString).collect(Collectors.joining(" ")))
        .collect(Collectors.joining("; "));
  }

  @Override
  public boolean splitsBackward() {
    return actions.stream().flatMap(List::stream).anyMatch(action -> action.phase() == Phase.W);
  }

  @Override
  public List<List<Action>> order(ScheduleProblem problem) {
    return actions;
  }
}
