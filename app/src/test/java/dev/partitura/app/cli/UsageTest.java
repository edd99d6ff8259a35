package dev.partitura.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.problem.Nearest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  @TempDir Path folder = Path.of("");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Writer target, String line) {
    return new CommandLineTool(
            new LoweringRunner(new LocalExecutor()),
            _ -> {},
            new PrintWriter(target),
            new PrintWriter(err))
        .run(line.split(" "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "help",
        "models --help",
        "hardware --help",
        "run --help",
        "train --help",
        "help run",
        "conform --help",
        "open --help",
        "bench --help",
        "completion --help"
      })
  void everyCommandHasHelpWithExamples(String line) {
    assertEquals(CommandLineTool.DONE, run(out, line), err::toString);
    var text = out.toString();
    assertTrue(text.startsWith("Usage: partitura"), text);
    assertTrue(text.contains("Example"), text);
    assertTrue(text.lines().allMatch(words -> words.length() <= 100), text);
    assertEquals("", err.toString());
  }

  @Test
  void theVersionIsTold() {
    assertEquals(CommandLineTool.DONE, run(out, "--version"));
    assertTrue(out.toString().startsWith("Partitura "), out.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          run mlp --plan single --batch 2 --batch 3 | Option --batch is given 2 times. Give it once. See: partitura run --help
          rnu mlp | Unknown command rnu. Did you mean run? See: partitura --help
          modles | Unknown command modles. Did you mean models? See: partitura --help
          comp | Unknown command comp. Did you mean completion? See: partitura --help
          wxyzzy | Unknown command wxyzzy. See: partitura --help
          run mlp --bacth 4 | Unknown option --bacth. Did you mean --batch? See: partitura run --help
          run mlp --sped=2 | Unknown option --sped. Did you mean --seed? See: partitura run --help
          run mlp lenet | There is no place for lenet here. See: partitura run --help
          help rn | Unknown command rn. Did you mean run? See: partitura --help
          help wxyzzy | Unknown command wxyzzy. See: partitura --help
          run | Missing required parameter: 'MODEL'. See: partitura run --help
          completion fish | SHELL fish is unknown. Use bash or zsh. See: partitura completion --help
          """)
  void whatIsMistypedIsAnsweredWithTheNearest(String line, String answer) {
    assertEquals(CommandLineTool.USAGE, run(out, line));
    assertEquals(answer, err.toString().strip());
    assertEquals("", out.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          plan lenet --cluster cpu:2 --devices 2 | --devices is for graph files
          plan lenet --cluster cpu:2 --cpus 1 | --cpus is for graph files
          plan lenet --cluster cpu:2 --instance one | --instance is for graph files
          plan lenet --cluster cpu:2 --contiguous | --contiguous is for graph files
          plan lenet --cluster cpu:2 --non-contiguous | --non-contiguous is for graph files
          plan lenet --cluster cpu:2 --optimizer best | --optimizer is for training steps
          plan graph.json --train | --train is for networks
          plan graph.json --optimizer sgd | --optimizer is for networks
          plan graph.json --precision bf16 | --precision is for networks
          plan graph.json --simulations 3 | --simulations is for networks
          plan graph.json --global-batch 3 | --global-batch is for networks
          simulate lenet --optimizer sgd | --optimizer is for training steps
          simulate lenet --optimizer best | --optimizer is for training steps
          simulate lenet --cluster 2xT4 --estimate | --estimate is for workers of this machine
          train points --data xor --every 3 | --every says when to write into --checkpoint
          open lenet --steps 3 --snapshot no.png | --steps is for training steps
          open --run --snapshot no.png | --run is for a network
          open --plan single --snapshot no.png | --plan is for a network
          open lenet --run --train digits --snapshot no.png | --run and --train are two things
          bench --lowering --graph | --lowering and --graph measure different things
          bench --rows one | --rows is for a table
          bench --frames --full | --full changes nothing of what --frames does
          schedule --stages 2 --micro-batches 2 --schedule 1f1b --overlapped-pair 3 | --overlapped-pair is for schedules
          serve lenet --arrivals poisson:1 --host 0.0.0.0 | --host is where HTTP is answered
          serve lenet --http 0 --warmup 1 | --warmup is of made-up requests
          serve lenet --sweep --deadline 5 --scenario server | --scenario is not for --sweep
          serve lenet --sweep --deadline 5,9 | --sweep needs one deadline
          queue --arrivals poisson:1 --servers 2 | --servers is of a queue
          queue --arrivals poisson:1 --service constant:1ms --batch-wait 5 | --batch-wait waits for company
          queue --arrivals poisson:1 --service constant:1ms --deadline 0 | --deadline 0 is no time
          """)
  void anOptionThatWouldChangeNothingIsRefused(String line, String answer) {
    assertEquals(CommandLineTool.USAGE, run(out, line));
    assertTrue(err.toString().startsWith(answer), err::toString);
    assertEquals(1, err.toString().strip().lines().count(), err::toString);
    assertEquals("", out.toString());
  }

  @Test
  void aPairIsTimedWhereTheScheduleHasOne() {
    var line =
        "schedule --stages 2 --micro-batches 3 --schedule 1f1b-overlap --overlapped-pair 1.5";
    assertEquals(CommandLineTool.DONE, run(out, line), err::toString);
  }

  @Test
  void swappedLettersAreOneMistake() {
    assertEquals(1, Nearest.mistakes("rnu", "run"));
    assertEquals(3, Nearest.mistakes("kitten", "sitting"));
    assertEquals(Optional.empty(), Nearest.to("x", List.of("run", "open")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void completionKnowsEveryCommand(String shell) throws Exception {
    assertEquals(CommandLineTool.DONE, run(out, "completion " + shell), err::toString);
    var script = out.toString();
    for (var word : List.of("models", "conform", "--micro", "--verify", "complete -F")) {
      boolean isWhole = script.matches("(?s).*" + word + "(?![\\w-]).*");
      assertEquals(!word.equals("--micro"), isWhole, word);
    }
    var file = Files.writeString(folder.resolve("completion"), script);
    var command =
        script
            + "\nCOMP_WORDS=(partitura ru); COMP_CWORD=1; _complete_partitura; echo ${COMPREPLY[@]}";
    Files.writeString(file, command);
    var process = new ProcessBuilder("bash", file.toString());
    Process begun;
    try {
      begun = process.start();
    } catch (IOException missing) {
      assumeTrue(false, "Skipped: there is no bash here");
      return;
    }
    var answer = new String(begun.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("run", answer.strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "models",
        "--help",
        "--version",
        "help run",
        "completion bash",
        "run mlp --warmup 0"
      })
  void anAnswerThatDoesNotGetOutIsAnError(String line) {
    var full =
        new Writer() {
          @Override
          public void write(char[] text, int from, int count) throws IOException {
            throw new IOException("No space left on device");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    assertEquals(CommandLineTool.REFUSED, run(full, line));
    assertEquals(
        "Standard output could not be written: it is full or closed. Check where it goes.",
        err.toString().strip());
  }

  @Test
  void theCasesRunAreToldOrItIsAnError() throws IOException {
    Files.writeString(folder.resolve("cases.txt"), "");
    var line = "conform " + folder + " --report " + folder.resolve("r") + " --dump " + folder;
    assertEquals(CommandLineTool.DONE, run(out, line), err::toString);
    assertTrue(out.toString().startsWith("0 cases"), out.toString());
  }
}
