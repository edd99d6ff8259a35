package dev.partitura.engine.training.data;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Sequences that a network is to say again: symbols, then as many blanks, in whose places the
/// symbols are wanted in their order; in the places of the symbols blanks are wanted. Each place
/// has to look back by half the sequence. After Graves et al. 2014, arXiv:1410.5401, section 4.1.
final class CopyTask {
  private static final int SYMBOLS = 8;
  private static final int BLANK = 0;
  private static final int CLASSES = 10;
  static final MadeData DATA =
      new MadeData(
          "copy",
          List.of("position"),
          new long[] {2 * SYMBOLS},
          2 * SYMBOLS,
          CLASSES,
          8000,
          1000,
          new Datasets.Usual(800, 0.002),
          CopyTask::make);

  private CopyTask() {}

  private static void make(int number, SplittableRandom random, float[] values, long[] labels) {
    Arrays.fill(values, BLANK);
    Arrays.fill(labels, BLANK);
    for (int i = 0; i < SYMBOLS; i++) {
      int symbol = 1 + random.nextInt(CLASSES - 1);
      values[i] = symbol;
      labels[SYMBOLS + i] = symbol;
    }
  }
}
