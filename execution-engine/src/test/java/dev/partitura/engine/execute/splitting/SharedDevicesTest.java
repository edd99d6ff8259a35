package dev.partitura.engine.execute.splitting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.execute.splitting.Trial.Result;
import org.junit.jupiter.api.Test;

/// Several stages on one device give the values of the unsplit run, on networks of every kind.
class SharedDevicesTest {
  private static final int COUNT = 150;

  @Test
  void stagesThatShareADeviceGiveTheValuesOfTheUnsplitRun() {
    int ran = 0;
    for (long seed = 0; seed < COUNT; seed++) {
      var trial = NetworkGenerator.make(seed);
      var unsplit = trial.run("single");
      ran += run(trial, unsplit, "pipeline=2,micro-batches=1", 1);
      ran += run(trial, unsplit, "pipeline=2,micro-batches=2", 1);
      ran += run(trial, unsplit, "pipeline=4,micro-batches=2", 2);
      ran += run(trial, unsplit, "pipeline=3,micro-batches=3", 2);
    }
    assertTrue(ran > COUNT, "only " + ran + " of " + 4 * COUNT + " pairs ran");
  }

  private static int run(Trial trial, Result unsplit, String preset, int devices) {
    var result = trial.run(preset, devices);
    assertEquals(
        "",
        Trial.wrong(result, unsplit),
        () -> "seed " + trial.seed() + " under " + preset + " on " + devices + "\n" + trial);
    return result instanceof Result.Ran ? 1 : 0;
  }
}
