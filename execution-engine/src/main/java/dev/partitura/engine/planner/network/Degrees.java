package dev.partitura.engine.planner.network;

import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.Recompute;
import java.util.ArrayList;

/// One plan of the space: how many of each.
///
/// @param data replicas
/// @param tensor shards
/// @param pipeline devices that a replica's stages lie on
/// @param chunks stages of each of them
/// @param microBatch samples
/// @param microBatches of each replica
/// @param schedule name
/// @param zero what replicas shard, see [dev.partitura.engine.plan.Replication]
public record Degrees(
    int data,
    int tensor,
    int pipeline,
    int chunks,
    int microBatch,
    int microBatches,
    String schedule,
    Recompute recompute,
    int zero,
    boolean sequenceParallel) {

  public int devices() {
    return data * tensor * pipeline;
  }

  int stages() {
    return pipeline * chunks;
  }

  /// The same in the words of [dev.partitura.engine.plan.PlanPreset].
  public String words(Precision precision) {
    var words = new ArrayList<String>();
    add(words, "data", data);
    add(words, "tensor", tensor);
    add(words, "pipeline", pipeline);
    if (words.isEmpty()) {
      words.add("single");
    }
    if (sequenceParallel) {
      words.add("sequence-parallel");
    }
    add(words, "chunks", chunks);
    words.add("micro-batch=" + microBatch);
    words.add("global-batch=" + (long) microBatch * microBatches * data);
    if (!schedule.equals(Plan.FORWARD)) {
      words.add("schedule=" + schedule);
    }
    if (recompute != Recompute.NONE) {
      words.add("recompute=" + recompute.word());
    }
    if (zero > 0) {
      words.add("zero=" + zero);
    }
    if (precision != Precision.FP32) {
      words.add("precision=" + precision.word());
    }
    return String.join(",", words);
  }

  private static void add(ArrayList<String> words, String word, int degree) {
    if (degree > 1) {
      words.add(word + "=" + degree);
    }
  }
}
