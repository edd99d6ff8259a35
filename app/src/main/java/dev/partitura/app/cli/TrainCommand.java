package dev.partitura.app.cli;

import dev.partitura.engine.execute.Accuracy;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.PlanRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.StepCheck;
import dev.partitura.engine.execute.TaskGraphExecutor;
import dev.partitura.engine.execute.Trainer;
import dev.partitura.engine.execute.TrainingRequest;
import dev.partitura.engine.execute.TrainingResult;
import dev.partitura.engine.execute.TrainingSettings;
import dev.partitura.engine.execute.Workload;
import dev.partitura.engine.file.AtomicFile;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.onnx.OnnxWriter;
import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.trace.ChromeTraceWriter;
import dev.partitura.engine.training.CheckpointFolder;
import dev.partitura.engine.training.TrainingState;
import dev.partitura.engine.training.data.Datasets;
import dev.partitura.engine.training.optimizer.Optimizers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Trains a network under a plan and writes it, its trace and a report.
@Command(
    name = "train",
    description = "Train a network under a plan, on data that is made here or on your own.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  partitura train lenet --data digits --steps 400 --optimizer adam --save trained.onnx",
      "  partitura train lenet --data digits --plan data=2 --steps 100 --report report.json",
      "  partitura train lenet --data digits --plan pipeline=2,micro-batches=4,schedule=1f1b --trace t.json",
      "  partitura train lenet --data digits --plan data=2,zero=2",
      "  partitura train lenet --data digits --plan data=2,average-every=8",
      "  partitura train lenet --data digits --precision bf16 --verify",
      "  partitura train model.onnx --data table.csv --checkpoint points --every 50",
      "",
      "The loss is the cross entropy of the first output, classes along its last axis. All plans follow",
      "the training of the unsplit network on the same batches. The report is one JSON object:",
      "lossPerStep, accuracy (of the test samples), samplesPerSecond, communicatedBytes (of one step),",
      "phases (nanoseconds of F, B, W and U in the last step), of a pipeline whose schedule has one",
      "bubble (formula, for equal stages and free transfers, and measured in the last step), and with",
      "--verify verified (comparison, and within rounding the largest difference and its bound).",
      "",
      "Among replicas (data=N): zero=1, 2 or 3 shards what the optimizer remembers, gradients and",
      "parameters over them; average-every=K has each go K steps by itself, which is not the training",
      "of the unsplit network; bucket-bytes=B sums that much of the gradients at a time.",
      "Samples of a step: global-batch=B over all replicas, micro-batch=S of one micro-batch of one",
      "replica, micro-batches=M of each replica; two of these fix the third: B = S x replicas x M."
    })
final class TrainCommand implements Callable<Integer> {
  /// Steps between states that training can go back to.
  private static final int STRETCH = 100;

  private static final int TOLD = 10;

  private final PlanRunner runner;
  private final TaskGraphExecutor executor;

  @Parameters(
      paramLabel = "MODEL",
      description = "A sample's name, a family such as gpt:layers=4, or an ONNX file.")
  private String model;

  @ArgGroup(validate = false, order = 1, heading = "%nWhat to train:%n")
  private What what = new What();

  @ArgGroup(validate = false, order = 2, heading = "%nWhat to write:%n")
  private Where where = new Where();

  @Spec private CommandSpec spec;

  private static final class What {
    @Option(
        names = "--data",
        required = true,
        paramLabel = "DATA",
        description =
            "digits, spirals, xor, copy, a CSV file whose last column is the label, or a folder with inputs.pb and labels.pb.")
    private String data;

    @Option(
        names = "--plan",
        paramLabel = "PLAN",
        description =
            "A plan file, or single, data=2, pipeline=2,micro-batches=4,schedule=1f1b. Default: ${DEFAULT-VALUE}.")
    private String plan = "single";

    @Option(
        names = "--steps",
        paramLabel = "N",
        converter = WholeNumber.FromOne.class,
        description = "Steps to train. Default: ${DEFAULT-VALUE}.")
    private int steps = 100;

    @Option(
        names = "--batch",
        paramLabel = "B",
        converter = WholeNumber.FromOne.class,
        description = "Samples of one step. Default: what the plan says, else 32.")
    private @Nullable Integer batch;

    @Option(
        names = "--precision",
        paramLabel = "fp32|bf16",
        description =
            "Round what ops read and make to bfloat16, with float32 sums; parameters, optimizer and loss stay float32. Default: what the plan says, else fp32.")
    private @Nullable String precision;

