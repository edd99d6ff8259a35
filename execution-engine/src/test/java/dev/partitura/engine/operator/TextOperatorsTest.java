package dev.partitura.engine.operator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Operators on words, and on what is distinct.
class TextOperatorsTest {
  private static Tensor words(String... words) {
    return Tensor.ofStrings(words, words.length);
  }

  private static String text(Tensor tensor) {
    return IntStream.range(0, (int) tensor.elementCount()).mapToObj(tensor::stringAt).toList()
        + " "
        + tensor.shape();
  }

  @Test
  void stringsAreJoinedAndSplit() {
    var joined = OneOp.of("StringConcat", 20, 1, List.of(words("a", "b"), words("x"))).run();
    assertEquals("[ax, bx] 2", text(joined.getFirst()));
    var split =
        OneOp.of("StringSplit", 20, 2, List.of(words("a,,b", "", "c,d,e")), "delimiter", ",");
    assertEquals("[a, , b, , , , c, d, e] 3×3", text(split.run().get(0)));
    assertArrayEquals(new long[] {3, 0, 3}, split.run().get(1).toLongs());
    var once = OneOp.of("StringSplit", 20, 1, List.of(words("  a  b c ")), "maxsplit", 1);
    assertEquals("[a, b c ] 1×2", text(once.run().getFirst()));
  }

  @Test
  void stopWordsGoInTheirCase() {
    var x = Tensor.ofStrings(new String[] {"The", "score", "the", "END"}, 1, 4);
    var loose =
        OneOp.of(
            "StringNormalizer",
            10,
            1,
            List.of(x),
            "stopwords",
            new String[] {"the"},
            "case_change_action",
            "UPPER");
    assertEquals("[SCORE, END] 1×2", text(loose.run().getFirst()));
    var none =
        OneOp.of(
            "StringNormalizer",
            10,
            1,
            List.of(words("b", "b")),
            "stopwords",
            new String[] {"b"},
            "is_case_sensitive",
            1);
    assertEquals("[] 1", text(none.run().getFirst()));
  }

  private static float[] grams(String mode, long... x) {
    return OneOp.of(
            "TfIdfVectorizer",
            9,
            1,
            List.of(Tensor.ofLongs(x, x.length)),
            "mode",
            mode,
            "min_gram_length",
            1,
            "max_gram_length",
            2,
            "max_skip_count",
            1,
            "ngram_counts",
            new long[] {0, 1},
            "ngram_indexes",
            new long[] {2, 0},
            "pool_int64s",
            new long[] {7, 7, 8},
            "weights",
            new float[] {0.5f, 3})
        .run()
        .getFirst()
        .toFloats();
  }

  @Test
  void gramsAreCountedWithWhatStandsBetween() {
    assertArrayEquals(new float[] {2, 0, 2}, grams("TF", 7, 7, 8));
    assertArrayEquals(new float[] {3, 0, 0.5f}, grams("IDF", 7, 7, 8));
    assertArrayEquals(new float[] {6, 0, 1}, grams("TFIDF", 7, 7, 8));
    assertThrows(ProblemException.class, () -> grams("COUNT", 7));
  }

  @Test
  void labelsAreLookedUp() {
    var names = new String[] {"cat", "dog"};
    var numbers =
        OneOp.of(
            "ai.onnx.ml.LabelEncoder",
            1,
            1,
            List.of(words("dog", "cow")),
            "classes_strings",
            names);
    assertArrayEquals(new long[] {1, -1}, numbers.run().getFirst().toLongs());
    var x = Tensor.ofLongs(new long[] {4, 5}, 2);
    var texts =
        OneOp.of(
            "ai.onnx.ml.LabelEncoder",
            2,
            1,
            List.of(x),
            "keys_int64s",
            new long[] {5},
            "values_strings",
            new String[] {"five"});
    assertEquals("[_Unused, five] 2", text(texts.run().getFirst()));
  }

  @Test
  void distinctElementsAndSlicesAreFound() {
    var x = Tensor.ofFloats(new float[] {2, 1, 1, 3, 4, 3}, 6);
    var sorted = OneOp.of("Unique", 11, 4, List.of(x)).run();
    assertArrayEquals(new float[] {1, 2, 3, 4}, sorted.get(0).toFloats());
    assertArrayEquals(new long[] {1, 0, 3, 4}, sorted.get(1).toLongs());
    assertArrayEquals(new long[] {1, 0, 0, 2, 3, 2}, sorted.get(2).toLongs());
    assertArrayEquals(new long[] {2, 1, 2, 1}, sorted.get(3).toLongs());
    var asTheyCome = OneOp.of("Unique", 11, 1, List.of(x), "sorted", 0).run();
    assertArrayEquals(new float[] {2, 1, 3, 4}, asTheyCome.getFirst().toFloats());
    var columns = Tensor.ofFloats(new float[] {1, 0, 1, 2, 3, 2}, 2, 3);
    var slices = OneOp.of("Unique", 11, 3, List.of(columns), "axis", 1).run();
    assertArrayEquals(new float[] {0, 1, 3, 2}, slices.get(0).toFloats());
    assertArrayEquals(new long[] {1, 0, 1}, slices.get(2).toLongs());
  }
}
