package dev.partitura.engine.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.file.TextFile;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.plan.collective.AllReduces;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

/// A plan as a small JSON document that a person can edit:
///
///     {"microBatches": 8, "schedule": "forward",
///      "passes": {"foldConstants": true, "foldNormalization": true, "fuseActivations": true, "planMemory": true},
///      "parts": [{"devices": ["cpu0", "cpu2"], "mesh": {"data": 2, "tensor": 1}, "ops": ["conv1", "relu1"]},
///                {"devices": ["cpu1", "cpu3"], "mesh": {"data": 2, "tensor": 1}, "ops": ["fc"]}]}
///
/// `"globalBatch": 64` says how many samples a step has over all replicas, `"microBatch": 4` how many a micro-batch of one has; two of
/// these and `microBatches` fix the third. `"collective": "tree"` names another algorithm than the ring by which replicas sum their gradients.
/// `"sequenceParallel": true` lets shards also split what lies between their weights.
/// `"sequenceChunks": 2` does each micro-batch in so many pieces of its sequence, under a schedule that takes such.
/// `"zero": 1`, `2` or `3` shards over the replicas what the optimizer remembers, gradients and parameters; `"averageEvery": 8`
/// has replicas go so many steps by themselves; `"bucketBytes"` says how much of the gradients is sent together.
/// `"precision": "bf16"` in `passes` rounds values to bfloat16. `"recompute": "full"` or `"selective"` in a part has training do again on the way back what it would else keep.
/// In place of its name a schedule may be the list of each device's actions, `["0F1 0F0", "1F1 1F0"]`.
/// Only `parts` with their `devices` must be given: a part without `mesh` has a replica on each of its devices. Ops
/// that no part names belong to the first. Strict: unknown words are refused. Documents of the earlier shape, with
/// `stages` in place of `parts`, are read too; see [PlanReader].
public final class PlanFile {
  private PlanFile() {}

  /// The document of a plan; with the network's ops in its order, those of the first part named
  /// too.
  public static String write(Plan plan, Network network) {
    return JsonText.write(document(plan, network.ops().stream().map(Op::id).toList()));
  }

  /// The document of a plan that names exactly the ops its partition names; reads back equal.
  public static String write(Plan plan) {
    return JsonText.write(document(plan, List.copyOf(plan.partition().keySet())));
  }

  private static ObjectNode document(Plan plan, List<OpId> ops) {
    var root = JsonText.object();
    root.put("microBatches", plan.microBatches());
    if (plan.globalBatch() > 0) {
      root.put("globalBatch", plan.globalBatch());
    }
    if (plan.schedule().contains(";")) {
      var devices = root.putArray("schedule");
      Arrays.stream(plan.schedule().split("\\s*;\\s*(?![^(]*\\))")).forEach(devices::add);
    } else {
      root.put("schedule", plan.schedule());
    }
    if (!plan.collective().equals(AllReduces.RING)) {
      root.put("collective", plan.collective());
    }
    if (plan.sequenceParallel()) {
      root.put("sequenceParallel", true);
    }
    if (plan.sequenceChunks() > 1) {
      root.put("sequenceChunks", plan.sequenceChunks());
    }
    var replication = plan.replication();
    if (replication.zero() > 0) {
      root.put("zero", replication.zero());
    }
    if (replication.averages()) {
      root.put("averageEvery", replication.averageEvery());
    }
    if (replication.bucketBytes() != Replication.USUAL_BUCKET_BYTES) {
      root.put("bucketBytes", replication.bucketBytes());
    }
    var passes = root.putObject("passes");
    passes.put("foldConstants", plan.passes().foldConstants());
    passes.put("foldNormalization", plan.passes().foldNormalization());
    passes.put("fuseActivations", plan.passes().fuseActivations());
    passes.put("planMemory", plan.passes().planMemory());
    if (plan.passes().precision() != Precision.FP32) {
      passes.put("precision", plan.passes().precision().word());
    }
    var opsOfPart = new HashMap<Integer, List<OpId>>();
    for (var op : ops) {
      opsOfPart.computeIfAbsent(plan.partOf(op), _ -> new ArrayList<>()).add(op);
    }
    var parts = root.putArray("parts");
    for (int part = 0; part < plan.parts().size(); part++) {
      var mesh = plan.parts().get(part).mesh();
      var entry = parts.addObject();
      var devices = entry.putArray("devices");
      mesh.devices().forEach(device -> devices.add(device.name()));
      entry.putObject("mesh").put("data", mesh.replicas()).put("tensor", mesh.shards());
      var recompute = plan.parts().get(part).recompute();
      if (recompute != Recompute.NONE) {
        entry.put("recompute", recompute.word());
      }
      var names = entry.putArray("ops");
      opsOfPart.getOrDefault(part, List.of()).forEach(op -> names.add(op.name()));
    }
    return root;
  }

  /// Reads a plan.
  ///
  /// @param source what to call the document in problems, such as its file name
  /// @throws ProblemException with every problem found, and line and column where the text is no
  ///   JSON
  public static Plan read(String text, Object source) {
    return new PlanReader(source).read(text);
  }

  /// Reads a plan from a file.
  ///
  /// @throws ProblemException as [#read(String, Object)], or when the file cannot be read
  public static Plan read(Path file) {
    return read(TextFile.read(file, Phrase.of("words.plan", file)), file.toString());
  }
}