    @Option(
        names = "--optimizer",
        paramLabel = "NAME",
        description = "sgd, momentum, nesterov, adam, adamw and others. Default: ${DEFAULT-VALUE}.")
    private String optimizer = "adam";

    @Option(
        names = "--learning-rate",
        paramLabel = "R",
        description = "Default: the optimizer's own.")
    private @Nullable Double learningRate;

    @Option(
        names = "--seed",
        paramLabel = "S",
        description = "Seed of the data and their order. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(
        names = "--cluster",
        paramLabel = "CLUSTER",
        description =
            "cpu:N for N workers, mpi:N for N ranks with memory of their own, mpi:Rxcpu:W for R ranks of W workers. Default: cpu, a worker for each core.")
    private String cluster = "cpu";

    @Option(
        names = "--resume",
        paramLabel = "DIR",
        description = "Go on from the latest checkpoint in this folder, up to --steps in all.")
    private @Nullable Path resume;

    @Option(
        names = "--verify",
        description =
            "Compare a step with that of the unsplit network before training, and refuse a plan whose gradients differ by more than rounding.")
    private boolean verify;
  }

  private static final class Where {
    @Option(names = "--save", paramLabel = "OUT.onnx", description = "Write the trained network.")
    private @Nullable Path save;

    @Option(
        names = "--checkpoint",
        paramLabel = "DIR",
        description = "Write the state of the training into this folder as it goes on.")
    private @Nullable Path checkpoint;

    @Option(
        names = "--every",
        paramLabel = "N",
        converter = WholeNumber.FromOne.class,
        description = "Steps between checkpoints. Default: ${DEFAULT-VALUE}.")
    private int every = STRETCH;

    @Option(
        names = "--trace",
        paramLabel = "FILE.json",
        description = "Write the last step as a Chrome trace, for ui.perfetto.dev.")
    private @Nullable Path trace;

    @Option(
        names = "--report",
        paramLabel = "FILE.json",
        description = "Write the numbers as JSON.")
    private @Nullable Path report;
  }

  TrainCommand(PlanRunner runner, TaskGraphExecutor executor) {
    this.runner = runner;
    this.executor = executor;
  }

  @Override
  public Integer call() throws IOException {
    if (where.checkpoint == null) {
      Unheeded.refuse(
          spec, "says when to write into --checkpoint. Add that or leave it out.", "--every");
    }
    checkFiles();
    var network = Sources.network(model);
    var cluster = Sources.workers(what.cluster);
    var optimizer = Optimizers.of(what.optimizer, what.learningRate);
    var data = Datasets.of(what.data, what.seed);
    int asked = what.batch == null ? 0 : what.batch;
    var plan = precise(Sources.planToTrain(what.plan, network, cluster, asked));
    int said = plan.batchOr(asked);
    int batch = said > 0 ? said : TrainingSettings.USUAL_BATCH;
    var request = new TrainingRequest(network, cluster, plan, data, optimizer, batch);
    var trainer = new Trainer(request, executor);
    var setting = new LinkedHashMap<String, String>();
    setting.put("model", model);
    setting.put("data", data.identity());
    setting.put("batch", Integer.toString(batch));
    setting.put("precision", plan.passes().precision().word());
    setting.put("optimizer", what.optimizer);
    setting.put(
        "learning rate",
        what.learningRate == null ? "of its own" : Double.toString(what.learningRate));
    setting.put("seed", Long.toString(what.seed));
    var state =
        what.resume == null
            ? trainer.initial()
            : new CheckpointFolder(what.resume, setting).read(trainer.step());
    if (state.steps() >= what.steps) {
      throw ProblemException.of(
          "training.resume.done", String.valueOf(what.resume), state.steps(), what.steps);
    }
    var agreement = what.verify ? verified(request, state) : Agreement.UNKNOWN;
    var out = spec.commandLine().getOut();
    var timing = new TrainingTimes();
    var progress = TerminalProgress.create();
    var files = where.checkpoint == null ? null : new CheckpointFolder(where.checkpoint, setting);
    try {
      while (state.steps() < what.steps) {
        Checkpoint.pass();
        int stretch =
            Math.min(where.every - state.steps() % where.every, what.steps - state.steps());
        var before = state;
        state =
            trainer.train(
                before, stretch, (step, loss, _) -> tell(step, loss), new Cancellation(), progress);
        var result = Objects.requireNonNull(trainer.latest());
        timing.add(result.stepNanos());
        if (result.diverged()) {
          throw diverged(trainer, before, result.losses().length, files);
        }
        if (result.cancelled()) {
          Checkpoint.pass();
        }
        if (files != null) {
          files.write(state);
        }
      }
    } finally {
      TerminalProgress.finish(progress);
    }
    var trained = trainer.trained(state);
    var accuracy =
        Accuracy.of(
            trained,
            cluster,
            trainer.data().test(),
            plan.passes().precision(),
            runner,
            new Cancellation());
    var result = Objects.requireNonNull(trainer.latest());
    var report =
        new TrainingReport(request, state, agreement, accuracy, timing, result, trainer.frozen());
    out.print(report.text());
    out.flush();
    write(trained, report, result);
    return CommandLineTool.DONE;
  }

