package dev.partitura.engine.planner.graph;

import com.fasterxml.jackson.databind.JsonNode;
import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.file.TextFile;
import dev.partitura.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a graph of layers or tasks, or a job shop, whatever its format; the content tells which. A
/// file may hold several, each with its name.
public final class GraphFile {
  private GraphFile() {}

  /// @param instance the one to read where the file holds several; null: the only one
  /// @throws ProblemException when the file cannot be read, is of no known format or makes no sense
  public static PlannableGraph read(Path file, @Nullable String instance) {
    var source = String.valueOf(file.getFileName());
    return read(TextFile.read(file, source), source, instance);
  }

  static PlannableGraph read(String text, String source, @Nullable String instance) {
    if (text.stripLeading().startsWith("{")) {
      var root = JsonText.readObject(text, source);
      if (root.path("instances").isArray()) {
        return chosen(named(root.path("instances")), source, instance);
      }
      if (!root.isEmpty()
          && root.properties().stream().allMatch(one -> isInstance(one.getValue()))) {
        Map<String, JsonNode> several = new LinkedHashMap<>();
        root.properties().forEach(one -> several.put(one.getKey(), one.getValue()));
        return chosen(several, source, instance);
      }
      return one(root, source);
    }
    if (PipeDreamReader.reads(text)) {
      return new PipeDreamReader(source).read(text);
    }
    if (JobShopReader.reads(text)) {
      return new JobShopReader(source).read(text);
    }
    throw ProblemException.of("planner.format", source, source);
  }

  private static boolean isInstance(JsonNode value) {
    return value.isObject() && (JobShopReader.reads(value) || TaskDagReader.reads(value));
  }

  private static PlannableGraph one(JsonNode root, String source) {
    if (LayerGraphReader.reads(root)) {
      return new LayerGraphReader(source).read(root);
    }
    if (TaskDagReader.reads(root)) {
      return new TaskDagReader(source).read(root);
    }
    if (WorkflowReader.reads(root)) {
      return new WorkflowReader(source).read(root);
    }
    if (JobShopReader.reads(root)) {
      return new JobShopReader(source).read(root);
    }
    throw ProblemException.of("planner.format", source, source);
  }

  private static Map<String, JsonNode> named(JsonNode list) {
    Map<String, JsonNode> several = new LinkedHashMap<>();
    for (var one : list) {
      several.put(one.path("name").asText(), one);
    }
    return several;
  }

  private static PlannableGraph chosen(
      Map<String, JsonNode> several, String source, @Nullable String instance) {
    var names = List.copyOf(several.keySet());
    if (instance == null && names.size() != 1) {
      throw ProblemException.of("planner.instances", source, source, names);
    }
    var name = instance == null ? names.getFirst() : instance;
    var found = several.get(name);
    if (found == null) {
      throw ProblemException.of("planner.instance", source, source, name, names);
    }
    return one(found, source);
  }
}
