package dev.partitura.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.samples.SampleModels;
import dev.partitura.samples.families.Families;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FamilyCommandsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String line) {
    return new CommandLineTool(
            new LoweringRunner(new LocalExecutor()),
            _ -> {},
            new PrintWriter(out),
            new PrintWriter(err))
        .run(line.split(" "));
  }

  @Test
  void familiesAreListedWithTheirExamples() {
    assertEquals(CommandLineTool.DONE, run("models"));
    for (var family : Families.all()) {
      assertTrue(out.toString().contains(family.name() + " "), family.name());
      assertTrue(out.toString().contains(family.example()), family.example());
      family.words().forEach(word -> assertTrue(out.toString().contains(word.name()), word.name()));
    }
  }

  @Test
  void aFamilyIsToldWithTheMeaningOfItsWords() {
    for (var family : Families.all()) {
      // bert and mlp alone are samples.
      assertEquals(CommandLineTool.DONE, run("models " + family.name() + ":"), err::toString);
      assertTrue(out.toString().contains(family.description()), out::toString);
      for (var word : family.words()) {
        assertTrue(out.toString().contains(word.meaning()), word.name());
      }
    }
  }

  @Test
  void aSampleIsToldWithWhatItShows() {
    assertEquals(CommandLineTool.DONE, run("models bert"), err::toString);
    var bert = SampleModels.find("bert").orElseThrow();
    assertTrue(out.toString().contains(bert.description()), out::toString);
    assertTrue(out.toString().contains(bert.teaches()), out::toString);
    assertEquals(CommandLineTool.REFUSED, run("models nothing"));
    assertTrue(err.toString().contains("There is no file, sample or family named nothing."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tensor=2", "pipeline=2,micro-batches=2", "data=2"})
  void aSmallNetworkOfAFamilyRunsUnderEveryPlan(String plan) {
    var line =
        "run gpt:hidden=256,layers=4,heads=4,seq=64,vocab=1000 --batch 2 --warmup 0 --verify --plan ";
    assertEquals(CommandLineTool.DONE, run(line + plan), err.toString());
    assertTrue(out.toString().contains("verified"), out.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt", "llama"})
  void aSmallNetworkOfAFamilyIsTrained(String family) {
    var line =
        "train "
            + family
            + ":hidden=32,layers=2,heads=4,seq=16,vocab=10 --data copy --steps 3 --batch 8 --verify --plan tensor=2";
    assertEquals(CommandLineTool.DONE, run(line), err.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run gtp:layers=2|no file, sample or family named gtp:layers=2",
        "run gpt:layer=2|no such word as \"layer\"",
        "run gpt:hidden=12288,layers=96,heads=96 --warmup 0|needs",
        "run mlp:16000-16000-10 --warmup 0|only the shape is known"
      })
  void whatCannotRunIsRefusedInOneSentence(String line, String sentence) {
    assertEquals(CommandLineTool.REFUSED, run(line));
    assertEquals(1, err.toString().lines().count(), err.toString());
    assertTrue(err.toString().contains(sentence), err.toString());
  }
}
