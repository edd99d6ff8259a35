package dev.partitura.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.onnx.OnnxWriter;
import dev.partitura.engine.network.onnx.TensorFile;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.samples.SampleModels;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineToolTest {
  @TempDir Path folder;

  private final List<WindowOpener.Request> opened = new ArrayList<>();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return new CommandLineTool(
            new LoweringRunner(new LocalExecutor()), opened::add, new PrintWriter(err))
        .run(arguments);
  }

  @Test
  void aLibraryThatCannotBeLoadedEndsInOneSentenceAndExitOne() {
    var faults =
        List.of(
            new UnsatisfiedLinkError("/tmp/libfont.so: libpango-1.0.so.0: cannot open"),
            new ExceptionInInitializerError(
                new UnsatisfiedLinkError("/tmp/libfont.so: libpango-1.0.so.0: cannot open")),
            new NoClassDefFoundError("libpango-1.0.so.0 of some part"));
    for (var fault : faults) {
      err.getBuffer().setLength(0);
      int exit =
          new CommandLineTool(
                  new LoweringRunner(new LocalExecutor()),
                  _ -> {
                    throw fault;
                  },
                  new PrintWriter(err))
              .run("open", "lenet", "--snapshot", folder.resolve("out.png").toString());
      assertEquals(CommandLineTool.REFUSED, exit);
      assertEquals(1, err.toString().lines().count(), err.toString());
      assertTrue(err.toString().contains("libpango-1.0.so.0"), err.toString());
      assertFalse(err.toString().contains("Error"), err.toString());
    }
  }

  @Test
  void lettersThatTheLocaleCannotHoldAreSaidToBeSo() {
    assertEquals(CommandLineTool.USAGE, run("run", "\uFFFD\uFFFD\uFFFD.onnx"));
    assertTrue(err.toString().contains("Set LC_ALL=C.UTF-8"), err.toString());
    assertEquals(1, err.toString().lines().count());
  }

  @Test
  void aFileNamedLikeAPresetOrASampleDoesNotShadowIt() throws IOException {
    var names = List.of(Path.of("single"), Path.of("data=2"), Path.of("mlp"));
    try {
      for (var name : names) {
        Files.writeString(name, "no plan and no network");
      }
      for (var plan : List.of("single", "data=2")) {
        assertEquals(
            CommandLineTool.DONE,
            run("run", "mlp", "--batch", "2", "--cluster", "cpu:2", "--plan", plan),
            err.toString());
      }
      assertEquals(CommandLineTool.REFUSED, run("run", "mlp", "--plan", "./single"));
      assertEquals(CommandLineTool.REFUSED, run("run", "./mlp"));
    } finally {
      for (var name : names) {
        Files.deleteIfExists(name);
      }
    }
  }

  @Test
  void runWritesOutputsReportAndTrace() throws IOException {
    var report = folder.resolve("report.json");
    var trace = folder.resolve("trace.json");
    int exit =
        run(
            "run",
            "mlp",
            "--batch",
            "4",
            "--plan",
            "pipeline=2,micro-batches=2",
            "--cluster",
            "cpu:2",
            "--repeat",
            "3",
            "--speedup",
            "--output-dir",
            folder.resolve("out").toString(),
            "--report",
            report.toString(),
            "--trace",
            trace.toString());

    assertEquals(CommandLineTool.DONE, exit, err.toString());
    var json = new ObjectMapper().readTree(report.toFile());
    assertEquals("measured", json.get("origin").asText());
    assertEquals(2, json.get("devices").size());
    for (var field :
        List.of(
            "makespanNanos",
            "throughputPerSecond",
            "tasks",
            "transfers",
            "bubbleShare",
            "criticalPathNanos",
            "criticalPathWaitNanos",
            "speedup")) {
      assertNotNull(json.get(field), field);
    }
    assertTrue(
        json.get("latencyNanos").get("p99").asLong()
            >= json.get("latencyNanos").get("p50").asLong());
    assertTrue(
        new ObjectMapper().readTree(trace.toFile()).get("traceEvents").size()
            > json.get("tasks").asInt());
    try (var files = Files.list(folder.resolve("out"))) {
      var output = files.toList();
      assertEquals(1, output.size());
      assertTrue(
          output.getFirst().getFileName().toString().matches("[A-Za-z0-9._-]+\\.pb"),
          output.toString());
      assertEquals(4, TensorFile.read(output.getFirst()).tensor().shape().size(0));
    }
  }

  @Test
  void everyPresetGivesTheOutputsOfTheSingleDevice() throws IOException {
    var model = folder.resolve("lenet.onnx");
    OnnxWriter.write(SampleModels.network("lenet"), model);
    var pixels = new float[8 * 28 * 28];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) Math.sin(i);
    }
    var input = folder.resolve("image.pb");
    TensorFile.write(input, "image", Tensor.ofFloats(pixels, 8, 1, 28, 28));
    var expected = output(model, input, "single");
    for (var plan : List.of("task", "pipeline=2,micro-batches=8", "data=2")) {
      assertEquals("", TensorComparison.difference(output(model, input, plan), expected), plan);
    }
  }

  private Tensor output(Path model, Path input, String plan) throws IOException {
    var out = folder.resolve(plan);
    int exit =
        run(
            "run",
            model.toString(),
            "--input",
            "image=" + input,
            "--plan",
            plan,
            "--cluster",
            "cpu:2",
            "--warmup",
            "0",
            "--output-dir",
            out.toString());
    assertEquals(CommandLineTool.DONE, exit, err.toString());
    try (var files = Files.list(out)) {
      return TensorFile.read(files.findFirst().orElseThrow()).tensor();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run nothing-of-that-name",
        "run mlp --plan nonsense=3",
        "run mlp --plan missing.json",
        "run mlp --plan data=2 --cluster cpu:1",
        "run mlp --cluster gpu:900",
        "run mlp --input nobody=x.pb",
        "run mlp --input pixels=missing.pb",
        "run mlp --batch 3 --plan data=2 --cluster cpu:2",
        "conform nowhere --report r.jsonl --dump d"
      })
  void whatCannotBeDoneIsRefusedInASentence(String line) {
    assertEquals(CommandLineTool.REFUSED, run(line.split(" ")));
    var message = err.toString().strip();
    assertTrue(message.length() > 12 && message.endsWith("."), message);
    assertFalse(message.contains("Exception") || message.contains("\tat "), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "runn mlp",
        "run",
        "run mlp --repeat 0",
        "run mlp --repeat many",
        "run mlp --batch -1",
        "conform root --report r.jsonl",
        "open mlp --snapshot x.png --size huge",
        "open mlp --snapshot x.png --theme pink",
        "open mlp --snapshot x.png --language fr"
      })
  void wrongUsageEndsWithTwo(String line) {
    assertEquals(CommandLineTool.USAGE, run(line.split(" ")));
    assertFalse(err.toString().isBlank());
    assertTrue(opened.isEmpty());
  }

  @Test
  void openHandsTheWindowWhatWasAskedFor() {
    assertEquals(
        CommandLineTool.DONE,
        run(
            "open",
            "mlp",
            "--plan",
            "data=2",
            "--run",
            "--view",
            "memory",
            "--snapshot",
            "x.png",
            "--size",
            "800x600",
            "--theme",
            "light",
            "--language",
            "zh"));
    assertEquals(
        List.of(
            new WindowOpener.Request(
                "mlp",
                null,
                List.of("data=2"),
                true,
                null,
                0,
                false,
                false,
                "memory",
                Path.of("x.png"),
                new WindowOpener.Size(800, 600),
                "light",
                "zh")),
        opened);
  }

  @Test
  void withoutACommandTheWindowOpensEmpty() {
    assertEquals(CommandLineTool.DONE, run());
    assertEquals(List.of(WindowOpener.Request.EMPTY), opened);
  }

  @Test
  void aRefusalOfTheWindowIsPrinted() {
    var tool =
        new CommandLineTool(
            new LoweringRunner(new LocalExecutor()),
            _ -> {
              throw ProblemException.of("file.write.failed", "x.png", "x.png", "it is full");
            },
            new PrintWriter(err));
    assertEquals(CommandLineTool.REFUSED, tool.run("open", "mlp", "--snapshot", "x.png"));
    assertEquals(
        "File x.png could not be written: it is full. Choose another place or make room there.",
        err.toString().strip());
  }

  @Test
  void onlyLinuxNeedsAVariableForItsDisplay() {
    assertFalse(Display.present("Linux", Map.of()));
    assertTrue(Display.present("Linux", Map.of("WAYLAND_DISPLAY", "wayland-0")));
    assertTrue(Display.present("Linux", Map.of("DISPLAY", ":0")));
    assertTrue(Display.present("Mac OS X", Map.of()));
    assertTrue(Display.missing().problems().getFirst().sentence().contains("--snapshot"));
  }
}
