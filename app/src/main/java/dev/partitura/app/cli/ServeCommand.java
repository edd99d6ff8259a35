package dev.partitura.app.cli;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.execute.serve.Arrivals;
import dev.partitura.engine.execute.serve.ArrivalsText;
import dev.partitura.engine.execute.serve.PoissonArrivals;
import dev.partitura.engine.execute.serve.QueueSettings;
import dev.partitura.engine.execute.serve.live.Load;
import dev.partitura.engine.execute.serve.live.LoadRun;
import dev.partitura.engine.execute.serve.live.LoadSearch;
import dev.partitura.engine.execute.serve.live.ServedPlan;
import dev.partitura.engine.execute.serve.mlperf.LoadScenario;
import dev.partitura.engine.file.AtomicFile;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.trace.ChromeTraceWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Serves a network under a plan to requests that arrive when they please.
@Command(
    name = "serve",
    description = "Serve a network under a plan to requests that arrive when they please.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  partitura serve lenet --arrivals poisson:2000 --seconds 10 --batch-max 16 --deadline 5",
      "  partitura serve resnet50 --plan data=2 --cluster cpu:2 --arrivals gamma:20,4 --seconds 30",
      "  partitura serve resnet50 --arrivals poisson:30 --seconds 20 --deadline 100 --shed",
      "  partitura serve resnet50 --sweep --deadline 150 --cluster cpu:2 --plan data=2",
      "                  --plan pipeline=2 --plan task --seconds 5",
      "  partitura serve lenet --scenario single-stream --seconds 10",
      "  partitura serve lenet --http 8080 --batch-max 16 --batch-wait 2",
      "",
      "Arrivals are those of partitura queue. Each replica of the plan is an instance behind the one",
      "queue. Plans are kept warm at batches of 1, 2, 4 … and --batch-max; a batch in between is filled",
      "up. A latency counts from when the request was due. Sweep finds by bisection the highest rate",
      "whose p99 keeps the deadline, --seconds for each step.",
      "With --http the calls of the Open Inference Protocol v2 are answered until Ctrl-C, or for",
      "--seconds where that is given: /v2/health/ready, /v2/models/NAME, /v2/models/NAME/infer.",
      "The report: origin (\"measured\"), offeredPerSecond, completedPerSecond, goodputPerSecond (in",
      "time), shed, latencyNanos, queueNanos (every instance busy), batchWaitNanos (waiting for",
      "company), computeNanos, transferNanos, batchSizes, utilization (of each instance),",
      "generatorLagNanos, generatorKeptUp, confidence, serviceNanos (by batch size, measured before the",
      "load) and predicted: the same queue and arrivals simulated with those service times."
    })
final class ServeCommand implements Callable<Integer> {
  private static final int MOST_BATCH = 4096;
  private static final double USUAL_SECONDS = 10;
  private static final int MOST_PORT = 65_535;
  private static final int MOST_TRACED = 200_000;

  @Parameters(
      paramLabel = "MODEL",
      description = "A sample's name, a family such as gpt:layers=4, or an ONNX file.")
  private String model = "";

  @Option(
      names = "--plan",
      paramLabel = "PLAN",
      description = "A plan file, or words such as data=2; several for a sweep. Default: single.")
  private List<String> plans = new ArrayList<>();

  @Option(
      names = "--cluster",
      paramLabel = "CLUSTER",
      description = "cpu:N for N workers of this machine. Default: a worker for each core.")
  private String cluster = "cpu";