  /// The plan in the precision that is asked for.
  private Plan precise(Plan plan) {
    var word = what.precision;
    if (word == null) {
      return plan;
    }
    var asked =
        Precision.find(word)
            .orElseThrow(
                () -> ProblemException.of("plan.precision.unknown", word, word, Precision.words()));
    var said = plan.passes().precision();
    if (said != Precision.FP32 && said != asked) {
      throw ProblemException.of("plan.precision.asked", word, said.word(), asked.word());
    }
    return plan.withPasses(plan.passes().with(asked));
  }

  private Agreement verified(TrainingRequest request, TrainingState state) {
    var agreement = StepCheck.of(request, state, executor, new Cancellation());
    if (agreement instanceof Agreement.Different(var problem)) {
      throw new ProblemException(List.of(problem));
    }
    return agreement;
  }

  /// Makes sure, before hours of training, that all can be written and none overwrites another.
  private void checkFiles() {
    var taken = new LinkedHashMap<Path, String>();
    taken.put(ResultFiles.identity(Sources.path(model)), "MODEL");
    taken.put(ResultFiles.identity(Sources.path(what.data)), "--data");
    taken.put(ResultFiles.identity(Sources.path(what.cluster)), "--cluster");
    ResultFiles.claim(taken, "--save", where.save);
    ResultFiles.claim(taken, "--trace", where.trace);
    ResultFiles.claim(taken, "--report", where.report);
    ResultFiles.claim(taken, "--checkpoint", where.checkpoint);
    Stream.of(where.save, where.trace, where.report)
        .filter(Objects::nonNull)
        .forEach(AtomicFile::check);
    if (where.checkpoint != null) {
      CheckpointFolder.check(where.checkpoint);
    }
  }

  /// The first steps and some on the way, so that a person sees it move.
  private boolean tell(int step, double loss) {
    if (step == 1 || step % Math.max(1, what.steps / TOLD) == 0) {
      spec.commandLine().getErr().printf("step %d: loss %.4f%n", step, loss);
    }
    return true;
  }

  /// Goes again to the last step that had a loss, keeps that state, and says where it ended.
  private ProblemException diverged(
      Trainer trainer, TrainingState before, int good, @Nullable CheckpointFolder files) {
    var last =
        good == 0
            ? before
            : trainer.train(
                before, good, Workload.StepListener.NONE, new Cancellation(), Progress.NONE);
    if (files != null) {
      files.write(last);
    }
    if (where.save != null) {
      OnnxWriter.write(trainer.trained(last), where.save);
    }
    return new ProblemException(List.of(trainer.divergence(last)));
  }

  private void write(Network trained, TrainingReport report, TrainingResult result)
      throws IOException {
    var problems = new ArrayList<Problem>();
    attempt(problems, where.save, file -> OnnxWriter.write(trained, file));
    attempt(problems, where.trace, file -> ChromeTraceWriter.write(result.trace(), file));
    attempt(problems, where.report, file -> AtomicFile.writeText(file, report.json()));
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  /// Writes one file.
  @FunctionalInterface
  private interface Writing {
    void write(Path file) throws IOException;
  }

  private static void attempt(List<Problem> problems, @Nullable Path file, Writing writing) {
    if (file == null) {
      return;
    }
    try {
      writing.write(file);
    } catch (ProblemException failed) {
      problems.addAll(failed.problems());
    } catch (IOException fault) {
      problems.addAll(AtomicFile.refuse(file, fault).problems());
    }
  }
}
