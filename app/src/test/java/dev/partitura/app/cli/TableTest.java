package dev.partitura.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void aLongNameIsCutSoThatTheNextColumnIsSeen() {
    var name = "output " + "a".repeat(50) + "z".repeat(50);
    assertEquals(
        "output aaaaaaaaaaaaaaaaaaaaaaa…zzzzzzzzz  float[1]\nplan" + " ".repeat(38) + "single\n",
        Table.of(List.of(List.of(name, "float[1]"), List.of("plan", "single"))));
  }

  @Test
  void theLastColumnIsNotCut() {
    var sentence = "word ".repeat(30).strip();
    assertEquals("why  " + sentence + "\n", Table.of(List.of(List.of("why", sentence))));
  }
}
