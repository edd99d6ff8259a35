package dev.partitura.engine.execute.ranks;

import dev.partitura.engine.task.lower.Lowered;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Tells whether two processes have laid out the same: the steps, the values, the tasks and what
/// they wait for. The elements of weights are not read.
final class LayoutDigest {
  private LayoutDigest() {}

  /// Cost O(tasks + edges).
  static String of(Lowered lowered) {
    var digest = sha256();
    for (var step : lowered.program().steps()) {
      add(digest, step.name() + " " + step.type() + " " + step.inputs() + step.outputs());
    }
    for (var slot : lowered.program().slots()) {
      add(digest, slot.value() + " " + slot.type() + " " + slot.sizeBytes());
    }
    var graph = lowered.graph();
    for (int template = 0; template < graph.templateCount(); template++) {
      add(digest, graph.templateOf(template).toString());
    }
    var row = new StringBuilder();
    for (int task = 0; task < graph.taskCount(); task++) {
      row.setLength(0);
      row.append(graph.templateNumber(task)).append(' ').append(graph.microBatch(task));
      for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
        row.append(' ').append(graph.successor(edge));
      }
      add(digest, row.toString());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
