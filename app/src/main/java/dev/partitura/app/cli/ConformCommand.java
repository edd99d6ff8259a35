package dev.partitura.app.cli;

import dev.partitura.engine.execute.PlanRunner;
import dev.partitura.engine.file.TextFile;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Runs ONNX conformance cases and dumps their outputs; a harness elsewhere compares them.
@Command(
    name = "conform",
    description = "Run the ONNX conformance cases that ROOT/cases.txt lists.",
    footerHeading = "%nExample:%n",
    footer = "  partitura conform cases --report report.jsonl --dump outputs")
final class ConformCommand implements Callable<Integer> {
  private final PlanRunner executor;

  @Parameters(
      paramLabel = "ROOT",
      description = "Folder with cases.txt and one folder for each case.")
  private Path root;

  @Option(
      names = "--report",
      required = true,
      paramLabel = "FILE",
      description = "JSON lines, two for each case.")
  private Path report;

  @Option(
      names = "--dump",
      required = true,
      paramLabel = "DIR",
      description = "Where outputs are written as TensorProto files.")
  private Path dump;

  @Option(
      names = "--case-timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      converter = WholeNumber.FromOne.class,
      description = "A case that takes longer is given up. Default: ${DEFAULT-VALUE}.")
  private int caseTimeoutSeconds;

  @Option(
      names = "--cluster",
      paramLabel = "CLUSTER",
      defaultValue = "cpu:1",
      description =
          "Its first device computes: cpu:1 for a worker, gpu:1 for a graphics card. Default: ${DEFAULT-VALUE}.")
  private String cluster;

  @Spec private CommandSpec spec;

  ConformCommand(PlanRunner executor) {
    this.executor = executor;
  }

  @Override
  public Integer call() throws IOException {
    var cases = cases();
    var on = Sources.workers(cluster);
    var runner = new CaseRunner(Duration.ofSeconds(caseTimeoutSeconds));
    var progress = TerminalProgress.create();
    var counts = new int[CaseResult.Status.values().length];
    try (var lines = new CaseReport(report)) {
      for (int i = 0; i < cases.size(); i++) {
        var name = cases.get(i);
        progress.update(name, i, cases.size());
        lines.started(name);
        var result =
            runner.run(
                name, new ConformCase(root.resolve(name), dump.resolve(name), on, executor)::run);
        lines.ended(result);
        counts[result.status().ordinal()]++;
      }
    } finally {
      TerminalProgress.finish(progress);
    }
    var out = spec.commandLine().getOut();
    out.printf(
        "%d cases: %d ran, %d refused, %d failed%n", cases.size(), counts[0], counts[1], counts[2]);
    return CommandLineTool.DONE;
  }

  private List<String> cases() {
    var list = root.resolve("cases.txt");
    if (!Files.isRegularFile(list)) {
      throw ProblemException.of("conform.cases.missing", root.toString(), root);
    }
    return TextFile.read(list, Phrase.of("words.file", list))
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }
}
