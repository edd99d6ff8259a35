package dev.partitura.engine.execute.splitting;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.partitura.engine.execute.splitting.Trial.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// Random networks that mix rows and read the size of the batch: every plan gives the values of the
/// unsplit run or is refused, and what the unsplit run refuses no plan runs. `-Dnetworks=N` sets
/// how many, `-Dnetworks.seed=S` the first seed; a failure prints its seed and the network made
/// small.
class RandomNetworksTest {
  private static final int COUNT = Integer.getInteger("networks", 1_500);
  private static final long FIRST_SEED = Long.getLong("networks.seed", 0);
  private static final int MOST_SHRUNK = 60;
  private static final List<String> PLANS =
      List.of(
          "data=2",
          "data=4",
          "data=2,micro-batches=2",
          "pipeline=2,micro-batches=1",
          "pipeline=2,micro-batches=2",
          "pipeline=2,micro-batches=3",
          "pipeline=2,micro-batches=4",
          "pipeline=2,data=2,micro-batches=2",
          "tensor=2",
          "tensor=3",
          "data=2,tensor=2",
          "pipeline=2,tensor=2,micro-batches=2");

  private final Map<String, String> failures = new LinkedHashMap<>();
  private final Map<String, Integer> refusals = new TreeMap<>();
  private int valid;
  private int split;
  private int wrong;
  private int shrunk;

  @Test
  void everyPlanGivesTheValuesOfTheUnsplitRun() {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + COUNT; seed++) {
      check(NetworkGenerator.make(seed));
    }
    int refused = refusals.values().stream().mapToInt(Integer::intValue).sum();
    System.out.printf(
        "%d random networks from seed %d: %d valid; of their %d pairs with a plan %d ran equal, "
            + "%d were refused, %d were wrong%n",
        COUNT, FIRST_SEED, valid, valid * PLANS.size(), split, refused, wrong);
    System.out.println("Refused by code: " + refusals);
    if (!failures.isEmpty()) {
      fail(failures.size() + " kinds of failures:\n\n" + String.join("\n", failures.values()));
    }
    assertTrue(valid > COUNT * 0.8, "Most networks run at all: " + valid + " of " + COUNT);
    assertTrue(split > valid * PLANS.size() * 0.25, "Many pairs run: " + split);
    assertTrue(refused > valid * PLANS.size() * 0.1, "Some pairs are refused: " + refused);
  }

  private void check(Trial trial) {
    var unsplit = trial.run("single");
    if (unsplit instanceof Result.Broken(var fault)) {
      report(trial, "single", t -> t.run("single") instanceof Result.Broken, fault);
      return;
    }
    valid += unsplit instanceof Result.Ran ? 1 : 0;
    for (var plan : PLANS) {
      var result = trial.run(plan);
      var difference = Trial.wrong(result, unsplit);
      if (!difference.isEmpty()) {
        wrong++;
        report(trial, plan, t -> !t.wrong(plan).isEmpty(), difference);
      } else if (unsplit instanceof Result.Ran) {
        if (result instanceof Result.Refused(var code, _)) {
          refusals.merge(code, 1, Integer::sum);
        } else {
          split++;
        }
      }
    }
  }

  private void report(Trial trial, String plan, Predicate<Trial> fails, String difference) {
    if (shrunk++ >= MOST_SHRUNK) {
      return;
    }
    var small = Shrinker.shrink(trial, fails);
    var lines = new ArrayList<String>();
    lines.add("seed " + trial.seed() + " under " + plan);
    lines.add(small.toString());
    var now = plan.equals("single") ? String.valueOf(small.run(plan)) : small.wrong(plan);
    lines.add(now.isEmpty() ? difference : now);
    failures.putIfAbsent(Shrinker.kind(small.network()), String.join("\n", lines) + "\n");
  }
}
