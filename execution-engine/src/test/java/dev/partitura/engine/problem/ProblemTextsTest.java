package dev.partitura.engine.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProblemTextsTest {
  private static final Problem INNER =
      Problem.of("file.unusable", "f", "f", Phrase.of("words.file.full"));

  @Test
  void bothLanguagesHaveTheSameSentencesWithTheSamePlaces() {
    var english = ProblemTexts.english();
    var chinese = ProblemTexts.chinese();
    assertEquals(english.keySet(), chinese.keySet());
    english.forEach((key, text) -> {
      var here = new ArrayList<>(ProblemTexts.places(text));
      var there = new ArrayList<>(ProblemTexts.places(chinese.getOrDefault(key, "")));
      here.sort(null);
      there.sort(null);
      assertEquals(here, there, key);
    });
  }

  static Stream<String> codes() {
    return ProblemTexts.english().keySet().stream().filter(ProblemTexts::isCode);
  }

  @ParameterizedTest
  @MethodSource("codes")
  void aProblemIsOneWholeSentenceInBothLanguages(String code) {
    var problem = Problem.of(code, "", samples(code).toArray());
    var message = problem.message();
    assertSentence(message);
    assertTrue(Character.isUpperCase(message.codePointAt(0)) || beginsWithName(code), message);
    assertTrue(message.endsWith("."), message);
    assertHint(problem.hint(), ".");
    var chinese = problem.message(Locale.SIMPLIFIED_CHINESE);
    assertSentence(chinese);
    assertTrue(chinese.codePoints().anyMatch(Character::isIdeographic), chinese);
    assertTrue(chinese.endsWith("。"), chinese);
    assertHint(problem.hint(Locale.SIMPLIFIED_CHINESE), "。");
  }

  @Test
  void aHintThatSeveralShareIsToldAsIfEachHadIt() {
    var problem = Problem.of("finding.preempted", "", "cpu0", 3_000_000L, 0.5);
    var other = Problem.of("finding.interrupted", "", "cpu0", 3_000_000L, 0.5);
    assertEquals(
        "Something else ran on its core: close other programs and run again.", problem.hint());
    assertEquals(problem.hint(), other.hint());
  }

  @Test
  void aHintBelongsToASentence() {
    var keys = ProblemTexts.english().keySet();
    for (var key : keys) {
      if (key.endsWith(".hint")) {
        assertTrue(keys.contains(key.substring(0, key.length() - ".hint".length())), key);
      }
    }
  }

  /// What the user wrote, and a word of the plan language, stay as they are.
  private static boolean beginsWithName(String code) {
    return ProblemTexts.english().get(code).matches("(?s)([\"{]|single |micro-batches ).*");
  }

  private static void assertSentence(String text) {
    assertFalse(text.isBlank());
    assertFalse(ProblemTexts.PLACE.matcher(text).find() || text.contains("|"), text);
    assertFalse(text.contains("null") || text.contains("dev.partitura"), text);
    assertEquals(text.strip().replaceAll("  +", " "), text);
  }

  private static void assertHint(String text, String end) {
    if (!text.isEmpty()) {
      assertSentence(text);
      assertTrue(text.endsWith(end), text);
    }
  }

  /// An argument for each place: what its way of writing wants.
  private static List<Object> samples(String code) {
    var texts = ProblemTexts.english();
    var samples = new ArrayList<Object>();
    for (int i = 0; i < ProblemTexts.arguments(texts, code); i++) {
      samples.add("x" + i);
    }
    ProblemTexts.PLACE
        .matcher(texts.get(code) + texts.getOrDefault(code + ".hint", ""))
        .results()
        .forEach(place -> {
          int at = Integer.parseInt(place.group(1));
          switch (String.valueOf(place.group(2))) {
            case "bytes", "time" -> samples.set(at, 3L << 30);
            case "percent" -> samples.set(at, 0.86);
            case "or", "and" -> samples.set(at, List.of("a", "b", "c"));
            case "message", "hint" -> samples.set(at, INNER);
            default -> {}
          }
        });
    return samples;
  }
}
