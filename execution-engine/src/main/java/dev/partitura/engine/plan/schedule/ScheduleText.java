package dev.partitura.engine.plan.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The notation of orders: `2F0` forward of micro-batch 0 in stage 2, `2B0` both gradients, `2I0`
/// that of the inputs and `2W0` that of the weights, `2F0.1` a piece of the sequence, and
/// `(0F7;7B3)` two that a device does as one.
public final class ScheduleText {
  private static final Pattern WORDS =
      Pattern.compile("\\(([^();]*);([^();]*)\\)(?:OVERLAP_F_B)?|[^\\s,;]+");

  /// A semicolon that is not within brackets.
  private static final Pattern DEVICES = Pattern.compile(";(?![^(]*\\))");

  private ScheduleText() {}

  /// What a device does, without updates, one word for what it does as one.
  ///
  /// @param problem that the actions are of
  public static List<String> words(List<Action> actions, ScheduleProblem problem) {
    return words(actions, problem.phases().contains(Phase.W), problem.sequenceChunks() > 1);
  }

  /// @param splits whether gradients of weights are actions of their own
  /// @param pieces whether every action names its piece of the sequence
  private static List<String> words(List<Action> actions, boolean splits, boolean pieces) {
    var words = new ArrayList<String>();
    for (int at = 0; at < actions.size(); at++) {
      var action = actions.get(at);
      if (action.phase() == Phase.U) {
        continue;
      }
      if (action.phase() == Phase.F && action.joined()) {
        var partner = actions.get(++at);
        words.add("(%s;%s)".formatted(word(action, "F", pieces), word(partner, "B", pieces)));
        at += partner.joined() ? 1 : 0;
      } else if (action.phase() == Phase.B) {
        words.add(word(action, splits && !action.joined() ? "I" : "B", pieces));
        at += action.joined() ? 1 : 0;
      } else {
        words.add(word(action, action.phase().name(), pieces));
      }
    }
    return words;
  }

  private static String word(Action action, String letter, boolean pieces) {
    return action.stage()
        + letter
        + action.microBatch()
        + (pieces ? "." + action.sequenceChunk() : "");
  }

  /// The text that [#read] reads: updates too.
  static String write(List<List<Action>> order) {
    boolean splits = splits(order);
    boolean pieces = order.stream().flatMap(List::stream).anyMatch(a -> a.sequenceChunk() > 0);
    return order.stream()
        .map(device -> {
          var words = new ArrayList<>(words(device, splits, pieces));
          device.stream()
              .filter(action -> action.phase() == Phase.U)
              .forEach(update -> words.add(update.toString()));
          return String.join(" ", words);
        })
        .collect(Collectors.joining("; "));
  }

  static boolean splits(List<List<Action>> order) {
    return order.stream().flatMap(List::stream).anyMatch(action -> action.phase() == Phase.W);
  }

  /// The first word that is no action; null where there is none.
  static @Nullable String firstThatIsNoAction(String text) {
    var words = WORDS.matcher(text);
    int count = 0;
    String wrong = null;
    while (words.find()) {
      count++;
      if (wrong == null && actions(words) == null) {
        wrong = words.group();
      }
    }
    return count < 2 ? null : wrong;
  }

  /// Reads the devices' actions, semicolons between devices, blanks or commas between actions. A
  /// `B` whose `W` is listed too is an `I`; in a list that has others apart it is both. Null when
  /// the text is no such list.
  static @Nullable List<List<Action>> read(String text) {
    var devices = new ArrayList<List<Action>>();
    for (var line : DEVICES.split(text, -1)) {
      var actions = new ArrayList<Action>();
      var words = WORDS.matcher(line);
      while (words.find()) {
        var found = actions(words);
        if (found == null) {
          return null;
        }
        actions.addAll(found);
      }
      devices.add(actions);
    }
    if (devices.stream().allMatch(List::isEmpty)) {
      return null;
    }
    return splits(devices) ? withWhole(devices) : devices;
  }

  private static @Nullable List<Action> actions(java.util.regex.Matcher word) {
    if (word.group(1) == null) {
      var action = Action.parse(word.group());
      return action == null ? null : List.of(action);
    }
    var one = Action.parse(word.group(1).strip());
    var two = Action.parse(word.group(2).strip());
    return one == null || two == null || one.phase() != Phase.F || two.phase() != Phase.B
        ? null
        : List.of(one.joined(true), two);
  }

  private static List<List<Action>> withWhole(List<List<Action>> devices) {
    return devices.stream()
        .<List<Action>>map(device -> {
          var apart =
              device.stream()
                  .filter(action -> action.phase() == Phase.W)
                  .collect(Collectors.toSet());
          var actions = new ArrayList<Action>();
          for (var action : device) {
            var weights = action.in(Phase.W);
            boolean whole = action.phase() == Phase.B && !apart.contains(weights);
            actions.add(whole ? action.joined(true) : action);
            if (whole) {
              actions.add(weights);
            }
          }
          return actions;
        })
        .toList();
  }
}
