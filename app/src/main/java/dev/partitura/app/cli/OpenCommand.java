package dev.partitura.app.cli;

import dev.partitura.app.cli.WindowOpener.Size;
import dev.partitura.engine.file.AtomicFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Opens the workbench, or draws it into a picture where there is no display.
@Command(
    name = "open",
    description = "Open a network in the workbench.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  partitura open lenet",
      "  partitura open model.onnx --plan pipeline=2,micro-batches=8 --run",
      "  partitura open lenet --run --view dependences",
      "  partitura open resnet50 --cluster 8xA100-SXM4-80GB --plan data=8",
      "  partitura open lenet --plan data=2 --train digits --steps 100",
      "  partitura open lenet --plan single --plan data=2 --plan pipeline=2 --run --view comparison",
      "  partitura open lenet --plan pipeline=2,micro-batches=4 --serve",
      "  partitura open mlp --run --snapshot picture.png --size 1280x800 --theme light --language zh"
    })
final class OpenCommand implements Callable<Integer> {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");
  private static final int SMALLEST = 320;
  private static final int LARGEST = 8192;

  private final WindowOpener window;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "A sample's name, a family such as gpt:layers=4, an ONNX file or a project.")
  private @Nullable String model;

  @Option(
      names = "--cluster",
      paramLabel = "CLUSTER",
      description = "Lay it on this cluster, written as for simulate.")
  private @Nullable String cluster;

  @Option(
      names = "--plan",
      paramLabel = "PLAN",
      description = "A preset or a plan file. Given again it is run or trained after the last one.")
  private List<String> plans = List.of();

  @Option(names = "--run", description = "Run it at once.")
  private boolean run;

  @Option(
      names = "--train",
      paramLabel = "DATA",
      description = "Train it at once, on data as of the train command.")
  private @Nullable String train;

  @Option(
      names = "--steps",
      paramLabel = "N",
      converter = WholeNumber.FromOne.class,
      description = "Steps of that training. Default: what is usual for the data.")
  private int steps;

  @Option(
      names = "--serve",
      description = "Serve it to requests at once, after the run where there is one.")
  private boolean serve;

  @Option(
      names = "--sweep",
      description = "Find the highest load of all its plans at once, after that.")
  private boolean sweep;

  @Option(
      names = "--view",
      paramLabel = "VIEW",
      description = "Show this view below the graph, such as timeline or dependences.")
  private @Nullable String view;

  @Option(
      names = "--snapshot",
      paramLabel = "OUT.png",
      description = "Draw the window into a picture and exit; needs no display.")
  private @Nullable Path snapshot;

  @Option(
      names = "--size",
      paramLabel = "WIDTHxHEIGHT",
      description = "Default: 1600x1000, or what the window had last.")
  private @Nullable String size;

  @Option(names = "--theme", paramLabel = "THEME", description = "dark or light.")
  private @Nullable String theme;

  @Option(names = "--language", paramLabel = "LANGUAGE", description = "en or zh.")
  private @Nullable String language;

  @Spec private CommandSpec spec;

  OpenCommand(WindowOpener window) {
    this.window = window;
  }

  @Override
  public Integer call() {
    if (snapshot == null && !Display.present()) {
      throw Display.missing();
    }
    if (model == null) {
      Unheeded.refuse(
          spec,
          "is for a network, and no FILE is named. Name one or leave it out.",
          "--cluster",
          "--plan",
          "--run",
          "--train",
          "--serve",
          "--sweep");
    }
    if (train == null) {
      Unheeded.withoutTraining(spec, "--steps");
    } else {
      Unheeded.refuse(spec, "and --train are two things to begin with. Give one of them.", "--run");
    }
    oneOf("--theme", theme, "dark", "light");
    oneOf("--language", language, "en", "zh");
    var wanted = size == null ? null : sizeOf(size);
    if (plans.size() > 1 && !run && train == null) {
      throw new UsageException("Several plans are for --run or --train. Give one of these too.");
    }
    if (snapshot != null) {
      AtomicFile.check(snapshot);
    }
    window.open(
        new WindowOpener.Request(
            model, cluster, plans, run, train, steps, serve, sweep, view, snapshot, wanted, theme,
            language));
    return 0;
  }

  private static Size sizeOf(String text) {
    var sizes = SIZE.matcher(text);
    if (sizes.matches()) {
      var size = new Size(Integer.parseInt(sizes.group(1)), Integer.parseInt(sizes.group(2)));
      if (Math.min(size.width(), size.height()) >= SMALLEST
          && Math.max(size.width(), size.height()) <= LARGEST) {
        return size;
      }
    }
    throw new UsageException(
        "--size "
            + text
            + " is not a window size. Use WIDTHxHEIGHT between "
            + SMALLEST
            + " and "
            + LARGEST
            + ".");
  }

  private static void oneOf(String option, @Nullable String value, String first, String second) {
    if (value != null && !value.equals(first) && !value.equals(second)) {
      throw new UsageException(
          option + " " + value + " is unknown. Use " + first + " or " + second + ".");
    }
  }
}
