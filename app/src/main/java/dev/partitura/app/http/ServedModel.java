package dev.partitura.app.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.execute.serve.live.BatchServer;
import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.lower.BatchBinding;
import dev.partitura.engine.tensor.TensorType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The network that is served, as its clients see it: a name, inputs and outputs. Immutable but for
/// the queue behind it; any thread.
///
/// @param name by which clients ask for it
/// @param binding as one request sees it
/// @param batchMax samples that a client may send at once are as many as it likes, in batches of
///   this
/// @param server answers
public record ServedModel(String name, BatchBinding binding, int batchMax, BatchServer server) {
  /// @throws ProblemException when the protocol has no word for the type of an input or output
  public ServedModel {
    for (var entry : types(binding).entrySet()) {
      if (ProtocolType.of(entry.getValue().dataType()) == null) {
        throw ProblemException.of(
            "serve.http.type", entry.getKey(), entry.getKey(), entry.getValue());
      }
    }
  }

  private static Map<String, TensorType> types(BatchBinding binding) {
    var types = new LinkedHashMap<>(binding.whole());
    for (var output : binding.network().outputs()) {
      types.put(output.name(), type(binding, output.name()));
    }
    return types;
  }

  private static TensorType type(BatchBinding binding, String value) {
    return Objects.requireNonNull(binding.types().type(value), value);
  }

  /// Inputs of one request, by name.
  Map<String, TensorType> inputs() {
    return binding.whole();
  }

  List<String> outputs() {
    return binding.network().outputs().stream().map(Value::name).toList();
  }

  /// Whether a body may hold several requests, as rows of its tensors.
  boolean takesRows() {
    return batchMax > 1;
  }

  /// What clients are told of it.
  String metadata() {
    var root = JsonText.object();
    root.put("name", name);
    root.putArray("versions").add("1");
    root.put("platform", "partitura_onnx");
    var inputs = root.putArray("inputs");
    inputs().forEach((input, type) -> put(inputs, input, type));
    var outputs = root.putArray("outputs");
    outputs().forEach(output -> put(outputs, output, type(binding, output)));
    return JsonText.line(root);
  }

  private void put(ArrayNode into, String value, TensorType type) {
    ObjectNode entry = into.addObject();
    entry.put("name", value);
    entry.put("datatype", ProtocolType.of(type.dataType()));
    var shape = entry.putArray("shape");
    var known = type.shape();
    for (int axis = 0; known != null && axis < known.rank(); axis++) {
      // The first axis is open where rows are requests, and what only the run tells is.
      boolean open = axis == 0 && takesRows() || !known.isKnown(axis);
      shape.add(open ? -1 : known.size(axis));
    }
  }
}
