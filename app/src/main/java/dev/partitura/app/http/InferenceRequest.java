package dev.partitura.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.lower.BatchRows;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The body of a question, read strictly.
///
/// @param id by which the client knows it; null where it gave none
/// @param rows the inputs of each request, of which a body of several rows holds several
/// @param outputs those that are wanted, in the order of the answer
record InferenceRequest(@Nullable String id, List<Map<String, Tensor>> rows, List<String> outputs) {
  private static final int MOST_ROWS = 4096;

  /// @throws HttpFault when the body is not such a question to this model
  static InferenceRequest read(String body, ServedModel model) {
    ObjectNode root;
    try {
      root = JsonText.readObject(body, "body");
    } catch (ProblemException broken) {
      throw HttpFault.bad(broken.problems().getFirst().sentence());
    }
    var given = new LinkedHashMap<String, Tensor>();
    long requests = 0;
    for (var input : list(root, "inputs")) {
      var name = text(input, "name", "An input has no name.");
      var type = model.inputs().get(name);
      if (type == null) {
        throw HttpFault.bad(
            "There is no input " + name + ". The inputs are " + model.inputs().keySet() + ".");
      }
      long rows = rows(name, input, type, model);
      if (requests > 0 && rows != requests) {
        throw HttpFault.bad(
            "Input " + name + " has " + rows + " rows, and another has " + requests + ".");
      }
      requests = rows;
      var shape = type.knownShape();
      var whole = rows == 1 ? type : type.withShape(shape.withSize(0, shape.size(0) * rows));
      var tensor = TensorText.read(name, whole, Objects.requireNonNull(input.get("data")));
      if (given.put(name, tensor) != null) {
        throw HttpFault.bad("Input " + name + " is there twice.");
      }
    }
    for (var name : model.inputs().keySet()) {
      if (!given.containsKey(name)) {
        throw HttpFault.bad("Input " + name + " is missing.");
      }
    }
    return new InferenceRequest(
        root.hasNonNull("id") ? root.get("id").asText() : null,
        split(given, Math.toIntExact(Math.max(1, requests))),
        outputs(root, model));
  }

  private static Iterable<JsonNode> list(ObjectNode root, String name) {
    var list = root.get(name);
    if (list == null || !list.isArray()) {
      throw HttpFault.bad("The body has no list of " + name + ".");
    }
    return list;
  }

  private static String text(JsonNode node, String field, String sentence) {
    var value = node.get(field);
    if (value == null || !value.isTextual()) {
      throw HttpFault.bad(sentence);
    }
    return value.textValue();
  }

  private static long rows(String name, JsonNode input, TensorType type, ServedModel model) {
    var wanted = Objects.requireNonNull(ProtocolType.of(type.dataType()));
    var told = text(input, "datatype", "Input " + name + " has no datatype.");
    if (!told.equals(wanted)) {
      throw HttpFault.bad("Input " + name + " is " + wanted + " and not " + told + ".");
    }
    if (!input.has("data")) {
      throw HttpFault.bad("Input " + name + " has no data; tensors are read from JSON alone.");
    }
    var shape = input.get("shape");
    if (shape == null || !shape.isArray()) {
      throw HttpFault.bad("Input " + name + " has no shape.");
    }
    var expected = type.knownShape();
    long rows = 1;
    boolean fits = shape.size() == expected.rank();
    for (int axis = 0; fits && axis < expected.rank(); axis++) {
      fits = shape.get(axis).canConvertToLong() && shape.get(axis).isIntegralNumber();
      long size = fits ? shape.get(axis).longValue() : -1;
      if (fits && axis == 0 && model.takesRows()) {
        fits = size > 0 && size % expected.size(0) == 0;
        rows = fits ? size / expected.size(0) : 1;
      } else {
        fits = fits && size == expected.size(axis);
      }
    }
    if (!fits) {
      throw HttpFault.bad(
          "Input "
              + name
              + " has shape "
              + expected
              + (model.takesRows() ? ", or a multiple of its first size," : "")
              + " and not "
              + shape
              + ".");
    }
    if (rows > MOST_ROWS) {
      throw new HttpFault(
          HttpFault.TOO_LARGE, "A body may hold " + MOST_ROWS + " requests, not " + rows + ".");
    }
    return rows;
  }

  private static List<Map<String, Tensor>> split(Map<String, Tensor> given, int requests) {
    if (requests == 1) {
      return List.of(given);
    }
    var rows = new ArrayList<Map<String, Tensor>>();
    for (int row = 0; row < requests; row++) {
      var own = new LinkedHashMap<String, Tensor>();
      for (var input : given.entrySet()) {
        long each = input.getValue().shape().size(0) / requests;
        own.put(input.getKey(), BatchRows.slice(input.getValue(), row * each, each));
      }
      rows.add(own);
    }
    return rows;
  }

  private static List<String> outputs(ObjectNode root, ServedModel model) {
    if (!root.hasNonNull("outputs")) {
      return model.outputs();
    }
    var wanted = new ArrayList<String>();
    for (var output : list(root, "outputs")) {
      var name = text(output, "name", "An output has no name.");
      if (!model.outputs().contains(name)) {
        throw HttpFault.bad(
            "There is no output " + name + ". The outputs are " + model.outputs() + ".");
      }
      wanted.add(name);
    }
    return wanted.isEmpty() ? model.outputs() : wanted;
  }
}
