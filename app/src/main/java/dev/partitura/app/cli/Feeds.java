package dev.partitura.app.cli;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.network.onnx.NamedTensor;
import dev.partitura.engine.network.onnx.TensorFile;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Input tensors from files.
final class Feeds {
  private Feeds() {}

  /// Tensors by the input names given on the command line.
  ///
  /// @throws ProblemException when the network has no such input or a file holds no tensor
  static Map<String, Tensor> ofFiles(Network network, Map<String, Path> files) {
    var feeds = new LinkedHashMap<String, Tensor>();
    files.forEach((input, file) -> {
      requireInput(network, input);
      feeds.put(input, TensorFile.read(file).tensor());
    });
    return feeds;
  }

  /// The tensors `input_0.pb`, `input_1.pb`, … of a folder, by their own names or, where they have
  /// none, by position.
  static Map<String, Tensor> ofFolder(Network network, Path folder) throws IOException {
    var feeds = new LinkedHashMap<String, Tensor>();
    for (int i = 0; Files.exists(folder.resolve("input_" + i + ".pb")); i++) {
      var file = folder.resolve("input_" + i + ".pb");
      var read = TensorFile.read(file);
      feeds.put(inputName(network, read, i, file), read.tensor());
    }
    return feeds;
  }

  /// @throws ProblemException naming every input that has no tensor
  static void requireAll(Network network, Map<String, Tensor> feeds) {
    var problems =
        network.inputs().stream()
            .filter(input -> !feeds.containsKey(input.name()))
            .map(Feeds::missing)
            .toList();
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  private static Problem missing(Value input) {
    var type = input.type() == null ? "" : " (" + input.type() + ")";
    return new Problem(
        "feed.missing",
        input.name(),
        "Input " + input.name() + type + " has no tensor.",
        "Give it as input_N.pb.");
  }

  private static String inputName(Network network, NamedTensor read, int position, Path file) {
    List<Value> inputs = network.inputs();
    boolean known = inputs.stream().anyMatch(input -> input.name().equals(read.name()));
    if (known || (read.name().isEmpty() && position < inputs.size())) {
      return known ? read.name() : inputs.get(position).name();
    }
    if (network.initializers().containsKey(read.name())) {
      return read.name();
    }
    throw new ProblemException(
        "feed.unknown",
        read.name(),
        "File "
            + file.getFileName()
            + " is for input "
            + read.name()
            + ", which the network does not have.",
        "Its inputs are: " + names(network) + ".");
  }

  private static void requireInput(Network network, String input) {
    if (network.inputs().stream().noneMatch(value -> value.name().equals(input))) {
      throw new ProblemException(
          "feed.unknown",
          input,
          "The network has no input " + input + ".",
          "Its inputs are: " + names(network) + ".");
    }
  }

  private static String names(Network network) {
    return network.inputs().isEmpty()
        ? "none"
        : network.inputs().stream().map(Value::name).collect(Collectors.joining(", "));
  }
}
