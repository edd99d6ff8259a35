package dev.partitura.engine.plan;

import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A plan in a few words, such as `pipeline=2,micro-batches=8`; [Presets] lays it on a network and
/// a cluster. A degree of 0 means as many as the cluster has devices.
///
/// @param strategy never [Strategy#CUSTOM]
/// @param workers devices the independent branches of [Strategy#TASK] may use
/// @param microBatches 0 where none was said
public record PlanPreset(
    Strategy strategy, int stages, int replicas, int workers, int microBatches) {
  private static final Set<String> KEYS =
      Set.of("single", "task", "pipeline", "data", "micro-batches");
  private static final int MOST = 1 << 20;

  public static final PlanPreset SINGLE = new PlanPreset(Strategy.SINGLE, 1, 1, 1, 0);

  /// The preset a text describes: words separated by commas, each with `=NUMBER` behind it or not,
  /// in any order.
  ///
  /// @throws ProblemException with every problem found, when the text is not a preset
  public static PlanPreset parse(String text) {
    var problems = new ArrayList<Problem>();
    var words = words(text, problems);
    int strategies = 0;
    for (var word : words.keySet()) {
      strategies += word.equals("micro-batches") ? 0 : 1;
    }
    boolean hybrid =
        words.size() <= 3
            && words.containsKey("pipeline")
            && words.containsKey("data")
            && strategies == 2;
    if (problems.isEmpty() && strategies != 1 && !hybrid) {
      problems.add(
          Problem.of(
              strategies == 0 ? "plan.preset.strategy" : "plan.preset.strategies", text, text));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    int microBatches = words.getOrDefault("micro-batches", 0);
    if (words.containsKey("pipeline")) {
      return new PlanPreset(
          Strategy.PIPELINE, words.get("pipeline"), words.getOrDefault("data", 1), 1, microBatches);
    }
    if (words.containsKey("data")) {
      return new PlanPreset(Strategy.DATA, 1, words.get("data"), 1, microBatches);
    }
    return words.containsKey("task")
        ? new PlanPreset(Strategy.TASK, 1, 1, words.get("task"), microBatches)
        : new PlanPreset(Strategy.SINGLE, 1, 1, 1, microBatches);
  }

  /// Whether a text means a preset rather than a file, whatever files there are: one with a slash
  /// or the ending `.json` is a file.
  public static boolean looksLike(String text) {
    return !text.endsWith(".json")
        && !text.contains("/")
        && !text.contains("\\")
        && List.of(text.split(",", -1)).stream()
            .map(part -> part.split("=", 2)[0].strip())
            .anyMatch(KEYS::contains);
  }

  private static Map<String, Integer> words(String text, List<Problem> problems) {
    var words = new LinkedHashMap<String, Integer>();
    for (var part : text.split(",", -1)) {
      var sides = part.strip().split("=", 2);
      var word = sides[0].strip();
      if (!KEYS.contains(word)) {
        problems.add(Problem.of("plan.preset.word", text, word));
      } else if (words.containsKey(word)) {
        problems.add(Problem.of("plan.preset.twice", text, word, text));
      } else if (sides.length == 1 ? word.equals("micro-batches") : word.equals("single")) {
        problems.add(
            Problem.of(
                sides.length == 1 ? "plan.preset.number.missing" : "plan.preset.number.extra",
                text));
      } else {
        int number = sides.length == 1 ? 0 : number(sides[1].strip());
        if (number < 0 || (sides.length == 2 && number == 0)) {
          problems.add(Problem.of("plan.preset.number", text, part.strip(), MOST));
        }
        words.put(word, Math.max(0, number));
      }
    }
    return words;
  }

  private static int number(String text) {
    if (!text.matches("[0-9]{1,7}")) {
      return -1;
    }
    int number = Integer.parseInt(text);
    return number > MOST ? -1 : number;
  }

  /// The text [#parse] reads.
  @Override
  public String toString() {
    var text = new StringBuilder(strategy.word());
    switch (strategy) {
      case PIPELINE -> append(text, "", stages);
      case DATA -> append(text, "", replicas);
      case TASK -> append(text, "", workers);
      case SINGLE, CUSTOM -> {}
    }
    if (strategy == Strategy.PIPELINE && replicas != 1) {
      append(text, ",data", replicas);
    }
    if (microBatches > 0) {
      append(text, ",micro-batches", microBatches);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String word, int number) {
    text.append(word).append(number > 0 ? "=" + number : "");
  }
}
