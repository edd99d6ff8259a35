package dev.partitura.engine.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void plainTextStaysInEveryScript() {
    for (var text : new String[] {"", "Op conv1 is odd.", "输出 é 🙂 a\u00a0b", "x\u200dy"}) {
      assertEquals(text, Printable.of(text));
    }
  }

  @Test
  void nothingSteersTheTerminal() {
    assertEquals(
        "a\\u001b[31m\\n\\r\\t\\u0000\\u007f\\u009bb",
        Printable.of("a\u001b[31m\n\r\t\u0000\u007f\u009bb"));
    assertEquals("\\u2028\\u2029\\u202e\\u2066", Printable.of("\u2028\u2029\u202e\u2066"));
    assertEquals("\\ud83d, \\ude42", Printable.of("\ud83d, \ude42"));
  }

  @Test
  void aLongNameKeepsItsHeadAndTail() {
    var printed = Printable.of("Op first" + "x".repeat(1_000_000) + "last fails.");
    assertTrue(printed.startsWith("Op firstxxx"), printed);
    assertTrue(printed.endsWith("xlast fails."), printed);
    assertTrue(printed.contains("x…x"), printed);
    assertTrue(printed.length() < 250, printed);
  }

  @Test
  void aLongTextOfShortWordsIsCutToo() {
    var printed = Printable.of("Op " + "a b ".repeat(300_000) + "is odd.");
    assertEquals(2_000, printed.length());
    assertTrue(printed.endsWith("is odd."), printed);
  }

  @Test
  void noCutFallsIntoACharacter() {
    for (int shift = 0; shift < 4; shift++) {
      var printed = Printable.of("a".repeat(shift) + "🙂".repeat(500));
      assertTrue(printed.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE));
    }
  }

  @Test
  void aProblemIsPrintableAndItsSubjectExact() {
    var name = "conv\u001b[2J" + "y".repeat(5_000);
    var problem = Problem.of("network.cycle", name, name);
    assertEquals(name, problem.subject());
    assertTrue(problem.message().startsWith("Op conv\\u001b[2Jyyy"), problem.message());
    assertTrue(problem.sentence().length() < 500, problem.sentence());
  }
}
