package dev.partitura.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.network.onnx.OnnxWriter;
import dev.partitura.engine.network.onnx.TensorFile;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilesAndNamesTest {
  @TempDir Path folder;

  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return new CommandLineTool(
            new LoweringRunner(new LocalExecutor()), _ -> {}, new PrintWriter(err))
        .run(arguments);
  }

  private String model(Network network) {
    var file = folder.resolve("model.onnx");
    OnnxWriter.write(network, file);
    return file.toString();
  }

  private String tensor(String name, float... values) {
    var file = folder.resolve(name);
    TensorFile.write(file, "", Tensor.ofFloats(values, values.length));
    return file.toString();
  }

  private static Network negation(String input, String... outputs) {
    var builder = new NetworkBuilder("net");
    builder.input(input, Shape.of(2));
    var ops =
        Arrays.stream(outputs)
            .map(output ->
                new Op(
                    new OpId(output), "", "Neg", List.of(input), List.of(output), Attributes.NONE))
            .toList();
    for (var output : outputs) {
      builder.output(output);
    }
    return builder.build().withOps(ops);
  }

  @Test
  void outputsOfOneFoldedNameKeepTheirOwnFiles() {
    var out = folder.resolve("out");
    int exit =
        run(
            "run",
            model(negation("x", "输出", "概率")),
            "--input",
            "x=" + tensor("x.pb", 1, 2),
            "--output-dir",
            out.toString());
    assertEquals(CommandLineTool.DONE, exit, err.toString());
    assertEquals("输出", TensorFile.read(out.resolve("output_0.pb")).name());
    assertEquals("概率", TensorFile.read(out.resolve("output_1.pb")).name());
  }

  @Test
  void anInputIsFedWhateverItsName() {
    for (var name : List.of("a=b", "a", "=", "a=b=c")) {
      var out = folder.resolve("out");
      int exit =
          run(
              "run",
              model(negation(name, "y")),
              "--input",
              name + "=" + tensor("x=1.pb", 3, 4),
              "--output-dir",
              out.toString());
      assertEquals(CommandLineTool.DONE, exit, name + ": " + err);
      assertEquals(-3f, TensorFile.read(out.resolve("y.pb")).tensor().floatAt(0));
    }
  }

  @Test
  void anInputWithoutANameOrFileIsToldSo() {
    var model = model(negation("x", "y"));
    assertEquals(CommandLineTool.USAGE, run("run", model, "--input", "x"));
    assertTrue(err.toString().contains("--input x names no file"), err.toString());
    assertEquals(CommandLineTool.USAGE, run("run", model, "--input", "=x.pb"));
    assertTrue(
        err.toString().contains("--input =x.pb names no input. Write it as NAME=FILE.pb."),
        err.toString());
    assertEquals(CommandLineTool.USAGE, run("run", ""));
    assertTrue(err.toString().contains("MODEL is empty."), err.toString());
    assertEquals(CommandLineTool.REFUSED, run("run", model, "--input", "z=x.pb"));
    assertTrue(err.toString().contains("no input z"), err.toString());
  }

  @Test
  void aNameThatSteersTheTerminalIsPrintedEscaped() {
    var model = model(negation("evil\u001b[2J" + "x".repeat(100_000), "y"));
    assertEquals(CommandLineTool.REFUSED, run("run", model, "--input", "z=x.pb"));
    assertTrue(err.toString().contains("evil\\u001b[2Jxxx"), err.toString());
    assertFalse(err.toString().contains("\u001b"), err.toString());
    assertTrue(err.toString().length() < 3_000, err.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "task", "pipeline=2,micro-batches=2", "data=2"})
  void anInputWithoutAShapeRunsFromAFile(String plan) {
    var open =
        negation("x", "y", "z")
            .withInputs(List.of(new Value("x", new TensorType(DataType.FLOAT, null))));
    var file = folder.resolve("x.pb");
    TensorFile.write(file, "x", Tensor.ofFloats(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 4, 2));
    var out = folder.resolve("out");
    int exit =
        run(
            "run",
            model(open),
            "--input",
            "x=" + file,
            "--plan",
            plan,
            "--cluster",
            "cpu:2",
            "--output-dir",
            out.toString());
    assertEquals(CommandLineTool.DONE, exit, err.toString());
    assertEquals(-8f, TensorFile.read(out.resolve("y.pb")).tensor().floatAt(7));
  }

  @Test
  void aPlanThatIsNoTextIsNamed() throws IOException {
    var plan = folder.resolve("plan.json");
    Files.write(plan, new byte[] {'{', (byte) 0xff, '}'});
    assertEquals(
        CommandLineTool.REFUSED, run("run", model(negation("x", "y")), "--plan", plan.toString()));
    assertTrue(err.toString().contains("is not a text file in UTF-8"), err.toString());
  }

  @Test
  void aPlanMayBeginWithAByteOrderMark() throws IOException {
    var plan = folder.resolve("plan.json");
    Files.writeString(
        plan, "\ufeff{\"stages\": [{\"devices\": [\"cpu0\"]}]}", StandardCharsets.UTF_8);
    assertEquals(
        CommandLineTool.DONE,
        run("run", model(negation("x", "y")), "--plan", plan.toString()),
        err.toString());
  }
}
