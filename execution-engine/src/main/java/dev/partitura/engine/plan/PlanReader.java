package dev.partitura.engine.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.plan.collective.AllReduces;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads the document of a [PlanFile], and that of the earlier shape:
///
///     {"strategy": "pipeline", "replicas": 1, "microBatches": 8, "schedule": "forward", "passes": {…},
///      "stages": [{"devices": ["cpu0"], "ops": ["conv1", "relu1"]}, {"devices": ["cpu1"], "ops": ["fc"]}]}
///
/// There a stage has as many devices as the plan has replicas. Its `strategy` only repeats what the
/// stages tell and is passed over.
final class PlanReader {
  private static final Set<String> WORDS =
      Set.of(
          "microBatches",
          "microBatch",
          "globalBatch",
          "schedule",
          "collective",
          "zero",
          "averageEvery",
          "bucketBytes",
          "passes",
          "sequenceParallel",
          "sequenceChunks",
          "parts");
  private static final Set<String> EARLIER_WORDS =
      Set.of("strategy", "replicas", "microBatches", "schedule", "passes", "stages");
  private static final List<String> STRATEGIES =
      List.of("single", "task", "data", "pipeline", "custom");

  private final List<Problem> problems = new ArrayList<>();
  private final Object source;

  PlanReader(Object source) {
    this.source = source;
  }

