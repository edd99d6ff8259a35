package dev.partitura.engine.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads the document of a [PlanFile], and that of the earlier shape:
///
///     {"strategy": "pipeline", "replicas": 1, "microBatches": 8, "schedule": "forward", "passes": {…},
///      "stages": [{"devices": ["cpu0"], "ops": ["conv1", "relu1"]}, {"devices": ["cpu1"], "ops": ["fc"]}]}
///
/// There a stage has as many devices as the plan has replicas. Its `strategy` only repeats what the
/// stages tell and is passed over.
final class PlanReader {
  private static final Set<String> WORDS = Set.of("microBatches", "schedule", "passes", "parts");
  private static final Set<String> EARLIER_WORDS =
      Set.of("strategy", "replicas", "microBatches", "schedule", "passes", "stages");
  private static final Set<String> STRATEGIES =
      Set.of("single", "task", "data", "pipeline", "custom");

  private final List<Problem> problems = new ArrayList<>();
  private final String source;

  PlanReader(String source) {
    this.source = source;
  }

  /// @throws ProblemException with every problem found
  Plan read(String text) {
    var root = JsonText.readObject(text, source, "plan.file.json");
    boolean earlier = root.has("stages") && !root.has("parts");
    words(root, earlier ? EARLIER_WORDS : WORDS, "the plan");
    if (earlier) {
      strategy(root.get("strategy"));
    }
    int microBatches = count(root, "microBatches");
    var schedule =
        root.path("schedule").isMissingNode()
            ? Plan.FORWARD
            : string(root.path("schedule"), "schedule");
    var passes = passes(root.get("passes"));
    var parts = new ArrayList<Part>();
    Map<OpId, Integer> partition = new LinkedHashMap<>();
    var noun = earlier ? "stage" : "part";
    var list = root.path(noun + "s");
    if (!list.isArray() || list.isEmpty()) {
      problem(
          noun + "s",
          "\"" + noun + "s\" must be a list of at least one " + noun + ".",
          "Write \"" + noun + "s\": [{\"devices\": [\"cpu0\"], \"ops\": []}].");
    }
    int replicas = count(root, "replicas");
    for (int part = 0; part < list.size(); part++) {
      var entry = list.get(part);
      var name = noun + " " + part;
      words(entry, earlier ? Set.of("devices", "ops") : Set.of("devices", "mesh", "ops"), name);
      var devices = new ArrayList<DeviceId>();
      strings(entry.path("devices"), "devices of " + name, id -> devices.add(new DeviceId(id)));
      ops(entry, noun, part, partition);
      var mesh =
          earlier ? mesh(devices, replicas, 1, name) : mesh(devices, entry.get("mesh"), name);
      if (mesh != null) {
        parts.add(new Part(mesh));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return new Plan(parts, partition, microBatches, schedule, passes);
  }

  private void ops(JsonNode entry, String noun, int part, Map<OpId, Integer> partition) {
    if (entry.has("ops")) {
      strings(
          entry.path("ops"),
          "ops of " + noun + " " + part,
          name -> {
            var first = partition.put(new OpId(name), part);
            if (first != null) {
              problem(
                  name,
                  "Op "
                      + name
                      + " stands in "
                      + noun
                      + " "
                      + first
                      + " and in "
                      + noun
                      + " "
                      + part
                      + ".",
                  "Keep one of them.");
            }
          });
    }
  }

  private @Nullable Mesh mesh(List<DeviceId> devices, @Nullable JsonNode axes, String where) {
    if (axes == null) {
      return mesh(devices, devices.size(), 1, where);
    }
    words(axes, Set.of("data", "tensor"), "the mesh of " + where);
    int shards = count(axes, "tensor");
    return mesh(
        devices, axes.has("data") ? count(axes, "data") : devices.size() / shards, shards, where);
  }

  private @Nullable Mesh mesh(List<DeviceId> devices, int replicas, int shards, String where) {
    if (!devices.isEmpty() && (long) replicas * shards == devices.size()) {
      return new Mesh(devices, shards);
    }
    problem(
        where,
        where
            + " has "
            + counted(devices.size(), "device")
            + " but "
            + counted(Math.max(1, replicas), "replica")
            + (shards > 1 ? " × " + shards + " shards." : "."),
        "Name one device for each.");
    return null;
  }

  private static String counted(int count, String thing) {
    return count + " " + thing + (count == 1 ? "" : "s");
  }

  private void words(JsonNode node, Set<String> known, String where) {
    if (!node.isObject()) {
      problem(where, where + " must be a JSON object.", "Write { … }.");
    }
    node.fieldNames()
        .forEachRemaining(word -> {
          if (!known.contains(word)) {
            problem(
                word,
                "\"" + word + "\" is no word of " + where + ".",
                "Use " + String.join(", ", known.stream().sorted().toList()) + ".");
          }
        });
  }

  private void strategy(@Nullable JsonNode node) {
    var word = node == null ? "custom" : string(node, "strategy");
    if (!STRATEGIES.contains(word.toLowerCase(Locale.ROOT))) {
      problem(
          "strategy",
          "\"" + word + "\" is no strategy.",
          "Use single, task, data, pipeline or custom, or leave it out.");
    }
  }

  private int count(JsonNode root, String word) {
    var node = root.get(word);
    if (node == null) {
      return 1;
    }
    if (!node.canConvertToInt() || !node.isIntegralNumber() || node.intValue() < 1) {
      problem(word, "\"" + word + "\" must be a whole number of at least 1, not " + node + ".", "");
      return 1;
    }
    return node.intValue();
  }

  private Passes passes(@Nullable JsonNode node) {
    if (node == null) {
      return Passes.ALL;
    }
    words(
        node,
        Set.of("foldConstants", "foldNormalization", "fuseActivations", "planMemory"),
        "passes");
    return new Passes(
        flag(node, "foldConstants"),
        flag(node, "foldNormalization"),
        flag(node, "fuseActivations"),
        flag(node, "planMemory"));
  }

  private boolean flag(JsonNode node, String word) {
    var value = node.get(word);
    if (value != null && !value.isBoolean()) {
      problem(word, "\"" + word + "\" must be true or false, not " + value + ".", "");
    }
    return value == null || value.asBoolean();
  }

  private String string(JsonNode node, String word) {
    if (!node.isTextual()) {
      problem(word, "\"" + word + "\" must be a text, not " + node + ".", "");
    }
    return node.asText();
  }

  private void strings(JsonNode list, String what, Consumer<String> each) {
    if (!list.isArray()) {
      problem(what, "The " + what + " must be a list of names.", "Write [\"cpu0\"].");
    }
    for (var entry : list) {
      if (entry.isTextual() && !entry.asText().isEmpty()) {
        each.accept(entry.asText());
      } else {
        problem(what, "The " + what + " must be names, not " + entry + ".", "");
      }
    }
  }

  private void problem(String subject, String message, String hint) {
    problems.add(new Problem("plan.file", subject, source + ": " + message, hint));
  }
}