  @Option(
      names = "--arrivals",
      paramLabel = "KIND:RATE",
      description = "When requests arrive, such as poisson:200 or trace:FILE.csv.")
  private @Nullable String arrivals;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      converter = Amount.class,
      description = "How long requests are made and counted. Default: 10.")
  private @Nullable Double seconds;

  @Option(
      names = "--warmup",
      paramLabel = "S",
      converter = TimeSpan.Seconds.class,
      description =
          "How long before that they are made and not counted. Default: ${DEFAULT-VALUE}.")
  private double warmup = 1;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      description =
          "How the load is made, after MLPerf: server (the arrivals), single-stream, multi-stream or offline. Default: ${DEFAULT-VALUE}.")
  private String scenario = "server";

  @Mixin private QueueOptions queue;

  @Option(
      names = "--sweep",
      description = "Find the highest rate whose p99 keeps the deadline, for each plan.")
  private boolean sweep;

  @Option(
      names = "--http",
      paramLabel = "PORT",
      converter = WholeNumber.FromZero.class,
      description = "Answer clients over HTTP in place of made-up requests; 0 takes any free port.")
  private @Nullable Integer http;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "On which HTTP is answered. Default: ${DEFAULT-VALUE}, this machine alone.")
  private String host = "127.0.0.1";

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Of arrivals and inputs. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(
      names = "--trace",
      paramLabel = "FILE.json",
      description = "Write the requests as a Chrome trace, for ui.perfetto.dev.")
  private @Nullable Path trace;

  @Option(names = "--report", paramLabel = "FILE.json", description = "Write the numbers as JSON.")
  private @Nullable Path report;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    check();
    var on = Sources.workers(cluster);
    var network = Sources.network(model);
    // All requests are of one network, and take alike.
    var settings = queue.settings(1).requireOrder(false);
    if (sweep) {
      return sweep(network, on, settings);
    }
    if (http != null) {
      return http(network, on, settings, http);
    }
    var kind = LoadScenario.find(scenario).orElseThrow(this::unknownScenario);
    var load = new Load(kind, arrivals(kind), settings, seconds(), warmup, seed, traced());
    var word = plans.isEmpty() ? "single" : plans.getFirst();
    var files = new ResultFiles(null, trace, report, null);
    files.check(read(word));
    try (var served = load(network, on, word)) {
      var result = LoadRun.of(served, load);
      var made = new ServeReport(model, word, load, served, result);
      var line = spec.commandLine();
      (files.takeStandardOutput() ? line.getErr() : line.getOut()).print(made.table());
      if (report != null) {
        AtomicFile.writeText(report, made.json());
      }
      if (trace != null && result.trace() != null) {
        ChromeTraceWriter.write(result.trace(), trace);
      }
    }
    return CommandLineTool.DONE;
  }

  private void check() {
    if (queue.batchMax() > MOST_BATCH) {
      throw new UsageException("--batch-max needs a limit here. Use at most " + MOST_BATCH + ".");
    }
    if (plans.size() > 1 && !sweep) {
      throw new UsageException("Several plans are for --sweep. Give one --plan.");
    }
    if (sweep && queue.deadlines() != 1) {
      throw new UsageException("--sweep needs one deadline for the p99. Give --deadline.");
    }
    if (http != null && (sweep || arrivals != null || trace != null)) {
      throw new UsageException(
          "With --http, clients make the requests. Leave out --arrivals, --sweep and --trace.");
    }
    if (http == null) {
      Unheeded.refuse(spec, "is where HTTP is answered. Add --http or leave it out.", "--host");
    } else {
      Unheeded.refuse(
          spec, "is of made-up requests. Leave it out with --http.", "--warmup", "--scenario");
    }
    if (sweep) {
      Unheeded.refuse(
          spec, "is not for --sweep, whose requests arrive. Leave it out.", "--scenario");
    }
    if (http != null && http > MOST_PORT) {
      throw new UsageException("--http " + http + " is no port. Use 0 to " + MOST_PORT + ".");
    }
    if (sweep && trace != null) {
      throw new UsageException("--sweep makes no trace. Leave out --trace.");
    }
  }

  private double seconds() {
    return seconds == null ? USUAL_SECONDS : seconds;
  }

  private Map<Path, String> read(String plan) {
    var read = new LinkedHashMap<Path, String>();
    read.put(Sources.path(model), "MODEL");
    read.put(Sources.path(plan), "--plan");
    return read;
  }

  private int traced() {
    return trace == null ? 0 : MOST_TRACED;
  }

  private Arrivals arrivals(LoadScenario kind) {
    if (kind != LoadScenario.SERVER) {
      if (arrivals != null) {
        throw new UsageException(
            "Scenario " + kind.word() + " makes its own arrivals. Leave out --arrivals.");
      }
      return new PoissonArrivals(1);
    }
    if (arrivals == null) {
      throw new UsageException("Nobody arrives. Give --arrivals, such as poisson:100.");
    }
    return ArrivalsText.read(arrivals);
  }

  private UsageException unknownScenario() {
    return new UsageException(
        "--scenario "
            + scenario
            + " is unknown. Use server, single-stream, multi-stream or offline.");
  }

  private ServedPlan load(Network network, Cluster on, String word) {
    var plan = Sources.plan(word, network, on, 0, Map.of());
    var progress = TerminalProgress.create();
    try {
      progress.update("load and measure", 0, 0);
      return ServedPlan.load(network, on, plan, queue.batchMax(), seed);
    } finally {
      TerminalProgress.finish(progress);
    }
  }

  private Integer sweep(Network network, Cluster on, QueueSettings settings) {
    if (report != null) {
      AtomicFile.check(report);
    }
    var kind = arrivals == null ? new PoissonArrivals(1) : ArrivalsText.read(arrivals);
    var load = new Load(LoadScenario.SERVER, kind, settings, seconds(), warmup, seed, 0);
    var words = plans.isEmpty() ? List.of("single") : plans;
    var made = new SweepReport(model, load);
    var out = spec.commandLine().getOut();
    for (var word : words) {
      try (var served = load(network, on, word)) {
        made.add(word, served, LoadSearch.of(served, load));
      }
      out.print(made.latest());
      out.flush();
    }
    out.print(made.table());
    if (report != null) {
      AtomicFile.writeText(report, made.json());
    }
    return CommandLineTool.DONE;
  }

  private Integer http(Network network, Cluster on, QueueSettings settings, int port) {
    if (report != null) {
      AtomicFile.check(report);
    }
    var word = plans.isEmpty() ? "single" : plans.getFirst();
    var out = spec.commandLine().getOut();
    try (var served = load(network, on, word)) {
      var figures =
          HttpServing.of(
              served,
              settings,
              model,
              host,
              port,
              seconds,
              address -> {
                out.println("Serving " + address);
                out.flush();
              });
      out.print(HttpServing.table(figures));
      if (report != null) {
        AtomicFile.writeText(report, HttpServing.json(model, word, served, settings, figures));
      }
    }
    return CommandLineTool.DONE;
  }
}
