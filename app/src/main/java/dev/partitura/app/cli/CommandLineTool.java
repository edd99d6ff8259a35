package dev.partitura.app.cli;

import dev.partitura.engine.execute.PlanRunner;
import dev.partitura.engine.execute.TaskGraphExecutor;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.limit.CancelledException;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.problem.Printable;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/// Parses arguments, runs one command and tells how it ended by the exit code.
public final class CommandLineTool {
  public static final int DONE = 0;
  public static final int REFUSED = 1;
  public static final int USAGE = 2;
  public static final int CANCELLED = 130;

  /// Set to anything, it adds the stack trace to what an internal failure prints.
  private static final String DEBUG = "PARTITURA_DEBUG";

  /// What Java makes of bytes that are no letters in the locale.
  private static final String UNREADABLE = "\uFFFD";

  private static final int HELP_WIDTH = 100;

  private final CommandLine commandLine;

  /// @param executor runs what the commands ask for
  /// @param training runs training steps
  /// @param window opens the window
  public CommandLineTool(PlanRunner executor, TaskGraphExecutor training, WindowOpener window) {
    this(
        executor,
        training,
        window,
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8));
  }

  CommandLineTool(PlanRunner executor, WindowOpener window, PrintWriter err) {
    this(executor, window, new PrintWriter(System.out, true, StandardCharsets.UTF_8), err);
  }

  CommandLineTool(PlanRunner executor, WindowOpener window, PrintWriter out, PrintWriter err) {
    this(executor, new LocalExecutor(), window, out, err);
  }

  CommandLineTool(
      PlanRunner executor,
      TaskGraphExecutor training,
      WindowOpener window,
      PrintWriter out,
      PrintWriter err) {
    commandLine =
        new CommandLine(new Root(window))
            .addSubcommand(new ModelsCommand())
            .addSubcommand(new HardwareCommand())
            .addSubcommand(new RunCommand(executor))
            .addSubcommand(new TrainCommand(executor, training))
            .addSubcommand(new SimulateCommand())
            .addSubcommand(new CalibrateCommand())
            .addSubcommand(new ScheduleCommand())
            .addSubcommand(new ServeCommand())
            .addSubcommand(new QueueCommand())
            .addSubcommand(new QueriesCommand())
            .addSubcommand(new PlanCommand())
            .addSubcommand(new RanksCommand())
            .addSubcommand(new ConformCommand(executor))
            .addSubcommand(new OpenCommand(window))
            .addSubcommand(new BenchCommand())
            .addSubcommand(new CompletionCommand())
            .addSubcommand(new HelpCommand())
            .setOut(out)
            .setErr(err)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setUsageHelpWidth(HELP_WIDTH)
            .setExecutionStrategy(CommandLineTool::execute)
            .setParameterExceptionHandler((wrong, _) -> explain(wrong, err))
            .setExecutionExceptionHandler((fault, line, _) -> explain(fault, line.getErr()));
  }

  /// Runs the command that `arguments` name; without any, opens the workbench.
  public int run(String... arguments) {
    for (var argument : arguments) {
      if (argument.contains(UNREADABLE)) {
        commandLine
            .getErr()
            .println(
                "The locale cannot hold the letters of argument "
                    + argument
                    + ". Set LC_ALL=C.UTF-8, or another locale in UTF-8.");
        return USAGE;
      }
    }
    try {
      boolean window = arguments.length == 0 || arguments[0].equals("open");
      return delivered(
          window
              ? commandLine.execute(arguments)
              : Interruption.heededBy(() -> commandLine.execute(arguments)));
    } catch (Error fault) {
      // The caller must come to its exit: threads of a toolkit that failed half-way never end.
      return explain(fault, commandLine.getErr());
    }
  }

  private static int execute(ParseResult parsed) {
    OnceOnly.require(parsed);
    return new RunLast().execute(parsed);
  }

  /// An answer that did not get out is none.
  private int delivered(int exitCode) {
    // Flushes as well.
    if (!commandLine.getOut().checkError()) {
      return exitCode;
    }
    commandLine
        .getErr()
        .println(
            "Standard output could not be written: it is full or closed. Check where it goes.");
    return exitCode == DONE ? REFUSED : exitCode;
  }

  private static int explain(ParameterException wrong, PrintWriter err) {
    err.println(WrongUsage.sentence(wrong));
    return USAGE;
  }

  private static int explain(Throwable fault, PrintWriter err) {
    if (fault instanceof CancelledException || Checkpoint.isCancelled()) {
      err.println("Cancelled.");
      return CANCELLED;
    }
    switch (fault) {
      case ProblemException refused ->
          refused.problems().stream().map(Problem::sentence).forEach(err::println);
      case UsageException usage -> err.println(Printable.of(String.valueOf(usage.getMessage())));
      default -> err.println(Faults.sentence(fault));
    }
    if (System.getenv(DEBUG) != null) {
      var trace = new StringWriter();
      fault.printStackTrace(new PrintWriter(trace));
      err.print(trace);
    }
    err.flush();
    return fault instanceof UsageException ? USAGE : REFUSED;
  }

  @Command(
      name = "partitura",
      description =
          "See a parallel neural network as a score. Without a command, opens the workbench.",
      mixinStandardHelpOptions = true,
      scope = ScopeType.INHERIT,
      version = "Partitura 0.1.0",
      footerHeading = "%nExamples:%n",
      footer = {
        "  partitura                                opens the workbench",
        "  partitura open lenet --run",
        "  partitura run lenet --plan pipeline=2,micro-batches=8 --speedup --verify",
        "  partitura help run",
        "",
        "Exit codes: 0 done, 1 refused with one sentence, 2 wrong usage."
      })
  private record Root(WindowOpener window) implements Callable<Integer> {
    @Override
    public Integer call() {
      if (!Display.present()) {
        throw Display.missing();
      }
      window.open(WindowOpener.Request.EMPTY);
      return DONE;
    }
  }
}
