package dev.partitura.app.bench;

import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.local.DispatchBenchmark;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.onnx.OnnxWriter;
import dev.partitura.engine.trace.Trace;
import dev.partitura.samples.SampleModels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The benchmark: our plans on one and two workers against ONNX Runtime with one thread, two
/// threads and two one-thread streams.
public final class Benchmark {
  private static final List<String> NETWORKS =
      List.of("resnet50", "mobilenetv2", "squeezenet", "googlenet", "bert");
  private static final int WORKERS = 2;
  private static final int DISPATCHED_TASKS = 1_000_000;

  /// Samples that a replica takes one after another before both wait for each other, where the
  /// batch is one.
  private static final int RUN_OF_SAMPLES = 2;

  private final List<Integer> batches;
  private final int rounds;
  private final Progress progress;

  private Benchmark(List<Integer> batches, int rounds, Progress progress) {
    this.batches = batches;
    this.rounds = rounds;
    this.progress = progress;
  }

  /// Batch 1 alone and few turns: under a minute.
  public static Benchmark quick(Progress progress) {
    return new Benchmark(List.of(1), 5, progress);
  }

  /// Batches 1, 4 and 8 and many turns: some minutes.
  public static Benchmark full(Progress progress) {
    return new Benchmark(List.of(1, 4, 8), 15, progress);
  }

  /// Measures everything on this machine; nothing else should run on it.
  public Scores run() {
    var results = new ArrayList<Scores.NetworkScore>();
    double overhead = 0;
    for (var name : NETWORKS) {
      var network = SampleModels.network(name);
      var model = OnnxWriter.bytesOf(network);
      for (int batch : batches) {
        progress.update(
            name + ", batch " + batch, results.size(), (long) NETWORKS.size() * batches.size());
        overhead = Math.max(overhead, compare(results, name, network, model, batch));
      }
    }
    progress.update("dispatch", 1, 1);
    return new Scores(
        results,
        overhead,
        DispatchBenchmark.tasksPerSecond(DISPATCHED_TASKS),
        FirstWindow.millis());
  }

  /// @return share of the wall time on one worker that is spent outside of kernels
  private double compare(
      List<Scores.NetworkScore> results, String name, Network network, byte[] model, int batch) {
    var contenders = new ArrayList<Contender>();
    try {
      var single = EngineContender.of(network, "single", 1, batch);
      contenders.add(single);
      if (batch > 1) {
        contenders.add(EngineContender.of(network, "single,micro-batches=" + batch, 1, batch));
        contenders.add(
            EngineContender.of(network, "data=2,micro-batches=1", WORKERS, WORKERS * batch));
      }
      int slices = batch > 1 ? batch : RUN_OF_SAMPLES;
      contenders.add(
          EngineContender.of(network, "data=2,micro-batches=" + slices, WORKERS, WORKERS * slices));
      contenders.add(PeerContender.session(model, network, 1, batch));
      contenders.add(PeerContender.session(model, network, WORKERS, batch));
      contenders.add(PeerContender.streams(model, network, WORKERS, batch));
      results.add(score(name, batch, Match.play(contenders, rounds)));
      return overhead(single.traced(rounds).trace());
    } finally {
      contenders.forEach(Contender::close);
    }
  }

  private static Scores.NetworkScore score(String name, int batch, Map<Contender, Double> rates) {
    var ours = new LinkedHashMap<String, Double>();
    var peers = new LinkedHashMap<String, Double>();
    rates.forEach(
        (contender, rate) -> (contender.ours() ? ours : peers).put(contender.name(), rate));
    double oneWorker = Match.best(rates, contender -> contender.ours() && contender.alone());
    double oneThread = Match.best(rates, contender -> !contender.ours() && contender.alone());
    return new Scores.NetworkScore(
        name,
        batch,
        Match.best(rates, Contender::ours),
        Match.best(rates, contender -> !contender.ours()),
        oneWorker / oneThread,
        ours,
        peers);
  }

  private static double overhead(Trace trace) {
    long kernels = 0;
    for (int span = 0; span < trace.spanCount(); span++) {
      kernels += trace.kind(span).computes() ? trace.durationNanos(span) : 0;
    }
    return trace.durationNanos() == 0 ? 0 : 1 - (double) kernels / trace.durationNanos();
  }
}
