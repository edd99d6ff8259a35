package dev.partitura.engine.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.file.TextFile;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A plan as a small JSON document that a person can edit:
///
///     {"strategy": "pipeline", "replicas": 1, "microBatches": 8, "schedule": "forward",
///      "passes": {"foldConstants": true, "foldNormalization": true, "fuseActivations": true, "planMemory": true},
///      "stages": [{"devices": ["cpu0"], "ops": ["conv1", "relu1"]}, {"devices": ["cpu1"], "ops": ["fc"]}]}
///
/// In place of its name a schedule may be the list of each device's actions, `["0F1 0F0", "1F1 1F0"]`.
/// Only `stages` must be given. Ops that no stage names belong to the first. Strict: unknown words are refused.
public final class PlanFile {
  private static final Set<String> WORDS =
      Set.of("strategy", "replicas", "microBatches", "schedule", "passes", "stages");
  private static final Set<String> STAGE_WORDS = Set.of("devices", "ops");

  private final List<Problem> problems = new ArrayList<>();
  private final Object source;

  private PlanFile(Object source) {
    this.source = source;
  }

  /// The document of a plan; with the network's ops in its order, those of the first stage named
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
    root.put("strategy", plan.strategy().word());
    root.put("replicas", plan.replicas());
    root.put("microBatches", plan.microBatches());
    if (plan.schedule().contains(";")) {
      var devices = root.putArray("schedule");
      Arrays.stream(plan.schedule().split("\\s*;\\s*")).forEach(devices::add);
    } else {
      root.put("schedule", plan.schedule());
    }
    var passes = root.putObject("passes");
    passes.put("foldConstants", plan.passes().foldConstants());
    passes.put("foldNormalization", plan.passes().foldNormalization());
    passes.put("fuseActivations", plan.passes().fuseActivations());
    passes.put("planMemory", plan.passes().planMemory());
    var opsOfStage = new HashMap<Integer, List<OpId>>();
    for (var op : ops) {
      opsOfStage.computeIfAbsent(plan.stageOf(op), _ -> new ArrayList<>()).add(op);
    }
    var stages = root.putArray("stages");
    for (int stage = 0; stage < plan.stages().size(); stage++) {
      var entry = stages.addObject();
      var devices = entry.putArray("devices");
      plan.stages().get(stage).devices().forEach(device -> devices.add(device.name()));
      var names = entry.putArray("ops");
      opsOfStage.getOrDefault(stage, List.of()).forEach(op -> names.add(op.name()));
    }
    return root;
  }

  /// Reads a plan.
  ///
  /// @param source what to call the document in problems, such as its file name
  /// @throws ProblemException with every problem found, and line and column where the text is no
  ///   JSON
  public static Plan read(String text, Object source) {
    return new PlanFile(source).parse(text);
  }

  /// Reads a plan from a file.
  ///
  /// @throws ProblemException as [#read(String, Object)], or when the file cannot be read
  public static Plan read(Path file) {
    return read(TextFile.read(file, Phrase.of("words.plan", file)), file.toString());
  }

  private Plan parse(String text) {
    var root = JsonText.readObject(text, source);
    words(root, WORDS, Phrase.of("words.thePlan"));
    var strategy = strategy(root.get("strategy"));
    int replicas = count(root, "replicas");
    int microBatches = count(root, "microBatches");
    var schedule = schedule(root.path("schedule"));
    var passes = passes(root.get("passes"));
    var stages = new ArrayList<PipelineStage>();
    Map<OpId, Integer> partition = new LinkedHashMap<>();
    var list = root.path("stages");
    if (!list.isArray() || list.isEmpty()) {
      problem("plan.file.stages", "stages");
    }
    for (var entry : list) {
      int stage = stages.size();
      var devices = new ArrayList<DeviceId>();
      words(entry, STAGE_WORDS, Phrase.of("words.stage", stage));
      strings(
          entry.path("devices"),
          Phrase.of("words.devicesOf", stage),
          name -> devices.add(new DeviceId(name)));
      if (entry.has("ops")) {
        strings(
            entry.path("ops"),
            Phrase.of("words.opsOf", stage),
            name -> {
              var earlier = partition.put(new OpId(name), stage);
              if (earlier != null) {
                problem("plan.file.op.twice", name, name, earlier, stage);
              }
            });
      }
      stages.add(new PipelineStage(devices));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return new Plan(strategy, stages, partition, replicas, microBatches, schedule, passes);
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

  private Strategy strategy(@Nullable JsonNode node) {
    if (node == null) {
      return Strategy.CUSTOM;
    }
    var word = string(node, "strategy");
    for (var strategy : Strategy.values()) {
      if (strategy.word().equals(word.toLowerCase(Locale.ROOT))) {
        return strategy;
      }
    }
    problem(
        "plan.file.strategy",
        "strategy",
        word,
        Stream.of(Strategy.values()).map(Strategy::word).toList());
    return Strategy.CUSTOM;
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

  private Passes passes(@Nullable JsonNode node) {
    if (node == null) {
      return Passes.ALL;
    }
    words(
        node,
        Set.of("foldConstants", "foldNormalization", "fuseActivations", "planMemory"),
        Phrase.of("words.passes"));
    return new Passes(
        flag(node, "foldConstants"),
        flag(node, "foldNormalization"),
        flag(node, "fuseActivations"),
        flag(node, "planMemory"));
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
