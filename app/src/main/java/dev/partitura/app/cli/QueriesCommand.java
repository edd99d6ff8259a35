package dev.partitura.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.execute.serve.mlperf.EarlyStopping;
import dev.partitura.engine.execute.serve.mlperf.LoadScenario;
import dev.partitura.engine.execute.serve.mlperf.MinimumQueries;
import dev.partitura.engine.file.AtomicFile;
import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.quantity.Quantity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Says how many queries a claim about a tail latency takes, by MLPerf Inference's rules.
@Command(
    name = "queries",
    description = "Say how many queries a claim about a tail latency takes, by MLPerf's rules.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  partitura queries --percentile 99                        queries of a run, and when it may stop",
      "  partitura queries --percentile 99 --late 1                   662: 661 in time and 1 late",
      "  partitura queries --percentile 99 --queries 700 --late 2     may it claim its p99?",
      "  partitura queries --scenario server",
      "",
      "The report holds percentile, confidence, minimumQueries {margin, inferences, rounded} and",
      "earlyStopping {tolerance, late, minimumInTime, minimumQueries; with --queries also queries,",
      "mostLate and mayClaim}; with --scenario its rules. Shares are of one."
    })
final class QueriesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--percentile",
      paramLabel = "P",
      converter = Percentage.class,
      description = "Percent of the queries within the bound. Default: 99.")
  private @Nullable Double percentile;

  @Option(
      names = "--confidence",
      paramLabel = "C",
      converter = Percentage.class,
      description = "Percent of confidence. Default: 99.")
  private double confidence = 0.99;

  @Option(
      names = "--margin",
      paramLabel = "M",
      converter = Percentage.class,
      description =
          "Percent by which the percentile may be wrong. Default: a twentieth of what lies beyond it.")
  private @Nullable Double margin;

  @Option(
      names = "--tolerance",
      paramLabel = "D",
      converter = Percentage.class,
      description = "Percent by which the true percentile may be lower. Default: 0.")
  private double tolerance;

  @Option(
      names = {"--late", "--overlatency"},
      paramLabel = "T",
      converter = WholeNumber.FromZero.class,
      description = "Queries that were late. Default: ${DEFAULT-VALUE}.")
  private int late;

  @Option(
      names = "--queries",
      paramLabel = "N",
      converter = WholeNumber.FromOne.class,
      description = "Queries of a run: may it claim the percentile?")
  private @Nullable Integer queries;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      description = "The rules of single-stream, multi-stream, server or offline.")
  private @Nullable String scenario;

  @Option(names = "--report", paramLabel = "FILE", description = "Write the figures as JSON.")
  private @Nullable Path report;

  @Override
  public Integer call() {
    if (report != null) {
      AtomicFile.check(report);
    }
    var rules = scenario == null ? null : find(scenario);
    double share = share(rules);
    var rows = new ArrayList<List<String>>();
    var root = JsonText.object();
    if (rules != null) {
      root.put("scenario", rules.word());
      root.put("arrivals", rules.arrivals());
      root.put("samplesPerQuery", rules.samplesOfQuery());
      root.put("minimumSeconds", rules.leastSeconds());
      root.put("metric", rules.metric());
      rows.add(List.of("scenario", rules.word() + ": " + rules.arrivals()));
      rows.add(List.of("metric", rules.metric()));
      rows.add(List.of("samples of a query", "at least " + rules.samplesOfQuery()));
      rows.add(List.of("lasts", "at least " + rules.leastSeconds() + " s"));
    }
    if (share > 0) {
      if (tolerance >= share) {
        throw new UsageException("--tolerance leaves nothing of the percentile. Use less.");
      }
      if (queries != null && late > queries) {
        throw new UsageException(
            "Of " + queries + " queries, " + late + " cannot be late. Use less.");
      }
      root.put("percentile", share);
      root.put("confidence", confidence);
      double wrong = margin == null ? MinimumQueries.usualMargin(share) : margin;
      if (!(wrong > 0)) {
        throw new UsageException("--margin 0 takes countless queries. Use more.");
      }
      var least = new MinimumQueries(share, wrong, confidence);
      root.putObject("minimumQueries")
          .put("margin", wrong)
          .put("inferences", least.inferences())
          .put("rounded", least.rounded());
      rows.add(
          List.of(
              "minimum queries",
              least.inferences()
                  + ", rounded up "
                  + least.rounded()
                  + " (margin "
                  + Quantity.percent(wrong, 1e-4)
                  + ")"));
      stopping(
          new EarlyStopping(share, tolerance, confidence), rows, root.putObject("earlyStopping"));
    }
    spec.commandLine().getOut().print(Table.of(rows));
    if (report != null) {
      AtomicFile.writeText(report, JsonText.write(root));
    }
    return CommandLineTool.DONE;
  }

  private double share(@Nullable LoadScenario rules) {
    if (percentile != null) {
      if (percentile == 0) {
        throw new UsageException("--percentile 0 claims nothing. Use such as 99.");
      }
      return percentile;
    }
    return rules == null ? LoadScenario.SERVER.percentile() : rules.percentile();
  }

  private void stopping(EarlyStopping rule, List<List<String>> rows, ObjectNode into) {
    into.put("tolerance", tolerance)
        .put("late", late)
        .put("minimumInTime", rule.leastInTime(late))
        .put("minimumQueries", rule.leastQueries(late));
    rows.add(
        List.of(
            "may stop",
            "with "
                + late
                + " late after "
                + rule.leastQueries(late)
                + " queries, "
                + rule.leastInTime(late)
                + " of them in time"));
    if (queries != null) {
      boolean may = rule.mayClaim(queries, late);
      into.put("queries", queries).put("mostLate", rule.mostLate(queries)).put("mayClaim", may);
      rows.add(
          List.of(
              "claim",
              (may ? "may" : "may not")
                  + " be made of "
                  + queries
                  + " queries, of which "
                  + late
                  + " were late"
                  + (rule.mostLate(queries) < 0
                      ? ": too few, even if none is"
                      : "; at most " + rule.mostLate(queries) + " may be")));
    }
  }

  private static LoadScenario find(String word) {
    return LoadScenario.find(word)
        .orElseThrow(() ->
            new UsageException(
                "--scenario "
                    + word
                    + " is unknown. Use "
                    + Arrays.stream(LoadScenario.values())
                        .map(LoadScenario::word)
                        .collect(Collectors.joining(", "))
                    + "."));
  }
}