  /// @throws ProblemException with every problem found
  Plan read(String text) {
    var root = JsonText.readObject(text, source);
    boolean earlier = root.has("stages") && !root.has("parts");
    words(root, earlier ? EARLIER_WORDS : WORDS, Phrase.of("words.thePlan"));
    if (earlier) {
      strategy(root.get("strategy"));
    }
    int replicas = earlier ? count(root, "replicas") : 0;
    int microBatches = count(root, "microBatches");
    var batch =
        new BatchWords(
            root.has("microBatch") ? count(root, "microBatch") : 0,
            root.has("globalBatch") ? count(root, "globalBatch") : 0);
    var schedule = schedule(root.path("schedule"));
    var collective = collective(root.path("collective"));
    var passes = passes(root.get("passes"));
    boolean sequenceParallel = root.has("sequenceParallel") && flag(root, "sequenceParallel");
    var replication = replication(root);
    var list = root.path(earlier ? "stages" : "parts");
    if (!list.isArray() || list.isEmpty()) {
      problem(earlier ? "plan.file.stages" : "plan.file.parts", earlier ? "stages" : "parts");
    }
    var parts = new ArrayList<Part>();
    Map<OpId, Integer> partition = new LinkedHashMap<>();
    for (int part = 0; part < list.size(); part++) {
      var entry = list.get(part);
      var where = where(earlier, part);
      words(
          entry,
          earlier ? Set.of("devices", "ops") : Set.of("devices", "mesh", "recompute", "ops"),
          where);
      var devices = new ArrayList<DeviceId>();
      strings(
          entry.path("devices"),
          Phrase.of("words.devicesOf", where),
          name -> devices.add(new DeviceId(name)));
      if (entry.has("ops")) {
        int own = part;
        strings(
            entry.path("ops"),
            Phrase.of("words.opsOf", where),
            name -> {
              var first = partition.put(new OpId(name), own);
              if (first != null) {
                problem("plan.file.op.twice", name, name, where(earlier, first), where);
              }
            });
      }
      var mesh =
          earlier ? mesh(devices, replicas, 1, where) : mesh(devices, entry.get("mesh"), where);
      if (mesh != null) {
        parts.add(new Part(mesh, recompute(entry.path("recompute"))));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    var plan =
        new Plan(
            parts,
            partition,
            microBatches,
            schedule,
            collective,
            passes,
            sequenceParallel,
            replication,
            0,
            count(root, "sequenceChunks"));
    return batch.on(plan, root.has("microBatches"));
  }

  private static Phrase where(boolean earlier, int part) {
    return Phrase.of(earlier ? "words.stage" : "words.part", part);
  }

  private @Nullable Mesh mesh(List<DeviceId> devices, @Nullable JsonNode axes, Phrase where) {
    if (axes == null) {
      return mesh(devices, devices.size(), 1, where);
    }
    words(axes, Set.of("data", "tensor"), Phrase.of("words.meshOf", where));
    int shards = count(axes, "tensor");
    return mesh(
        devices, axes.has("data") ? count(axes, "data") : devices.size() / shards, shards, where);
  }

  private @Nullable Mesh mesh(List<DeviceId> devices, int replicas, int shards, Phrase where) {
    if (!devices.isEmpty() && (long) replicas * shards == devices.size()) {
      return new Mesh(devices, shards);
    }
    problem("plan.file.mesh", where, where, Math.max(1, replicas), shards, devices.size());
    return null;
  }

  private void words(JsonNode node, Set<String> known, Phrase where) {
    if (!node.isObject()) {
      problem("plan.file.object", where, where);
    }
    node.fieldNames()
        .forEachRemaining(word -> {
          if (!known.contains(word)) {
            problem("plan.file.word", word, word, where, known.stream().sorted().toList());
          }
        });
  }

  private void strategy(@Nullable JsonNode node) {
    if (node != null) {
      var word = string(node, "strategy");
      if (!STRATEGIES.contains(word.toLowerCase(Locale.ROOT))) {
        problem("plan.file.strategy", "strategy", word, STRATEGIES);
      }
    }
  }

  /// A name, or a list with the actions of each device.
  private String schedule(JsonNode node) {
    if (node.isMissingNode()) {
      return Plan.FORWARD;
    }
    if (!node.isArray()) {
      return string(node, "schedule");
    }
    var devices = new ArrayList<String>();
    if (node.isEmpty()) {
      problem("plan.file.schedule", "schedule");
      return Plan.FORWARD;
    }
    node.forEach(device -> devices.add(string(device, "schedule")));
    return String.join("; ", devices);
  }

  private int count(JsonNode root, String word) {
    var node = root.get(word);
    if (node == null) {
      return 1;
    }
    if (!node.canConvertToInt() || !node.isIntegralNumber() || node.intValue() < 1) {
      problem("plan.file.count", word, word, node);
      return 1;
    }
    return node.intValue();
  }

  private Replication replication(JsonNode root) {
    int zero = root.has("zero") ? count(root, "zero") : 0;
    if (zero > Replication.MOST_ZERO) {
      problem("plan.zero.unknown", "zero", zero, Replication.MOST_ZERO);
    }
    return new Replication(
        root.has("bucketBytes") ? count(root, "bucketBytes") : Replication.USUAL_BUCKET_BYTES,
        Math.min(Replication.MOST_ZERO, zero),
        root.has("averageEvery") ? count(root, "averageEvery") : 0);
  }

  private String collective(JsonNode node) {
    if (node.isMissingNode()) {
      return AllReduces.RING;
    }
    if (!node.isTextual() || AllReduces.find(node.textValue()).isEmpty()) {
      problems.add(
          Problem.of("plan.collective.unknown", node.toString(), node, AllReduces.names()));
    }
    return node.asText();
  }

  private Recompute recompute(JsonNode node) {
    if (node.isMissingNode()) {
      return Recompute.NONE;
    }
    var found = node.isTextual() ? Recompute.find(node.textValue()) : Optional.<Recompute>empty();
    if (found.isEmpty()) {
      problems.add(Problem.of("plan.recompute.unknown", node.toString(), node, Recompute.words()));
    }
    return found.orElse(Recompute.NONE);
  }

  private Passes passes(@Nullable JsonNode node) {
    if (node == null) {
      return Passes.ALL;
    }
    words(
        node,
        Set.of("foldConstants", "foldNormalization", "fuseActivations", "planMemory", "precision"),
        Phrase.of("words.passes"));
    return new Passes(
        flag(node, "foldConstants"),
        flag(node, "foldNormalization"),
        flag(node, "fuseActivations"),
        flag(node, "planMemory"),
        precision(node.path("precision")));
  }

  private Precision precision(JsonNode node) {
    if (node.isMissingNode()) {
      return Precision.FP32;
    }
    var found = node.isTextual() ? Precision.find(node.textValue()) : Optional.<Precision>empty();
    if (found.isEmpty()) {
      problems.add(Problem.of("plan.precision.unknown", node.toString(), node, Precision.words()));
    }
    return found.orElse(Precision.FP32);
  }

  private boolean flag(JsonNode node, String word) {
    var value = node.get(word);
    if (value != null && !value.isBoolean()) {
      problem("plan.file.flag", word, word, value);
    }
    return value == null || value.asBoolean();
  }

  private String string(JsonNode node, String word) {
    if (!node.isTextual()) {
      problem("plan.file.text", word, word, node);
    }
    return node.asText();
  }

  private void strings(JsonNode list, Phrase what, Consumer<String> each) {
    if (!list.isArray()) {
      problem("plan.file.names", what, what);
    }
    for (var entry : list) {
      if (entry.isTextual() && !entry.asText().isEmpty()) {
        each.accept(entry.asText());
      } else {
        problem("plan.file.name", what, what, entry);
      }
    }
  }

  /// A problem, whose sentence is told the source and `arguments`.
  private void problem(String code, Object subject, Object... arguments) {
    problems.add(
        Problem.of(
            code,
            subject.toString(),
            Stream.concat(Stream.of(source), Stream.of(arguments)).toArray()));
  }
}
