package dev.partitura.app.cli;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.network.onnx.NamedTensor;
import dev.partitura.engine.network.onnx.TensorFile;
import dev.partitura.engine.operator.MissingOperators;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Input tensors from files.
final class Feeds {
  private Feeds() {}

  /// Tensors by the texts `NAME=FILE.pb` of the command line. A name or a file may hold `=` too:
  /// the longest name that is an input's counts.
  ///
  /// @throws ProblemException when the network has no such input, one is fed twice, or a file holds
  ///   no tensor; before any file is read, where the network has ops that cannot be run, for which
  ///   files may hold something else than tensors
  static Map<String, Tensor> ofArguments(Network network, List<String> arguments) {
    MissingOperators.refuse(network);
    var feeds = new LinkedHashMap<String, Tensor>();
    for (var argument : arguments) {
      int split = split(network, argument);
      var input = argument.substring(0, split);
      var tensor = TensorFile.read(Sources.path(argument.substring(split + 1))).tensor();
      if (feeds.put(input, tensor) != null) {
        throw ProblemException.of("feed.twice", input, input);
      }
    }
    return feeds;
  }

  /// Where the name ends and the file begins.
  private static int split(Network network, String argument) {
    int first = argument.indexOf('=');
    if (first < 0) {
      throw new UsageException("--input " + argument + " names no file. Write it as NAME=FILE.pb.");
    }
    for (int at = argument.lastIndexOf('='); at >= 0; at = argument.lastIndexOf('=', at - 1)) {
      var name = argument.substring(0, at);
      if (network.inputs().stream().anyMatch(input -> input.name().equals(name))) {
        return at;
      }
    }
    var name = argument.substring(0, first);
    if (name.isEmpty()) {
      throw new UsageException(
          "--input " + argument + " names no input. Write it as NAME=FILE.pb.");
    }
    throw ProblemException.of("feed.unknown", name, name, names(network));
  }

  /// The tensors `input_0.pb`, `input_1.pb`, … of a folder, by their own names or, where those are
  /// no input's, by position.
  ///
  /// @throws ProblemException as [#ofArguments]
  static Map<String, Tensor> ofFolder(Network network, Path folder) throws IOException {
    MissingOperators.refuse(network);
    var feeds = new LinkedHashMap<String, Tensor>();
    for (int i = 0; Files.exists(folder.resolve("input_" + i + ".pb")); i++) {
      var file = folder.resolve("input_" + i + ".pb");
      var read = TensorFile.read(file);
      if (feeds.put(inputName(network, read, i, file), read.tensor()) != null) {
        throw unknown(network, read, file);
      }
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
    var type = input.type();
    return Problem.of(
        "feed.missing",
        input.name(),
        type == null ? input.name() : Phrase.of("words.typed", input.name(), type));
  }

  private static String inputName(Network network, NamedTensor read, int position, Path file) {
    List<Value> inputs = network.inputs();
    boolean known = inputs.stream().anyMatch(input -> input.name().equals(read.name()));
    if (known || network.initializers().containsKey(read.name())) {
      return read.name();
    }
    if (position < inputs.size()) {
      return inputs.get(position).name();
    }
    throw unknown(network, read, file);
  }

  private static ProblemException unknown(Network network, NamedTensor read, Path file) {
    return ProblemException.of(
        "feed.unknown.file", read.name(), file.getFileName(), read.name(), names(network));
  }

  private static Object names(Network network) {
    return network.inputs().isEmpty()
        ? Phrase.of("words.none")
        : network.inputs().stream().map(Value::name).toList();
  }
}
