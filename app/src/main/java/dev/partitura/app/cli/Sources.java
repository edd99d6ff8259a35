package dev.partitura.app.cli;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.ThisHost;
import dev.partitura.engine.cluster.catalogue.ClusterText;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.onnx.OnnxReader;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.PlanFile;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.engine.training.GradientOps;
import dev.partitura.samples.Sample;
import dev.partitura.samples.SampleModels;
import dev.partitura.samples.families.Families;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What the words MODEL, PLAN and CLUSTER of a command stand for.
public final class Sources {
  private Sources() {}

  /// The sample of that name, or else the network of a family such as `gpt:layers=24`, or else the
  /// ONNX file; a file named like one of them is written with its folder, such as `./lenet`.
  ///
  /// @throws ProblemException when there is neither, or the file is refused
  public static Network network(String model) {
    var found = find(model);
    boolean file = model.contains("/") || Files.exists(path(model));
    NetworkWords.remember(found, file ? path(model).toAbsolutePath().toString() : model);
    return found;
  }

  private static Network find(String model) {
    if (model.isBlank()) {
      throw new UsageException("MODEL is empty. Name a sample, a family or an ONNX file.");
    }
    var known = SampleModels.find(model).map(Sample::network).or(() -> Families.network(model));
    if (known.isPresent()) {
      return known.get();
    }
    var file = path(model);
    if (!Files.exists(file)) {
      throw ProblemException.of(
          "model.missing", model, model, SampleModels.names(), Families.names());
    }
    return GradientOps.expanded(OnnxReader.read(file));
  }

  /// The cluster of some words, such as `cpu:2` or `2*8xA100-SXM4-80GB`, or of a JSON file.
  ///
  /// @throws ProblemException when it is neither
  public static Cluster cluster(String cluster) {
    return ClusterText.read(cluster);
  }

  /// As [#cluster], of devices on which this process can compute.
  ///
  /// @throws ProblemException also when the first of them are not here
  static Cluster workers(String cluster) {
    var found = cluster(cluster);
    var absence = ThisHost.absence(found, found.devices().getFirst());
    if (absence != null) {
      throw new ProblemException(List.of(absence));
    }
    return found;
  }

  /// The plan of a preset, or else of the plan file. A file named like a preset is written with its
  /// folder, such as `./single`.
  ///
  /// @param batch samples of a step that are asked for beside the plan; 0 for none
  /// @param feeds tensors of inputs, which tell what the network leaves open about their shapes
  /// @throws ProblemException when it is neither, or does not fit the network and the cluster
  public static Plan plan(
      String plan, Network network, Cluster cluster, int batch, Map<String, Tensor> feeds) {
    var fed = new LinkedHashMap<String, TensorType>();
    feeds.forEach((name, tensor) -> fed.put(name, tensor.type()));
    return plan(
        plan, batch, preset -> Presets.plan(preset, OpenAxes.types(network, fed, 1), cluster));
  }

  /// As [#plan], a plan to train.
  public static Plan planToTrain(String plan, Network network, Cluster cluster, int batch) {
    return plan(
        plan, batch, preset -> Presets.plan(preset, OpenAxes.types(network, 1), cluster, true));
  }

  private static Plan plan(String plan, int batch, Function<PlanPreset, Plan> laid) {
    var file = path(plan);
    if (!PlanPreset.looksLike(plan) && Files.isRegularFile(file)) {
      return PlanFile.read(file);
    }
    if (plan.endsWith(".json") || plan.contains("/")) {
      throw ProblemException.of("plan.missing", plan, plan);
    }
    return laid.apply(PlanPreset.parse(plan).forBatch(batch));
  }

  /// @throws ProblemException when no file can have that name
  static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException _) {
      throw ProblemException.of("file.name", text, text);
    }
  }
}
