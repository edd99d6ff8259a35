package dev.partitura.app.desktop;

import dev.partitura.editor.GraphEditor;
import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.catalogue.ClusterText;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.onnx.OnnxReader;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.PlanFile;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.project.ProjectFile;
import dev.partitura.engine.project.RunsFile;
import dev.partitura.engine.training.GradientOps;
import dev.partitura.samples.Sample;
import dev.partitura.samples.SampleModels;
import dev.partitura.samples.families.Families;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Makes projects of samples, ONNX models and project files. Blocks; any thread but FX's.
final class Loader {
  private Loader() {}

  /// An empty network on the cores of this machine.
  static Project empty(String name) {
    return around(Network.empty(name));
  }

  /// A sample by its name, or a network of a family by its words, or else a file.
  ///
  /// @throws ProblemException when there is neither, or the file is refused
  static Opened load(String model) {
    var sample = SampleModels.find(model).map(Sample::network).or(() -> Families.network(model));
    if (sample.isPresent()) {
      return new Opened(around(sample.get()), null);
    }
    try {
      return load(Path.of(model));
    } catch (InvalidPathException _) {
      throw ProblemException.of("file.name", model, model);
    }
  }

  /// A project file or an ONNX model, told apart by its ending.
  static Opened load(Path file) {
    if (!Files.exists(file)) {
      throw ProblemException.of(
          "model.missing", file.toString(), file, SampleModels.names(), Families.names());
    }
    if (String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".onnx")) {
      return new Opened(around(GradientOps.expanded(OnnxReader.readUnfinished(file))), null);
    }
    var project = ProjectFile.read(file);
    return new Opened(project, file, RunsFile.read(file, project.network())).analysed();
  }

  /// The same project on another cluster, its plan on one device of that; unchanged where none is
  /// named.
  ///
  /// @throws ProblemException when there is no such cluster
  static Project on(Project project, @Nullable String cluster) {
    if (cluster == null) {
      return project;
    }
    var on = ClusterText.read(cluster);
    return project.withCluster(on).withPlan(Plan.single(on.devices().getFirst().id()));
  }

  /// The same project under the plan of a preset or a plan file; unchanged where none is named.
  ///
  /// @param trains whether a preset is to train
  /// @throws ProblemException when it is neither, or does not fit
  static Project planned(Project project, @Nullable String plan, boolean trains) {
    if (plan == null) {
      return project;
    }
    var cluster = largeEnough(plan, project.cluster());
    return project.withCluster(cluster).withPlan(plan(plan, project.network(), cluster, trains));
  }

  private static Plan plan(String plan, Network network, Cluster cluster, boolean trains) {
    if (PlanPreset.looksLike(plan)) {
      return Presets.plan(PlanPreset.parse(plan), OpenAxes.types(network, 1), cluster, trains);
    }
    return PlanFile.read(Path.of(plan));
  }

  private static Project around(Network network) {
    var cluster = Clusters.all();
    return new Project(
        network,
        cluster,
        Plan.single(cluster.devices().getFirst().id()),
        GraphEditor.firstDiagram());
  }

  /// As many workers as a preset asks for: a plan is worth seeing on a small machine too.
  private static Cluster largeEnough(String plan, Cluster cluster) {
    int wanted = PlanPreset.looksLike(plan) ? devices(PlanPreset.parse(plan)) : 2;
    boolean here = cluster.devices().getFirst().model() == null;
    return here && cluster.devices().size() < wanted && wanted <= Clusters.MOST_WORKERS
        ? Clusters.workers(wanted)
        : cluster;
  }

  /// Devices that the words of a preset ask for, each number 1 at least.
  private static int devices(PlanPreset preset) {
    long wanted = Math.max(1, preset.shards());
    for (int degree : preset.degrees()) {
      wanted *= Math.max(1, degree);
    }
    return Math.clamp(Math.max(wanted, preset.kind().leastDevices()), 1, Integer.MAX_VALUE);
  }
}
