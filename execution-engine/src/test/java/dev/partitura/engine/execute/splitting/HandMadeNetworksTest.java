package dev.partitura.engine.execute.splitting;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.partitura.engine.execute.splitting.Trial.Result;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What must split does, with the values of the unsplit run; what mixes rows never gives others.
class HandMadeNetworksTest {
  private static final List<String> PLANS =
      List.of(
          "data=2",
          "data=4",
          "data=2,micro-batches=2",
          "pipeline=2,micro-batches=2",
          "pipeline=2,micro-batches=3",
          "pipeline=2,micro-batches=4",
          "pipeline=2,micro-batches=8",
          "pipeline=2,data=2,micro-batches=2");

  @TestFactory
  Stream<DynamicTest> whatKeepsItsRowsIsSplit() {
    return tests(RowWiseNetworks.all(), HandMadeNetworksTest::assertSplits);
  }

  @TestFactory
  Stream<DynamicTest> whatMixesItsRowsGivesNoOtherValues() {
    return tests(RowMixingNetworks.all(), HandMadeNetworksTest::assertNoOtherValues);
  }

  private interface Check {
    void of(Trial trial, String plan);
  }

  private static Stream<DynamicTest> tests(List<HandMade> networks, Check check) {
    return networks.stream()
        .flatMap(made ->
            PLANS.stream()
                .map(plan ->
                    dynamicTest(
                        made.name() + " under " + plan, () -> check.of(made.trial(), plan))));
  }

  private static void assertSplits(Trial trial, String plan) {
    var result = trial.run(plan);
    assertTrue(
        result instanceof Result.Ran, () -> "It can be split, and is " + result + "\n" + trial);
    assertNoOtherValues(trial, plan);
  }

  private static void assertNoOtherValues(Trial trial, String plan) {
    var unsplit = trial.run("single");
    assertTrue(unsplit instanceof Result.Ran, () -> "Unsplit it is " + unsplit + "\n" + trial);
    var wrong = Trial.wrong(trial.run(plan), unsplit);
    assertTrue(wrong.isEmpty(), () -> wrong + "\n" + trial);
  }
}
