package dev.partitura.app.bench;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.SeededInputs;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.onnx.OnnxWriter;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.samples.SampleModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Runs the sample networks here and in ONNX Runtime, in turns, on the same weights and inputs.
public final class Benchmark {
  private static final List<String> NETWORKS = List.of("resnet50", "mobilenetv2", "squeezenet", "googlenet", "bert");
  private static final long SEED = 7;
  private static final int WORKERS = 2;

  private final int batch;
  private final int rounds;
  private final long nanosPerTurn;
  private final Progress progress;

  private Benchmark(int batch, int rounds, long nanosPerTurn, Progress progress) {
    this.batch = batch;
    this.rounds = rounds;
    this.nanosPerTurn = nanosPerTurn;
    this.progress = progress;
  }

  /// Under a minute.
  public static Benchmark quick(Progress progress) {
    return new Benchmark(2, 3, 250_000_000, progress);
  }

  /// A few minutes, with steadier numbers.
  public static Benchmark full(Progress progress) {
    return new Benchmark(8, 7, 1_000_000_000, progress);
  }

  /// @throws ProblemException when ONNX Runtime is not there
  public BenchReport run() throws IOException {
    requirePeer();
    var networks = new ArrayList<BenchReport.NetworkScore>();
    double overhead = 0;
    for (int i = 0; i < NETWORKS.size(); i++) {
      var name = NETWORKS.get(i);
      progress.update(name, i, NETWORKS.size());
      var measured = measure(name, SampleModels.network(name));
      networks.add(measured.score());
      overhead = Math.max(overhead, measured.overhead());
    }
    progress.update("dispatch", NETWORKS.size(), NETWORKS.size());
    return new BenchReport(networks, overhead, Dispatch.perSecond(), null);
  }

  private record Measured(BenchReport.NetworkScore score, double overhead) {}

  private Measured measure(String name, Network network) throws IOException {
    var folder = Files.createTempDirectory("partitura-bench");
    var model = folder.resolve("model.onnx");
    var own = new ArrayList<OwnContender>();
    var peers = new ArrayList<PeerContender>();
    try {
      OnnxWriter.write(network, model);
      var feeds = SeededInputs.make(network, batch, SEED);
      addOwn(own, network, feeds);
      addPeers(peers, network, model, feeds);
      var all = new ArrayList<Contender>(own);
      all.addAll(peers);
      var scores = Race.run(all, rounds, nanosPerTurn);
      var score = new BenchReport.NetworkScore(name, batch, scores.subList(0, own.size()), scores.subList(own.size(), scores.size()));
      return new Measured(score, own.getFirst().overhead());
    } finally {
      own.forEach(OwnContender::close);
      peers.forEach(PeerContender::close);
      Files.deleteIfExists(model);
      Files.delete(folder);
    }
  }

  private void addOwn(List<OwnContender> own, Network network, Map<String, Tensor> feeds) {
    var one = Clusters.workers(1);
    own.add(own("single, one worker", network, one, Plan.single(one.devices().getFirst().id()), feeds));
    var two = Clusters.workers(WORKERS);
    var types = TypeInference.infer(network, SeededInputs.types(network, batch), Map.of());
    for (var preset : List.of("data=2", "pipeline=2,micro-batches=2", "task=2")) {
      own.add(own(preset + ", two workers", network, two, Presets.plan(PlanPreset.parse(preset), types, two), feeds));
    }
  }

  private static OwnContender own(String name, Network network, Cluster cluster, Plan plan, Map<String, Tensor> feeds) {
    return new OwnContender(name, new RunRequest(network, cluster, plan, 0, feeds, SEED, 1, 0));
  }

  private void addPeers(List<PeerContender> peers, Network network, Path model, Map<String, Tensor> feeds) {
    var half = SeededInputs.make(network, batch / WORKERS, SEED);
    peers.add(new PeerContender("one thread", model, feeds, batch, 1, 1));
    peers.add(new PeerContender("two intra-op threads", model, feeds, batch, WORKERS, 1));
    peers.add(new PeerContender("two one-thread streams", model, half, batch / WORKERS, 1, WORKERS));
  }

  private static void requirePeer() {
    try {
      Class.forName("ai.onnxruntime.OrtEnvironment", false, Benchmark.class.getClassLoader());
    } catch (ClassNotFoundException _) {
      throw new ProblemException(
          "bench.peer.missing", "", "ONNX Runtime is not part of this installation.", "Run the benchmark from the sources: ./partitura bench.");
    }
  }
}
