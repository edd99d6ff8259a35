package dev.partitura.app.cli;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.PlanRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.onnx.OnnxReader;
import dev.partitura.engine.network.onnx.TensorFile;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.training.GradientOps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One conformance case: a model with the input tensors of its data sets, run on one device.
final class ConformCase {
  private static final String DATA_SET = "test_data_set_";

  private final Path folder;
  private final Path dump;
  private final Cluster cluster;
  private final PlanRunner executor;

  /// @param cluster whose first device computes
  ConformCase(Path folder, Path dump, Cluster cluster, PlanRunner executor) {
    this.folder = folder;
    this.dump = dump;
    this.cluster = cluster;
    this.executor = executor;
  }

  /// @throws ProblemException when the case is refused
  void run(Cancellation cancellation) throws IOException {
    var network = GradientOps.expanded(OnnxReader.read(folder.resolve("model.onnx")));
    var dataSets = dataSets();
    if (dataSets.isEmpty()) {
      run(network, Map.of(), dump.resolve(DATA_SET + 0), cancellation);
    }
    for (var dataSet : dataSets) {
      run(
          network,
          Feeds.ofFolder(network, folder.resolve(dataSet)),
          dump.resolve(dataSet),
          cancellation);
    }
  }

  private List<String> dataSets() throws IOException {
    try (var entries = Files.list(folder)) {
      return entries
          .filter(Files::isDirectory)
          .map(entry -> Objects.toString(entry.getFileName()))
          .filter(name -> name.matches(DATA_SET + "\\d+"))
          .sorted()
          .toList();
    }
  }

  private void run(
      Network network, Map<String, Tensor> feeds, Path target, Cancellation cancellation)
      throws IOException {
    Feeds.requireAll(network, feeds);
    boolean asBits = Bfloat16Bits.areUsed(network, feeds);
    var request =
        new RunRequest(
            network,
            cluster,
            Plan.single(cluster.devices().getFirst().id()),
            0,
            Bfloat16Bits.read(network, feeds),
            0,
            1,
            0);
    var outputs = executor.run(request, cancellation, Progress.NONE).outputs();
    Files.createDirectories(target);
    for (int i = 0; i < network.outputs().size(); i++) {
      var name = network.outputs().get(i).name();
      var output = Objects.requireNonNull(outputs.get(name));
      TensorFile.write(
          target.resolve("output_" + i + ".pb"),
          name,
          asBits ? Bfloat16Bits.written(output) : output);
    }
  }
}
