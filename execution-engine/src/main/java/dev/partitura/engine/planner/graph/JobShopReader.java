package dev.partitura.engine.planner.graph;

import com.fasterxml.jackson.databind.JsonNode;
import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// Reads job shops: the usual text of a line `JOBS MACHINES` and a line of pairs `MACHINE DURATION`
/// for each job, and two forms of JSON: `jobs` as lists of such pairs, and a list `data` of objects
/// with `job`, `operation`, `machine` and `duration`.
final class JobShopReader {
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private final Object source;
  private final Fields fields;

  JobShopReader(Object source) {
    this.source = source;
    fields = new Fields(source);
  }

  static boolean reads(JsonNode root) {
    return root.path("jobs").isArray() || root.path("data").isArray();
  }

  /// Whether the first line that says anything holds two whole numbers.
  static boolean reads(String text) {
    return lines(text).stream()
        .findFirst()
        .filter(line -> line.matches("\\d+\\s+\\d+(\\s+\\d+)?"))
        .isPresent();
  }

  JobShop read(JsonNode root) {
    var jobs = new ArrayList<List<JobShop.Operation>>();
    if (root.path("jobs").isArray()) {
      for (var job : root.path("jobs")) {
        var operations = new ArrayList<JobShop.Operation>();
        for (var pair : job) {
          operations.add(operation(pair.path(0), pair.path(1), jobs.size()));
        }
        jobs.add(operations);
      }
    } else {
      for (var entry : root.path("data")) {
        int job = fields.count(entry, "job", 0);
        if (job > root.path("data").size()) {
          throw ProblemException.of("planner.number", source.toString(), source, "job", job);
        }
        while (jobs.size() <= job) {
          jobs.add(new ArrayList<>());
        }
        jobs.get(job).add(operation(entry.path("machine"), entry.path("duration"), job));
      }
    }
    return shop(fields.count(root, "machines", 0), jobs);
  }

  JobShop read(String text) {
    var lines = lines(text);
    long[] head = numbers(lines.getFirst(), 0);
    if (lines.size() <= head[0]) {
      throw ProblemException.of(
          "planner.jobs", source.toString(), source, head[0], lines.size() - 1);
    }
    var jobs = new ArrayList<List<JobShop.Operation>>();
    for (int job = 0; job < head[0]; job++) {
      long[] row = numbers(lines.get(job + 1), job);
      if (row.length % 2 != 0) {
        throw ProblemException.of("planner.pairs", source.toString(), source, job);
      }
      var operations = new ArrayList<JobShop.Operation>();
      for (int i = 0; i < row.length; i += 2) {
        operations.add(
            new JobShop.Operation((int) Math.min(row[i], Integer.MAX_VALUE), row[i + 1]));
      }
      jobs.add(operations);
    }
    return shop((int) Math.min(head[1], Integer.MAX_VALUE), jobs);
  }

  private JobShop shop(int stated, List<List<JobShop.Operation>> jobs) {
    int machines = stated;
    for (int job = 0; job < jobs.size(); job++) {
      for (var operation : jobs.get(job)) {
        if (stated > 0 && operation.machine() >= stated) {
          throw ProblemException.of(
              "planner.machine", source.toString(), source, job, operation.machine(), stated);
        }
        machines = Math.max(machines, operation.machine() + 1);
      }
    }
    if (jobs.stream().allMatch(List::isEmpty)) {
      throw ProblemException.of("planner.empty", source.toString(), source);
    }
    return new JobShop(machines, jobs);
  }

  private JobShop.Operation operation(JsonNode machine, JsonNode duration, int job) {
    if (!machine.isInt() || !duration.isIntegralNumber() || machine.asInt() < 0) {
      throw ProblemException.of("planner.pairs", source.toString(), source, job);
    }
    if (duration.asLong() < 0) {
      throw ProblemException.of(
          "planner.negative", source.toString(), source, "duration", job, duration.asText());
    }
    return new JobShop.Operation(machine.asInt(), duration.asLong());
  }

  private long[] numbers(String line, int job) {
    try {
      return Arrays.stream(BLANKS.split(line.strip()))
          .mapToLong(word -> {
            long number = Long.parseLong(word);
            if (number < 0) {
              throw ProblemException.of(
                  "planner.negative", source.toString(), source, "duration", job, word);
            }
            return number;
          })
          .toArray();
    } catch (NumberFormatException _) {
      throw ProblemException.of("planner.pairs", source.toString(), source, job);
    }
  }

  /// The lines that hold more than a remark.
  private static List<String> lines(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }
}
