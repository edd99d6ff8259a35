package dev.partitura.visualizers.timeline;

import dev.partitura.engine.trace.Trace;

/// Names of ops that are paths, shortened to the parts that tell them apart.
final class OpNames {
  private OpNames() {}

  /// How many leading parts the names of all computing labels have in common, their last part never
  /// among them.
  static int sharedParts(Trace trace) {
    String[] common = null;
    int shared = 0;
    for (var label : trace.labels()) {
      if (label.ops().isEmpty()) {
        continue;
      }
      var parts = label.name().split("/");
      if (common == null) {
        common = parts;
        shared = parts.length - 1;
      }
      int same = 0;
      while (same < Math.min(shared, parts.length - 1) && parts[same].equals(common[same])) {
        same++;
      }
      shared = same;
    }
    return shared;
  }

  /// From one op to another, such as `conv1–conv2`; within one block `conv1: conv–pool`.
  static String range(String first, String last, int shared) {
    if (first.equals(last)) {
      return tail(first, shared);
    }
    var one = head(first, shared);
    var other = head(last, shared);
    return one.equals(other)
        ? one + ": " + tail(first, shared + 1) + "–" + tail(last, shared + 1)
        : one + "–" + other;
  }

  private static String head(String name, int shared) {
    var parts = name.split("/");
    return parts[Math.min(shared, parts.length - 1)];
  }

  private static String tail(String name, int from) {
    var parts = name.split("/");
    int first = Math.min(from, parts.length - 1);
    return String.join("/", java.util.Arrays.copyOfRange(parts, first, parts.length));
  }
}
