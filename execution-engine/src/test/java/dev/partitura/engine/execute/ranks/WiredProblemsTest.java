package dev.partitura.engine.execute.ranks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class WiredProblemsTest {
  private static List<Problem> sent(List<Problem> problems) throws IOException {
    var bytes = new ByteArrayOutputStream();
    WiredProblems.write(new DataOutputStream(bytes), problems);
    return WiredProblems.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
  }

  @Test
  void problemsComeAsTheyWent() throws IOException {
    var inner = Problem.of("run.memory", "", Phrase.of("words.op", "gather", "Gather"));
    var all =
        List.of(
            Problem.of("run.op.refused", "gather", Phrase.of("words.theRun"), inner),
            Problem.of("any", "层", 1, 2L, 3f, 4.0, List.of("a", List.of(5)), List.of()));
    assertEquals(all, sent(all));
    assertEquals(List.of(), sent(List.of()));
  }

  @Test
  void theyAreToldInTheLanguageOfWhoReadsThem() throws IOException {
    var memory = Problem.of("run.memory", "", Phrase.of("words.theRun"));
    var told = Problem.of("ranks.refused", "", 1, "host", sent(List.of(memory)).getFirst());
    assertEquals(
        "Rank 1 on host cannot go on: The run needs more memory than there is."
            + " Use a smaller batch.",
        told.sentence());
    var chinese = told.sentence(Locale.SIMPLIFIED_CHINESE);
    assertEquals(
        chinese,
        Problem.of("ranks.refused", "", 1, "host", memory).sentence(Locale.SIMPLIFIED_CHINESE));
    assertEquals(-1, chinese.indexOf("memory"), chinese);
  }
}
