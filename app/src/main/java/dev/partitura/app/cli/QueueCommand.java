package dev.partitura.app.cli;

import dev.partitura.engine.execute.serve.ArrivalsText;
import dev.partitura.engine.execute.serve.QueueSimulator;
import dev.partitura.engine.execute.serve.ServiceText;
import dev.partitura.engine.execute.serve.formula.ClosedForms;
import dev.partitura.engine.file.AtomicFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Says what a queue makes requests wait: by a closed form, where there is one, and simulated.
@Command(
    name = "queue",
    description = "Say what a queue makes requests wait, by a closed form and simulated.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  partitura queue --arrivals poisson:80 --service exponential:10ms                      M/M/1",
      "  partitura queue --arrivals poisson:36 --service exponential:0.1 --servers 4           M/M/c",
      "  partitura queue --arrivals poisson:32 --service constant:0.1 --servers 4              M/D/c",
      "  partitura queue --arrivals poisson:80 --service lognormal:10ms,1                      M/G/1",
      "  partitura queue --arrivals constant:95 --service exponential:10ms                     D/M/1",
      "  partitura queue --arrivals poisson:90 --service exponential:10ms --queue-max 9   M/M/1/10",
      "  partitura queue --arrivals poisson:90 --service exponential:10ms --deadline 200",
      "  partitura queue --arrivals poisson:369 --service linear:5ms,1ms --batch-max 8",
      "  partitura queue --arrivals trace:log.csv",
      "",
      "Arrivals: poisson:RATE, constant:RATE, burst:RATE,SIZE (bursts at the times of a Poisson",
      "process), gamma:RATE,CV (of the gaps) or trace:FILE.csv; rates are requests a second. Service:",
      "exponential:MEAN, constant:TIME, erlang:PHASES,MEAN, uniform:LOW,HIGH, lognormal:MEAN,SIGMA,",
      "hyperexponential:MEAN,CV2, gamma:MEAN,CV, points:SHARExTIME,..., each for a batch of any size, or",
      "linear:FIXED,EACH, whose second time is for each request of a batch. Times are seconds or have a",
      "unit (ms, us). At most K in the system is --queue-max K minus the servers.",
      "The report holds arrivals, load, closedForm (null where none is known) and simulated; both with",
      "origin, latencyNanos and waitNanos {mean, p50, p90, p95, p99, p999}, waitShare, shedShare,",
      "lateShare, utilization, meanBatch and meanInSystem; simulated also with a confidence interval of",
      "the means and the p99 by batch means. Shares are of one. Late are answers after --deadline."
    })
final class QueueCommand implements Callable<Integer> {
  private static final int MOST_SERVERS = 10_000;

  @Spec private CommandSpec spec;

  @Mixin private QueueOptions queue;

  @Option(
      names = "--arrivals",
      required = true,
      paramLabel = "KIND:RATE",
      description = "When requests arrive.")
  private String arrivals = "";

  @Option(
      names = "--service",
      paramLabel = "KIND:TIME",
      description =
          "How long a server takes for a batch. Without it, only the arrivals are described.")
  private @Nullable String service;

  @Option(
      names = "--servers",
      paramLabel = "C",
      converter = WholeNumber.FromOne.class,
      description = "Servers behind the one queue. Default: ${DEFAULT-VALUE}.")
  private int servers = 1;

  @Option(
      names = "--requests",
      paramLabel = "N",
      converter = WholeNumber.FromZero.class,
      description =
          "Requests to simulate, of which the first tenth does not count; 0 simulates none. Default: ${DEFAULT-VALUE}.")
  private int requests = 1_000_000;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Of what is drawn. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(names = "--report", paramLabel = "FILE", description = "Write the figures as JSON.")
  private @Nullable Path report;

  @Override
  public Integer call() {
    if (report != null) {
      AtomicFile.check(report);
    }
    if (servers > MOST_SERVERS) {
      throw new UsageException("--servers " + servers + " are too many. Use at most 10000.");
    }
    if (service == null) {
      Unheeded.refuse(
          spec,
          "is of a queue. Give --service or leave it out.",
          "--servers",
          "--requests",
          "--seed",
          "--batch-max",
          "--batch-wait",
          "--queue-max",
          "--policy",
          "--deadline",
          "--shed");
    }
    var load = ArrivalsText.read(arrivals);
    var made = new QueueReport(arrivals, load);
    if (service != null) {
      var times = ServiceText.read(service);
      var settings = queue.settings(servers);
      settings.requireOrder(settings.batchMax() == 1 && times.varies());
      made.describe(service, settings, ClosedForms.load(load, times, settings));
      made.computed(ClosedForms.of(load, times, settings));
      if (requests > 0) {
        var length = QueueSimulator.Length.ofRequests(requests, load);
        made.simulated(QueueSimulator.simulate(load, times, settings, length, seed), seed);
      }
    }
    spec.commandLine().getOut().print(made.table());
    if (report != null) {
      AtomicFile.writeText(report, made.json());
    }
    return CommandLineTool.DONE;
  }
}
