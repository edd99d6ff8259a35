package dev.partitura.engine.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class WordingTest {
  private static final Locale CHINESE = Locale.SIMPLIFIED_CHINESE;

  @Test
  void sizesAreWrittenInOneWay() {
    var problem = Problem.of("plan.memory", "cpu0", "cpu0", 300_000_000L, 12_500_000_000L);
    assertEquals("cpu0 needs 300 MB but has 12.5 GB.", problem.message());
    assertEquals("cpu0 需要 300 MB，但只有 12.5 GB。", problem.message(CHINESE));
  }

  @Test
  void listsAreEnumeratedByTheLanguage() {
    var problem =
        Problem.of("op.attribute.choice", "a", "a", "Pad", "mode", "odd", List.of("x", "y", "z"));
    assertEquals("Use x, y or z.", problem.hint());
    assertEquals("请使用 x、y 或 z。", problem.hint(CHINESE));
    assertEquals(
        "Its inputs are only.", Problem.of("run.input.unknown", "a", "a", List.of("only")).hint());
  }

  @Test
  void oneThingIsToldInTheSingular() {
    var one = Problem.of("plan.problems.many", "", 1);
    assertEquals("There is 1 more problem.", one.message());
    assertEquals("还有 1 个问题。", one.message(CHINESE));
    assertEquals("There are 2 more problems.", Problem.of("plan.problems.many", "", 2).message());
    assertEquals(
        "A batch of 3 samples cannot be split evenly into 1 replica × 2 micro-batches.",
        Problem.of("plan.batch.split", "", 3, 1, 2, 2).message());
  }

  @Test
  void arraysStayInTheirBracketsAndNumbersArePlain() {
    var problem =
        Problem.of("op.reshape.count", "a", "a", "Reshape", 7, 12_345_678L, new long[] {2, 3});
    assertEquals(
        "Op a (Reshape) cannot see the shape 7 (12345678 elements) as [2, 3].", problem.message());
  }

  @Test
  void phrasesAndProblemsInsideAreTranslatedWithTheirSentence() {
    var inner = Problem.of("network.cycle", "a", "a", "a → a");
    var outer = Problem.of("onnx.broken", "a", Phrase.of("words.model", "m.onnx"), inner);
    assertEquals(
        "Model m.onnx is broken: Op a depends on its own output: a → a. Remove one edge of the circle.",
        outer.sentence());
    assertEquals("模型 m.onnx 有错误：算子 a 依赖于它自己的输出：a → a。请删除环中的一条边。", outer.sentence(CHINESE));
  }

  @Test
  void namesAreNoPatterns() {
    var problem = Problem.of("network.cycle", "{0} $1 \\", "{0} $1 \\", "{1}");
    assertEquals("Op {0} $1 \\ depends on its own output: {1}.", problem.message());
  }

  @Test
  void everyChineseReadsChineseAndEverybodyElseEnglish() {
    var problem = Problem.of("edit.slot.same", "a");
    assertEquals(problem.message(CHINESE), problem.message(Locale.of("zh", "TW")));
    assertEquals(problem.message(), problem.message(Locale.GERMAN));
    assertNotEquals(problem.message(), problem.message(CHINESE));
  }

  @Test
  void aProblemIsAValueThatNobodyChangesLater() {
    var names = new ArrayList<>(List.of("x"));
    var numbers = new long[] {1};
    var problem = Problem.of("run.input.unknown", "a", names, numbers);
    names.add("y");
    numbers[0] = 2;
    assertEquals(Problem.of("run.input.unknown", "a", List.of("x"), "[1]"), problem);
  }
}
